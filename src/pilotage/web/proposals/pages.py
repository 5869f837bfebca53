"""The list of proposals: what waits first, each with the words that would be sent and two buttons."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import may
from pilotage.platform.proposals import actions, queries
from pilotage.platform.proposals.kinds import KINDS
from pilotage.platform.proposals.models import Proposal, State
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import say
from pilotage.web.viewer import viewer

PER_PAGE = 20
STATES: dict[str, tuple[Text, str]] = {
    State.WAITING: (Text("等您决定", "For you to decide"), "wait"),
    State.DONE: (Text("已执行", "Done"), "good"),
    State.FAILED: (Text("未能执行", "Could not be done"), "bad"),
    State.REFUSED: (Text("已拒绝", "Refused"), "off"),
    State.EXPIRED: (Text("已过期", "Expired"), "off"),
}


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """What waits, then what was decided."""
    who = viewer(request)
    rows = queries.proposals(who)
    waits = [(one, may(who, KINDS[one.kind].verb)) for one in queries.waiting(who)]
    decided = rows.exclude(pk__in=[one.pk for one, _ in waits])
    page = Paginator(decided, PER_PAGE).get_page(request.GET.get("page"))
    told = [(one, *STATES[_state(one)]) for one in page]
    return render(request, "proposals/list.html", {"waits": waits, "page": page, "rows": told})


@require_POST
@signed_in
def approve(request: HttpRequest, ref: str) -> HttpResponse:
    """The person's click does it."""
    who = viewer(request)
    row = actions.approve(by=who, at=who.at, ref=ref)
    if row.state == State.FAILED:
        says = Text("没有执行：{why}", "Not done: {why}").with_(why=Text(row.why_zh, row.why_en))
        messages.error(request, say(says))
    else:
        messages.success(request, say(Text("已按提议执行。", "Done as proposed.")))
    return redirect("proposals:list")


@require_POST
@signed_in
def refuse(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.refuse(by=who, at=who.at, ref=ref)
    messages.success(request, say(Text("已拒绝，什么都没有做。", "Refused; nothing was done.")))
    return redirect("proposals:list")


def _state(row: Proposal) -> str:
    """One that waits no more was left too long, even before the timer says so."""
    return State.EXPIRED if row.state == State.WAITING else row.state
