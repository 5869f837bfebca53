"""Which language the reader hears: their choice (cookie), else the browser's, else Chinese."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from pilotage.kernel.text import Language, Text

COOKIE = "pilotage_language"
_DJANGO: dict[Language, str] = {"zh": "zh-hans", "en": "en"}


def language() -> Language:
    """The language of the current request."""
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


def say(text: Text | str) -> str:
    """A sentence in the reader's language; plain text stays as it is."""
    return text.in_(language()) if isinstance(text, Text) else text


class LanguageMiddleware:
    """Sets the language for the request and names it in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(COOKIE) or _preferred(
            request.headers.get("Accept-Language", "")
        )
        with translation.override(_DJANGO["en" if chosen == "en" else "zh"]):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language())
        return response


def _preferred(header: str) -> Language:
    """Chinese unless the browser asks for other languages and none of them is Chinese."""
    asked = [part.split(";")[0].strip().lower() for part in header.split(",") if part.strip()]
    if not asked or any(tag.startswith("zh") for tag in asked):
        return "zh"
    return "en"
