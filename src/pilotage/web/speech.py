"""Which language the reader hears: their choice (cookie), else the browser's, else Chinese."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from pilotage.kernel.errors import PilotageError
from pilotage.kernel.text import Language, Text

COOKIE = "pilotage_language"
_LONG = 10_000  # shorter ones read well as they are; years are among them
_DJANGO: dict[Language, str] = {"zh": "zh-hans", "en": "en"}
# Asked for several hundred times a page, and Django's own answer is slow.
_chosen: ContextVar[Language | None] = ContextVar("language", default=None)


def language() -> Language:
    """The language of the current request; outside of one, Django's."""
    return _chosen.get() or ("en" if (translation.get_language() or "").startswith("en") else "zh")


def say(told: Text | str | int) -> str:
    """A sentence in the reader's language, a count from 10,000 with thousands apart; plain text stays as it is."""
    if isinstance(told, Text):
        return told.in_(language())
    return f"{told:,}" if isinstance(told, int) and abs(told) >= _LONG else str(told)


def one_side(label: str) -> str:
    """Of a choice's label `中文 · English` the part in the reader's language; any other text as it is."""
    zh, between, en = label.partition(" · ")
    return say(Text(zh, en)) if between else label


def in_words(error: PilotageError) -> str:
    """What a refusal says and the next step, for a form that keeps what was typed."""
    return " ".join(say(text) for text in (error.says, error.next_step) if text)


class LanguageMiddleware:
    """Sets the language for the request and names it in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(COOKIE) or _preferred(
            request.headers.get("Accept-Language", "")
        )
        spoken: Language = "en" if chosen == "en" else "zh"
        before = _chosen.set(spoken)
        try:
            with translation.override(_DJANGO[spoken]):
                response = self.get_response(request)
        finally:
            _chosen.reset(before)
        response.headers.setdefault("Content-Language", spoken)
        return response


def _preferred(header: str) -> Language:
    """Chinese unless the browser asks for other languages and none of them is Chinese."""
    asked = [part.split(";")[0].strip().lower() for part in header.split(",") if part.strip()]
    if not asked or any(tag.startswith("zh") for tag in asked):
        return "zh"
    return "en"
