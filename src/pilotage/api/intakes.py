"""The process before a contract over the API: whose move it is, the working days it took, and each side's moves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from pilotage.api.failures import InBothOut
from pilotage.api.paging import Offset, page
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.onboarding import actions, intake_clock, intakes
from pilotage.platform.onboarding import intake as rules
from pilotage.platform.onboarding.intake import MOVES, NAMES, State
from pilotage.platform.onboarding.models import Intake, IntakeMove
from pilotage.web.viewer import viewer

router = Router(tags=["before the contract · 对接流程"])


class BeginIn(Schema):
    """`referral`: an accepted request of yours."""

    referral: str = Field(max_length=20)


class MoveIn(Schema):
    """`event`: one of `can`. `papers` for `hand_in`: each asked for; `seen` for `sign`: `signing.sha256`; `note`: words."""

    event: str = Field(max_length=12)
    note: str = Field("", max_length=4000)
    papers: list[str] = Field([], max_length=50)
    seen: str = Field("", max_length=64)


class IntakeClockOut(Schema):
    """`counted`: working seconds of partner and programme; the seller's own do not count. `due` is null while it stands."""

    state: str
    due: datetime | None
    late: bool
    promised_days: int
    seconds_a_day: int
    seconds_seller: int
    seconds_partner: int
    seconds_operator: int


class IntakeOut(Schema):
    """`turn`: who has the move; `can`: the moves open to you now."""

    ref: str
    referral: str
    seller: str
    partner: str
    state: str
    says: InBothOut
    turn: str | None
    can: list[str]
    opened_at: datetime
    ended_at: datetime | None
    clock: IntakeClockOut


class SigningOut(Schema):
    """The words to be signed now; a signature names their SHA-256."""

    sha256: str
    words: InBothOut


class AskedPaperOut(Schema):
    name: str
    says: InBothOut


class IntakeMoveOut(Schema):
    """`note` is null where its words are for the two at the table alone."""

    event: str
    side: str
    state: str
    papers: list[str]
    note: str | None
    signed: str
    by: str
    at: datetime


class IntakeWhole(IntakeOut):
    papers: list[AskedPaperOut]
    signing: SigningOut | None
    moves: list[IntakeMoveOut]


@router.get("", response=list[IntakeOut])
def intakes_listed(request: HttpRequest, offset: Offset = 0) -> list[IntakeOut]:
    """Those of your organisation, or all for the programme; the newest first, fifty from `offset` on."""
    who = viewer(request)
    if not who.is_seller and not who.is_partner:
        check_may(who, "intake.check")
    return [IntakeOut(**_intake(who, one)) for one in page(intakes.intakes(who), offset)]


@router.post("", response={201: IntakeWhole})
def begin_intake(request: HttpRequest, given: BeginIn) -> Status[IntakeWhole]:
    """Under an accepted request, once."""
    who = viewer(request)
    made = actions.begin(by=who, at=who.at, referral=given.referral)
    return Status(201, _whole(who, made.ref))


@router.get("/{ref}", response=IntakeWhole)
def intake_shown(request: HttpRequest, ref: str) -> IntakeWhole:
    """With what is asked for, what is to be signed, and what happened."""
    return _whole(viewer(request), ref)


@router.post("/{ref}/moves", response=IntakeWhole)
def move_intake(request: HttpRequest, ref: str, given: MoveIn) -> IntakeWhole:
    """One move of your side."""
    who = viewer(request)
    actions.move(by=who, at=who.at, ref=ref, **given.model_dump())
    return _whole(who, ref)


def _intake(who: Viewer, one: Intake) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "referral": one.referral.ref,
        "seller": one.referral.request.seller.ref,
        "partner": one.referral.partner.ref,
        "state": one.state,
        "says": InBothOut.of(NAMES[one.state]),
        "turn": MOVES.get(State(one.state)),
        "can": sorted(intakes.open_to(who, one)),
        "opened_at": one.opened_at,
        "ended_at": one.ended_at,
        "clock": _clock(who, one),
    }


def _clock(who: Viewer, one: Intake) -> IntakeClockOut:
    found = intake_clock.clock(one, list(one.moves.all()), who.at)
    used = {f"seconds_{side}": seconds for side, seconds in found.used.items()}
    return IntakeClockOut(
        state=found.state, due=found.due, late=found.late, promised_days=rules.working_days()[0],
        seconds_a_day=found.day, **used,
    )  # fmt: skip


def _whole(who: Viewer, ref: str) -> IntakeWhole:
    one = intakes.intake(who, ref)
    words, state = rules.words(one.words), State(one.state)
    signing = words.signed(state) if "sign" in intakes.open_to(who, one) else None
    return IntakeWhole(
        **_intake(who, one),
        papers=[
            AskedPaperOut(name=name, says=InBothOut.of(says)) for name, says in words.papers.items()
        ],
        signing=signing and SigningOut(sha256=rules.hash_of(signing), words=InBothOut.of(signing)),
        moves=[_move(who, move) for move in one.moves.all()],
    )


def _move(who: Viewer, one: IntakeMove) -> IntakeMoveOut:
    return IntakeMoveOut(
        event=one.event, side=one.side, state=one.state, papers=one.papers,
        note=None if intakes.is_withheld(who, one) else one.note, signed=one.signed, by=one.by_name, at=one.at,
    )  # fmt: skip
