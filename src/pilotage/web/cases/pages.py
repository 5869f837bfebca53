"""A case: read it, write in it, see its clocks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.kernel.errors import Invalid, NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import actions, queries
from pilotage.platform.cases.actions.step import Told
from pilotage.platform.cases.clocks import clocks as running
from pilotage.platform.cases.models import Case
from pilotage.platform.cases.states import LIVE, can, is_turn
from pilotage.platform.documents.actions import receive
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.models import Contract
from pilotage.web.cases import showing
from pilotage.web.cases.duties import disputable
from pilotage.web.cases.forms import HandOverForm, MergeForm, OpenForm, SayForm
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, contract: str) -> HttpResponse:
    """The seller says what is wrong or wanted; the partner asks for what it needs."""
    who = viewer(request)
    check_may(who, "case.write")
    found = contracts.contract(who, contract)
    side = contracts.side_of(who, found)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            told = _told(request, who, found, form.cleaned_data)
            title = form.cleaned_data["title"]
            row = actions.open_case(by=who, at=who.at, contract=contract, title=title, told=told)
        except Invalid as error:
            form.add_error(None, in_words(error))
        else:
            return redirect("cases:detail", row.ref)
    context = {"form": form, "contract": found, "side": side}
    return render(request, "cases/new.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything said, the clocks, the verdicts, and what can be done now."""
    return _detail(request, viewer(request), ref, SayForm())


@require_GET
@signed_in
def clocks(request: HttpRequest, ref: str) -> HttpResponse:
    """The clocks alone, which the page asks for again every minute."""
    who = viewer(request)
    found = queries.case(who, ref)
    context = {"case": found, "clocks": showing.clocks(running(found, who.at))}
    return render(request, "cases/_clocks.html", context)


@require_POST
@signed_in
def say_it(request: HttpRequest, ref: str) -> HttpResponse:
    """What was written, sent with the button that was pressed."""
    who = viewer(request)
    form = SayForm(request.POST)
    does = actions.WRITTEN.get(request.POST.get("do", ""))
    if does is None:
        raise NotFound("NO_SUCH_STEP", Text("没有这个操作。", "There is no such step."))
    found = queries.case(who, ref)
    if form.is_valid():
        try:
            told = _told(request, who, found.contract, form.cleaned_data)
            does(by=who, at=who.at, ref=ref, told=told)
        except Invalid as error:
            form.add_error(None, in_words(error))
        else:
            messages.success(request, say(Text("已发送。", "Sent.")))
            return redirect("cases:detail", ref)
    return _detail(request, who, ref, form, status=422)


@require_POST
@signed_in
def hand_over(request: HttpRequest, ref: str) -> HttpResponse:
    """To a colleague."""
    who = viewer(request)
    actions.hand_over(by=who, at=who.at, ref=ref, to=request.POST.get("to", ""))
    messages.success(request, say(Text("已转给同事。", "Handed over.")))
    return redirect("cases:detail", ref)


@require_POST
@signed_in
def merge(request: HttpRequest, ref: str) -> HttpResponse:
    """Into another case, whose page comes next."""
    who = viewer(request)
    whole = actions.merge(by=who, at=who.at, ref=ref, into=request.POST.get("into", ""))
    messages.success(request, say(Text("已合并。", "Merged.")))
    return redirect("cases:detail", whole.ref)


@require_GET
@signed_in
def file(request: HttpRequest, message: str, document: str) -> FileResponse:
    """A file that came with a message."""
    name, path = queries.file(viewer(request), message, document)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _detail(
    request: HttpRequest, who: Viewer, ref: str, form: SayForm, status: int = 200
) -> HttpResponse:
    found = queries.case(who, ref)
    side = contracts.side_of(who, found.contract)
    says, tone = showing.state(found)
    context = {
        "case": found,
        "state": says,
        "tone": tone,
        "events": showing.events(queries.messages(who, found)),
        "clocks": showing.clocks(running(found, who.at)),
        "verdicts": [
            (one, disputable(who, one.row))
            for one in showing.verdicts(queries.standing(who, found))
        ],
        "form": form,
        "buttons": showing.buttons(found, side) if may(who, "case.write") else [],
        "yours": is_turn(found.state, side),
        **_passing_on(who, found, side),
    }
    return render(request, "cases/detail.html", context, status=status)


def _passing_on(who: Viewer, found: Case, side: Any) -> dict[str, object]:
    """Colleagues and cases that it can go to, when there are any."""
    if found.state not in LIVE or not may(who, "case.write"):
        return {}
    others = queries.of_contract(who, found.contract).exclude(pk=found.pk)
    others = others.filter(state__in=LIVE, opened_side=found.opened_side)
    people = queries.colleagues(who, found).exclude(person=found.handler)
    can_hand = can(found.state, "hand_over", side) and people.exists()
    return {
        "hand_over": HandOverForm(people) if can_hand else None,
        "merge": MergeForm(others) if others.exists() else None,
    }


def _told(request: HttpRequest, who: Viewer, contract: Contract, given: dict[str, Any]) -> Told:
    """The words with the files that came beside them, which belong to the seller."""
    files = [
        receive(
            by=who, at=who.at, owner=contract.seller, kind="case_file", name=one.name or "",
            chunks=one.chunks(),
        )
        for one in request.FILES.getlist("papers")
    ]  # fmt: skip
    return Told(given["text"], files, given["key"])
