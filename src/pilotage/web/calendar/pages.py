"""What is due when."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.brand import queries as brand
from pilotage.platform.cases.dues import Due, dues_of
from pilotage.platform.cases.dues import dues as contract_dues
from pilotage.platform.compliance import actions, queries
from pilotage.platform.compliance.obligations import obligations, registrations, unknown_places
from pilotage.platform.programme import announcements
from pilotage.web.calendar.ical import calendar, of_announcement, of_contract, of_mark, of_return
from pilotage.web.fence import unfenced
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import say
from pilotage.web.viewer import viewer

AHEAD = timedelta(days=120)
FEED_AHEAD = timedelta(days=400)
SOON = 14
_PAGES = {"case": "cases:detail", "duty": "cases:duty"}


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Due days month by month, registrations, and the feed."""
    who = viewer(request)
    check_may(who, "calendar.keep")
    profile, today = queries.profile(who), timezone.localdate(who.at)
    dues = [(due, due.left(today)) for due in queries.due(who, today, today + AHEAD)]
    context = {
        "months": [(m, list(rows)) for m, rows in groupby(dues, lambda one: _month(one[0].day))],
        "contracts": [(due, _page_of(due), due.at < who.at) for due in contract_dues(who)],
        "registrations": registrations(profile),
        "marks": [(due, due.left(who.at)) for due in brand.due(who, AHEAD)],
        "unknown": [places.name(place) for place in unknown_places(profile, today)],
        "feed": queries.feed(who),
        "soon": SOON,
    }
    return render(request, "calendar/list.html", context)


@require_POST
@signed_in
def open_feed(request: HttpRequest) -> HttpResponse:
    """A new secret address, shown this once."""
    who = viewer(request)
    secret = actions.open_feed(by=who, at=who.at)
    address = request.build_absolute_uri(reverse("calendar:feed", args=[secret]))
    return render(request, "calendar/feed.html", {"address": address})


@require_POST
@signed_in
def revoke_feed(request: HttpRequest) -> HttpResponse:
    """The address stops working."""
    who = viewer(request)
    actions.revoke_feed(by=who, at=who.at)
    messages.success(request, say(Text("日历地址已停用。", "The calendar address was revoked.")))
    return redirect("calendar:list")


@unfenced  # whose calendar program asks is nothing to the firm who gave it the address
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The due days for another calendar; who knows the address may read it, so the product reads for them."""
    who = Viewer.product("calendar", viewer(request).at)
    owner = queries.feed_owner(who, secret)
    today = timezone.localdate(who.at)
    dues = obligations(
        queries.profile_of(who, owner),
        today - AHEAD,
        today + FEED_AHEAD,
        statements=queries.statement_places(who, owner),
    )
    events = [
        *map(of_return, dues),
        *map(of_contract, dues_of(who, owner)),
        *map(of_mark, brand.due_of(who, owner, today - AHEAD, today + FEED_AHEAD)),
        *map(
            of_announcement,
            announcements.coming_for(who, owner.kind, today - AHEAD, today + FEED_AHEAD),
        ),
    ]
    answer = HttpResponse(
        calendar(events, who.at, request.get_host()), "text/calendar; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _page_of(due: Due) -> str:
    return reverse(_PAGES[due.about], args=[due.ref])


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
