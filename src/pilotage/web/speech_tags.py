"""Template words, built in everywhere: `{% t "中文" "English" n=3 %}`, `{{ text|say }}`, `{% icon "send" %}`."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from pilotage.kernel.decimals import Rounding, rounded
from pilotage.kernel.money import minor_units
from pilotage.kernel.text import Text
from pilotage.web import speech
from pilotage.web.shell import controls, icons

register = template.Library()
register.filter("control", controls.control)
register.filter("options", controls.options)
register.filter("is_switch", controls.is_switch)


@register.simple_tag(name="t")
def both(zh: str, en: str, **facts: Any) -> SafeString:
    """One sentence written in both languages; `{name}` places are filled and escaped."""
    pattern = zh if speech.language() == "zh" else en
    if not facts:
        return mark_safe(pattern)  # noqa: S308  written in a template, never by a user
    return format_html(pattern, **{k: speech.say(v) for k, v in facts.items()})


@register.simple_tag(name="url")
def address(name: str, *args: Any, **facts: Any) -> str:
    """Django's own `url`, with addresses that hold nothing variable worked out once: a page has dozens."""
    return reverse(name, args=args, kwargs=facts) if args or facts else _fixed_address(name)


@cache
def _fixed_address(name: str) -> str:
    return reverse(name)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite; it says nothing to a screen reader, the words beside it do."""
    return mark_safe(icons.icon(name))  # noqa: S308  our own file


@register.filter
def say(told: Text | str | int | None) -> str:
    """A `Text` in the reader's language, or a count that reads well."""
    return conditional_escape(speech.say(told)) if told is not None else ""


@register.filter
def one_side(label: str) -> str:
    """`{{ row.get_state_display|one_side }}`: a choice's label in the reader's language."""
    return conditional_escape(speech.one_side(label))


@register.filter
def in_language(row: Any, name: str) -> str:
    """The field `name_zh` or `name_en` of a row, falling back to the other when it is empty."""
    first, second = ("zh", "en") if speech.language() == "zh" else ("en", "zh")
    return getattr(row, f"{name}_{first}", "") or getattr(row, f"{name}_{second}", "")


@register.filter
def grouped(amount: Decimal, currency: str) -> str:
    """An exact amount with thousands apart and the decimals of its currency: `12,345.60`."""
    places = minor_units(currency)
    return f"{rounded(amount, places, Rounding.HALF_UP):,.{places}f}"


@register.filter
def spoken(row: dict[str, str] | None) -> str:
    """A kept sentence `{"zh": …, "en": …}` in the reader's language."""
    return "" if row is None else speech.say(Text(row.get("zh", ""), row.get("en", "")))
