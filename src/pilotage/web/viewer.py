"""Who is looking: puts a `Viewer` on every request, with the clock read once."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from pilotage.platform.access import queries as access
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.parties.models import Person

SESSION_KEY = "organisation"


class ViewerMiddleware:
    """`request.viewer`, looked up when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def viewer(request: HttpRequest) -> Viewer:
    """The viewer of this request, typed."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def _viewer(request: HttpRequest) -> Viewer:
    at = timezone.now()
    person = request.user if isinstance(request.user, Person) else None
    return access.viewer_of(person, at, request.session.get(SESSION_KEY))
