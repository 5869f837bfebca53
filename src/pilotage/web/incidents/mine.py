"""Incidents as a seller sees them: what happened, what is due, who can take over."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pilotage.kernel.errors import Invalid, PilotageError, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.incidents import actions, queries
from pilotage.web.errors import http_status
from pilotage.web.incidents.showing import needs_of, standing
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer

PER_PAGE = 20


def everything(request: HttpRequest) -> HttpResponse:
    """What reached the viewer's organisation, the newest first."""
    who = viewer(request)
    check_may(who, "incident.follow")
    page = Paginator(queries.mine(who), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, needs_of(one.needs), standing(one)) for one in page]
    return render(request, "incidents/told.html", {"page": page, "rows": rows})


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One of them with the ways to go on."""
    return _detail(request, ref)


@require_POST
@signed_in
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """A request to the chosen successor, with a click."""
    who = viewer(request)
    queries.one(who, ref)
    partner = request.POST.get("partner", "")
    try:
        row = actions.ask_successor(by=who, at=who.at, ref=ref, partner_ref=partner)
    except (Invalid, WrongState) as refused:
        return _detail(request, ref, refused)
    messages.success(request, say(Text("请求已发出。", "The request is sent.")))
    return redirect("requests:detail", row.request.ref if row.request else "")


@require_POST
@signed_in
def settle(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    queries.one(who, ref)
    try:
        actions.settle(by=who, at=who.at, ref=ref, why=request.POST.get("why", ""))
    except (Invalid, WrongState) as refused:
        return _detail(request, ref, refused)
    messages.success(request, say(Text("已记下。", "Noted.")))
    return redirect("incidents:mine", ref)


def _detail(request: HttpRequest, ref: str, refused: PilotageError | None = None) -> HttpResponse:
    who = viewer(request)
    row = queries.one(who, ref)
    is_open = queries.is_open(who, row)
    way = queries.way(who, row) if is_open else None
    today = timezone.localdate(who.at)
    context = {
        "row": row,
        "needs": needs_of(row.needs),
        "asked": ",".join(f"{category}:{country}" for category, country in row.needs),
        "standing": standing(row),
        "way": way,
        "left": way.due.left(today) if way and way.due else None,
        "may_act": is_open and may(who, "request.send"),
        "error": in_words(refused) if refused else "",
        "typed": request.POST,
    }
    status = http_status(refused) if refused else 200
    return render(request, "incidents/mine.html", context, status=status)
