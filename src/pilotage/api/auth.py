"""Two ways in: a bearer key, or the session of a signed-in person (with CSRF check)."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import APIKeyCookie, HttpBearer

from pilotage.platform.access import queries as access
from pilotage.platform.access.viewer import Viewer
from pilotage.web import fence
from pilotage.web.viewer import viewer


class Token(HttpBearer):
    """`Authorization: Bearer plt_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        found = access.viewer_by_token(token, timezone.now())
        if found is not None:
            request.viewer = found  # type: ignore[attr-defined]
            fence.enter(request, found)
        return found


class Session(APIKeyCookie):
    """The browser's session; a person without organisation may not use the API."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Viewer | None:
        found = viewer(request)
        if found.organisation_id is None:
            return None
        fence.enter(request, found)
        return found
