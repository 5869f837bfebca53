"""Disputes over the API: read, say, show, settle, put to the programme, decide. A thing is disputed where it is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import File, Router, Schema, UploadedFile

from pilotage.api.days import Moment
from pilotage.api.listed import Ground
from pilotage.api.paging import Offset, page
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import actions as cases
from pilotage.platform.disputes import actions, queries
from pilotage.platform.disputes.models import Dispute
from pilotage.web.uploads import kept
from pilotage.web.viewer import viewer

router = Router(tags=["disputes · 争议"])
Outcome = Literal["upheld", "partly", "refused"]


class DisputeIn(Schema):
    """A ground from the closed list, and what is wrong."""

    ground: Ground
    text: str


class TextIn(Schema):
    text: str


class SettlementIn(TextIn):
    outcome: Outcome


class SettlementSeenIn(Schema):
    """When the proposal that is agreed to was made (`settlement.at`)."""

    seen: Moment


class MessageIn(Schema):
    """A message of a case under the same contract (`msg_…`)."""

    message: str


class RulingIn(Schema):
    """The reasons in Chinese are needed; both sides read them."""

    outcome: Outcome
    reasons_zh: str
    reasons_en: str = ""


class DisputeStandingOut(Schema):
    ref: str
    contract: str
    subject_kind: str
    subject_ref: str
    about_zh: str
    about_en: str
    ground: str
    state: str
    opened_side: str
    opened_at: datetime
    answer_by: datetime
    escalate_by: datetime
    decide_by: datetime | None
    provisional: bool
    outcome: str


class StatementOut(Schema):
    side: str
    text: str
    made_at: datetime


class EvidenceOut(Schema):
    ref: str
    side: str
    name: str
    sha256: str
    message_ref: str
    message_text: str


class SettlementOut(Schema):
    side: str
    outcome: str
    text: str
    at: datetime


class DisputeOut(DisputeStandingOut):
    """`settlement` is for the two parties only."""

    statements: list[StatementOut]
    evidence: list[EvidenceOut]
    settlement: SettlementOut | None
    reasons_zh: str
    reasons_en: str
    ended_at: datetime | None


@router.get("/", response=list[DisputeStandingOut])
def disputes(request: HttpRequest, offset: Offset = 0) -> list[dict[str, Any]]:
    """The latest 50 from `offset` on; the programme's are those put to it."""
    found = page(queries.disputes(viewer(request)), offset)
    return [standing(one) for one in found]


@router.get("/{ref}", response=DisputeOut)
def dispute(request: HttpRequest, ref: str) -> dict[str, Any]:
    return _whole(viewer(request), ref)


@router.post("/{ref}/say", response=DisputeOut)
def say_in_dispute(request: HttpRequest, ref: str, given: TextIn) -> dict[str, Any]:
    """A statement; the other side's first answers the dispute."""
    who = viewer(request)
    actions.say(by=who, at=who.at, ref=ref, text=given.text)
    return _whole(who, ref)


@router.post("/{ref}/files", response=DisputeOut)
def show_file_in_dispute(
    request: HttpRequest, ref: str, file: File[UploadedFile]
) -> dict[str, Any]:
    """A file put before it."""
    who = viewer(request)
    check_may(who, "dispute.argue")
    found = queries.dispute(who, ref)
    actions.show_file(by=who, at=who.at, ref=found.ref, document=kept(who, "evidence", file))
    return _whole(who, ref)


@router.post("/{ref}/messages", response=DisputeOut)
def show_message_in_dispute(request: HttpRequest, ref: str, given: MessageIn) -> dict[str, Any]:
    """A message of a case put before it, with its words."""
    who = viewer(request)
    cases.show_in_dispute(by=who, at=who.at, message=given.message, dispute=ref)
    return _whole(who, ref)


@router.post("/{ref}/escalate", response=DisputeOut)
def escalate_dispute(request: HttpRequest, ref: str) -> dict[str, Any]:
    """Put it to the programme: once answered, or after the time to answer."""
    who = viewer(request)
    actions.escalate(by=who, at=who.at, ref=ref)
    return _whole(who, ref)


@router.post("/{ref}/propose", response=DisputeOut)
def propose_settlement(request: HttpRequest, ref: str, given: SettlementIn) -> dict[str, Any]:
    who = viewer(request)
    actions.propose(by=who, at=who.at, ref=ref, outcome=given.outcome, text=given.text)
    return _whole(who, ref)


@router.post("/{ref}/settle", response=DisputeOut)
def settle_dispute(request: HttpRequest, ref: str, given: SettlementSeenIn) -> dict[str, Any]:
    """Agree to the other side's proposal."""
    who = viewer(request)
    actions.settle(by=who, at=who.at, ref=ref, seen=given.seen)
    return _whole(who, ref)


@router.post("/{ref}/withdraw", response=DisputeOut)
def withdraw_dispute(request: HttpRequest, ref: str) -> dict[str, Any]:
    who = viewer(request)
    actions.withdraw(by=who, at=who.at, ref=ref)
    return _whole(who, ref)


@router.post("/{ref}/decide", response=DisputeOut)
def decide_dispute(request: HttpRequest, ref: str, given: RulingIn) -> dict[str, Any]:
    """The programme's decision; what follows for the thing happens with it."""
    who = viewer(request)
    actions.decide(by=who, at=who.at, ref=ref, **given.dict())
    return _whole(who, ref)


def standing(one: Dispute) -> dict[str, Any]:
    """How a dispute stands, as JSON."""
    names = DisputeStandingOut.model_fields.keys() - {"contract"}
    return {"contract": one.contract.ref, **{name: getattr(one, name) for name in names}}


def _whole(who: Viewer, ref: str) -> dict[str, Any]:
    found = queries.dispute(who, ref)
    return {
        **standing(found),
        "statements": list(found.statements.all()),
        "evidence": list(found.evidence.all()),
        "settlement": queries.settlement(who, found),
        "reasons_zh": found.reasons_zh,
        "reasons_en": found.reasons_en,
        "ended_at": found.ended_at,
    }
