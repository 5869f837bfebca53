"""What every template may ask for."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from pilotage.platform.access import queries as access
from pilotage.platform.notices import queries as notices
from pilotage.web import speech
from pilotage.web.shell.menu import entries
from pilotage.web.viewer import viewer


def around(request: HttpRequest) -> dict[str, object]:
    """Context of every template. Lazy: an answer that shows no navigation asks no questions."""
    always = {"language": speech.language(), "demo": settings.PILOTAGE_DEMO}
    if not hasattr(request, "viewer"):
        return always
    return {
        **always,
        "viewer": request.viewer,
        "menu": lambda: entries(viewer(request), request.path),
        "my_organisations": lambda: access.organisations(viewer(request)),
        "unread": lambda: notices.unread_count(viewer(request)),
    }
