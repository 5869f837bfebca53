"""Readings of sellers and partners go behind the fence of row-level security; what writes stays before it.

A page is read behind it unless its method writes or it is marked `unfenced`. Sessions and messages are written
by middleware, after the page and outside. The API steps behind it once it knows who asks (`api/auth.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse

from pilotage.platform.access import fence
from pilotage.platform.access.viewer import Viewer
from pilotage.web.viewer import viewer

_READS = {"GET", "HEAD"}
# allauth's pages write when they are opened (codes, confirmed addresses) and show a person's own sign-in only;
# the API's routes know who asks when the key was looked at.
_OTHERS = ("allauth.", "ninja.")
Page = TypeVar("Page", bound=Callable[..., Any])


def unfenced(page: Page) -> Page:
    """For a page that anybody may read who knows its address. Say beside it why."""
    page.is_unfenced = True  # type: ignore[attr-defined]
    return page


class FenceMiddleware:
    """Stands innermost: an error is shown before the fence again, where a page can be made of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            response = self.get_response(request)
        except BaseException as error:
            _leave(request, error)
            raise
        _leave(request)
        return response

    def process_view(
        self, request: HttpRequest, page: Callable[..., Any], args: object, facts: object
    ) -> None:
        if not (getattr(page, "is_unfenced", False) or page.__module__.startswith(_OTHERS)):
            enter(request, viewer(request))

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        _leave(request, error)


def enter(request: HttpRequest, who: Viewer) -> None:
    """Whatever this request reads from here on is read as `who`; writing requests stay as they are."""
    if request.method in _READS and _reading(request) is None and fence.applies_to(who):
        request.reading = fence.Reading(who).__enter__()  # type: ignore[attr-defined]


def _leave(request: HttpRequest, error: BaseException | None = None) -> None:
    reading = _reading(request)
    if reading is not None:
        request.reading = None  # type: ignore[attr-defined]
        reading.__exit__(type(error) if error else None, error, None)


def _reading(request: HttpRequest) -> fence.Reading | None:
    return cast("fence.Reading | None", getattr(request, "reading", None))
