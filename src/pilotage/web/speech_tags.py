"""Template words, built in everywhere: `{% t "中文" "English" n=3 %}`, `{{ text|say }}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from pilotage.kernel.text import Text
from pilotage.web import speech

register = template.Library()


@register.simple_tag(name="t")
def both(zh: str, en: str, **facts: Any) -> SafeString:
    """One sentence written in both languages; `{name}` places are filled and escaped."""
    pattern = zh if speech.language() == "zh" else en
    if not facts:
        return mark_safe(pattern)  # noqa: S308  written in a template, never by a user
    return format_html(pattern, **{k: speech.say(v) for k, v in facts.items()})


@register.filter
def say(text: Text | str | None) -> str:
    """A `Text` in the reader's language."""
    return conditional_escape(speech.say(text)) if text is not None else ""


@register.filter
def in_language(row: Any, name: str) -> str:
    """The field `name_zh` or `name_en` of a row, falling back to the other when it is empty."""
    first, second = ("zh", "en") if speech.language() == "zh" else ("en", "zh")
    return getattr(row, f"{name}_{first}", "") or getattr(row, f"{name}_{second}", "")
