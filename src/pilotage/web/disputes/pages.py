"""Pages of disputes: a party's own, the programme's desk, one dispute, and a file put before it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import queries as cases
from pilotage.platform.cases.models import CaseEvent
from pilotage.platform.disputes import queries
from pilotage.platform.disputes.models import Dispute
from pilotage.platform.disputes.states import OUTCOMES
from pilotage.web.disputes.forms import DecideForm, ProposeForm, SayForm
from pilotage.web.disputes.showing import SIDES, Shown
from pilotage.web.shell.door import signed_in
from pilotage.web.viewer import viewer

PER_PAGE = 20
_MOST_CASES, _MOST_MESSAGES = 20, 50


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """A party's disputes; for the programme those that wait for it, then those that ended."""
    who = viewer(request)
    page = Paginator(queries.disputes(who), PER_PAGE).get_page(request.GET.get("page"))
    desk = [Shown(one, who) for one in queries.desk(who)] if who.is_operator else []
    context = {"page": page, "rows": [Shown(one, who) for one in page], "desk": desk}
    return render(request, "disputes/list.html", context)


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """What is disputed, what each side says and shows, how it stands."""
    return one(request, ref)


@require_GET
@signed_in
def evidence(request: HttpRequest, ref: str) -> FileResponse:
    """A file that was put before a dispute."""
    piece, path = queries.evidence_file(viewer(request), ref)
    return FileResponse(path.open("rb"), as_attachment=True, filename=piece.name)


def one(request: HttpRequest, ref: str, status: int = 200, **bound: object) -> HttpResponse:
    """The page of one dispute, with a form that was typed into if there is one."""
    who = viewer(request)
    found = queries.dispute(who, ref)
    offer = queries.settlement(who, found)
    forms = {"say": SayForm(), "propose": ProposeForm(), "decide": DecideForm()}
    context = {
        "one": Shown(found, who),
        "dispute": found,
        "said": [(SIDES[s.side], s) for s in found.statements.all()],
        "shown": [(SIDES[e.side], e) for e in found.evidence.all()],
        "offer": offer,
        "offer_outcome": OUTCOMES[offer.outcome] if offer else None,
        "offer_is_theirs": offer is not None and offer.side != who.kind,
        "messages_to_show": _messages(who, found) if Shown(found, who).can_say else [],
        "forms": {**forms, **bound},
    }
    return render(request, "disputes/detail.html", context, status=status)


def _messages(who: Viewer, found: Dispute) -> list[CaseEvent]:
    """The last messages of the contract's cases, any of which can be shown."""
    some = cases.of_contract(who, found.contract)[:_MOST_CASES]
    said = [event for case in some for event in case.events.all() if event.text]
    return sorted(said, key=lambda event: event.at, reverse=True)[:_MOST_MESSAGES]
