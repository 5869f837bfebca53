"""The process before a contract: five steps, whose move it is, the clock, and what was said and signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.telling import needs_text
from pilotage.platform.onboarding import actions, intake_clock, intakes
from pilotage.platform.onboarding import intake as rules
from pilotage.platform.onboarding.intake import EVENTS, MOVES, NAMES, SIDES, STEP_OF, STEPS, State
from pilotage.platform.onboarding.models import Intake, IntakeMove
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer

PER_PAGE = 20
MOST = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One process in a list or on its page."""

    intake: Intake
    about: Text
    other: Text
    now: Text
    tone: str
    move: Text | None
    is_mine: bool
    clock: intake_clock.Clock
    days: dict[str, str]


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step: done, under way, or to come; and since when."""

    name: Text
    stands: str
    at: datetime | None


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Every process of the viewer's firm, or all for the programme; and the requests one can begin with."""
    who = viewer(request)
    page = Paginator(intakes.intakes(who), PER_PAGE).get_page(request.GET.get("page"))
    begins = () if who.is_operator else intakes.startable(who)[:MOST]
    context = {
        "page": page,
        "rows": [_row(who, one) for one in page],
        "begins": [(one, needs_text(one.request.needs)) for one in begins],
        "may_begin": may(who, "intake.move"),
    }
    return render(request, "onboarding/intakes.html", context)


@require_POST
@signed_in
def begin(request: HttpRequest, ref: str) -> HttpResponse:
    """Under an accepted request."""
    who = viewer(request)
    made = actions.begin(by=who, at=who.at, referral=ref)
    return redirect("intakes:detail", made.ref)


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Steps, clock, the next move for whoever has it, and what happened."""
    who = viewer(request)
    found = intakes.intake(who, ref)
    moves, state = list(found.moves.all()), State(found.state)
    words = rules.words(found.words)
    signing = words.signed(state) if rules.can(state, "sign", intakes.side_of(who)) else None
    context = {
        "row": _row(who, found),
        "steps": _steps(found, moves),
        "moves": [_said(who, move) for move in moves],
        "can": intakes.open_to(who, found),
        "papers": list(words.papers.items()),
        "signing": signing,
        "seen": rules.hash_of(signing) if signing else "",
        "is_owner": may(who, "contract.sign"),
        "promised": rules.working_days(),
    }
    return render(request, "onboarding/intake.html", context)


@require_POST
@signed_in
def move(request: HttpRequest, ref: str) -> HttpResponse:
    """`event` says which."""
    who, typed = viewer(request), request.POST
    try:
        made = actions.move(
            by=who, at=who.at, ref=ref, event=typed.get("event", ""), note=typed.get("note", ""),
            papers=typed.getlist("papers"), seen=typed.get("seen", ""),
        )  # fmt: skip
        messages.success(request, say(NAMES[made.state]))
    except (Invalid, WrongState) as refused:
        if refused.code == "NO_SUCH_MOVE":
            raise
        messages.error(request, in_words(refused))
    return redirect("intakes:detail", ref)


def _row(who: Viewer, found: Intake) -> Row:
    moves = list(found.moves.all())
    clock = intake_clock.clock(found, moves, who.at)
    state = State(found.state)
    mover = MOVES.get(state)
    asked = found.referral.request
    both = Text("{seller} — {partner}", "{seller} — {partner}").with_(
        seller=asked.seller.name, partner=found.referral.partner.name
    )
    other = found.referral.partner.name if who.is_seller else asked.seller.name
    tone = "good" if state is State.PROPOSED else "off" if state is State.STOPPED else "wait"
    return Row(
        intake=found,
        about=needs_text(asked.needs),
        other=both if who.is_operator else other,
        now=NAMES[state],
        tone="bad" if clock.late and mover else tone,
        move=SIDES[mover] if mover else None,
        is_mine=mover == intakes.side_of(who),
        clock=clock,
        days={side: f"{seconds / clock.day:.1f}" for side, seconds in clock.used.items()}
        | {"counted": f"{clock.counted / clock.day:.1f}"},
    )


def _steps(found: Intake, moves: list[IntakeMove]) -> list[StepShown]:
    now = STEP_OF.get(State(found.state))
    done = {STEP_OF[State(move.state)]: move.at for move in moves if move.event != "stop"}
    shown, reached = [], found.state == State.PROPOSED
    order = list(STEPS)
    stopped = STEP_OF[State(moves[-1].state)] if found.state == State.STOPPED else None
    at_step = order.index(now or stopped or order[-1]) + (1 if reached else 0)
    for number, step in enumerate(order):
        stands = "done" if number < at_step else "now" if step is now else "later"
        shown.append(StepShown(STEPS[step], stands, done.get(step) if stands == "done" else None))
    return shown


def _said(who: Viewer, move: IntakeMove) -> tuple[IntakeMove, Text, Text, bool]:
    return move, EVENTS[move.event], SIDES[move.side], intakes.is_withheld(who, move)  # type: ignore[index]
