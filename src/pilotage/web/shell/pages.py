"""What the frame itself does: the language switch."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from pilotage.web.speech import COOKIE

A_YEAR = 31_536_000


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remembers the language in a cookie and returns to the page the reader came from."""
    response = redirect(back(request))
    chosen = "en" if request.POST.get("language") == "en" else "zh"
    response.set_cookie(COOKIE, chosen, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    return response


def back(request: HttpRequest, otherwise: str = "home") -> str:
    """The address in `next` when it is one of ours, else the named page."""
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours else otherwise
