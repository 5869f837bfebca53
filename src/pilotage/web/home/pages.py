"""The home page of each kind of reader."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from pilotage.platform.notices import queries as notices
from pilotage.web.home.waiting import waiting
from pilotage.web.viewer import viewer

NEWEST = 6


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The landing page for a visitor, else the desk of the organisation acted for."""
    who = viewer(request)
    if who.person_id is None:
        return render(request, "home/landing.html")
    if who.organisation_id is None:
        return redirect("account:found")
    desk = {"notices": notices.notices(who)[:NEWEST], "waiting": waiting(who)}
    return render(request, "home/desk.html", desk)
