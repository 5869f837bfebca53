"""Every contract a side works under, and one with all its parts."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts import queries
from pilotage.platform.engagements.contracts.states import NAMES, State
from pilotage.platform.engagements.models import Contract
from pilotage.web.shell.door import signed_in
from pilotage.web.viewer import viewer
from pilotage.web.workspace.order import SECTIONS
from pilotage.web.workspace.sections import Line, Section

PER_PAGE = 10
WORKED = (State.IN_FORCE, State.ENDED)


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """The contracts in force or ended, those with something for the viewer first on each page."""
    who = viewer(request)
    check_may(who, "case.write")
    rows = queries.contracts(who).filter(state__in=WORKED)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = [(one, NAMES[State(one.state)], waiting(sections(who, one))) for one in page]
    shown.sort(key=lambda row: not row[2])
    return render(request, "workspace/list.html", {"page": page, "rows": shown})


@require_GET
@signed_in
def contract(request: HttpRequest, ref: str) -> HttpResponse:
    """One contract: what waits for the viewer on top, then every room's part."""
    who = viewer(request)
    found = queries.contract(who, ref)
    queries.side_of(who, found)
    parts = sections(who, found)
    context = {
        "contract": found,
        "state": NAMES[State(found.state)],
        "sections": [
            (part.heading, render_to_string(part.template, {**part.context}, request))
            for part in parts
        ],
        "waiting": waiting(parts),
    }
    return render(request, "workspace/contract.html", context)


def sections(who: Viewer, found: Contract) -> list[Section]:
    """The rooms' parts that have something to show."""
    return [part for show in SECTIONS if (part := show(who, found)) is not None]


def waiting(parts: list[Section]) -> list[Line]:
    """What waits for the viewer in all of them."""
    return [line for part in parts for line in part.waiting]
