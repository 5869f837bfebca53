"""A seller changes firms: every return held by exactly one, then the old firm's access ends."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.engines.exits import Held
from pilotage.kernel import places
from pilotage.kernel.errors import PilotageError
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.exits import actions, handing, queries
from pilotage.platform.exits.models import Handover, HandoverState
from pilotage.platform.exits.steps import steps
from pilotage.web.exits.forms import HandOverForm
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer

_UNION = Text("欧盟一站式申报", "EU One-Stop-Shop")


@dataclass(frozen=True, slots=True)
class Shown:
    """One return with whoever files it, in words."""

    held: Held
    place: Text
    form: str
    by: list[Text]
    chosen: str


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Begin one."""
    who = viewer(request)
    check_may(who, "exit.hand_over")
    contracts = queries.leavable(who)
    form = HandOverForm(contracts, timezone.localdate(who.at), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_handover(by=who, at=who.at, **form.cleaned_data)
        except PilotageError as error:
            form.add_error(None, in_words(error))
        else:
            return redirect("exits:handover", made.ref)
    context = {"form": form, "contracts": contracts}
    return render(request, "exits/new.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Who files what until when, and what is still to be done."""
    who = viewer(request)
    row = queries.handover(who, ref)
    held = handing.held(who, row)
    names = _names(row)
    context = {
        "row": row,
        "returns": [_shown(one, names, row.chosen) for one in held],
        "open": sum(one.is_gap or one.is_overlap for one in held),
        "steps": steps(who, row, held),
        "choices": [(name, says) for name, says in names.items()],
        "may_act": may(who, "exit.hand_over") and row.state == HandoverState.OPEN,
    }
    return render(request, "exits/handover.html", context)


@require_POST
@signed_in
def choose(request: HttpRequest, ref: str) -> HttpResponse:
    """One return to one of them."""
    who, asked = viewer(request), request.POST
    actions.choose(by=who, at=who.at, ref=ref, duty=asked.get("duty", ""), who=asked.get("who", ""))
    return redirect("exits:handover", ref)


@require_POST
@signed_in
def finish(request: HttpRequest, ref: str) -> HttpResponse:
    """The old firm's access ends."""
    who = viewer(request)
    actions.finish_handover(by=who, at=who.at, ref=ref)
    says = Text(
        "交接完成，原服务商的授权已全部收回。", "Handed over; the old firm's grants have ended."
    )
    messages.success(request, say(says))
    return redirect("exits:handover", ref)


@require_POST
@signed_in
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Stay after all."""
    who = viewer(request)
    actions.withdraw_handover(by=who, at=who.at, ref=ref)
    messages.success(request, say(Text("已撤回交接。", "The hand-over was withdrawn.")))
    return redirect("exits:handover", ref)


def _names(row: Handover) -> dict[str, Text]:
    theirs = {handing.SUCCESSOR: row.successor.partner.name} if row.successor else {}
    own = {handing.SELF: Text("卖家自己", "the seller itself")}
    return {handing.LEAVING: row.contract.partner.name, **theirs, **own}


def _shown(held: Held, names: dict[str, Text], chosen: dict[str, str]) -> Shown:
    duty = held.duty
    place = _UNION if duty.place == "EU" else places.name(duty.place)
    _, form, _ = duty.key.split("/")
    return Shown(held, place, form, [names[n] for n in held.by], chosen.get(duty.key, ""))
