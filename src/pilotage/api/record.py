"""Looks into registers, people, marks, boards and scorecards over the API; and the public rules."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from pilotage.api.certification import CredentialOut, Words, credential_out
from pilotage.api.days import Day
from pilotage.api.listed import Found, Pair, Reason, Ruling
from pilotage.kernel.text import Text
from pilotage.platform.certification import actions, badge, queries, scorecard
from pilotage.platform.certification.models import Mark
from pilotage.platform.certification.requirements import Version, book
from pilotage.web.viewer import viewer

router = Router(tags=["certification · 资质认证"])


class LookIn(Schema):
    """`status`: stands, on_hold, struck, ended or not_found."""

    where: str
    status: Found
    seen: str


class LookOut(Schema):
    ref: str
    where: str
    status: str
    seen: str
    at: datetime


class DetailsIn(Schema):
    details: dict[str, str] = Field(default_factory=dict)
    surveillance_due: Day | None = None


class HowIn(Schema):
    how: str


class StaffOut(Schema):
    ref: str
    name: str
    identified_at: datetime | None


class LostOut(Schema):
    """Services that were listed by the person's evidence and by nothing else: category and country."""

    lost: list[Pair]


class MarkIn(Schema):
    code: Reason
    reason: Words


class MarkOut(Schema):
    ref: str
    code: str
    reason: Words
    at: datetime
    until: datetime
    lifted_at: datetime | None


class LiftIn(Schema):
    why: str


class BoardIn(Schema):
    """`outcome`: keep or suspend."""

    outcome: Ruling
    reason: Words


class BoardOut(Schema):
    ref: str
    outcome: str
    decided_at: datetime | None


class FiguresOut(Schema):
    """Shares of the window; null where there was nothing to share."""

    n: int
    kept: Decimal | None
    corrected: Decimal | None
    disputes: Decimal | None


class RecordOut(Schema):
    """`band` is unknown until there are enough outcomes."""

    partner: str
    band: str
    since: datetime | None
    fit_weeks: int
    figures: FiguresOut
    marks: list[MarkOut]
    board: BoardOut | None


class RequirementOut(Schema):
    code: str
    kinds: list[str]
    categories: list[str]
    countries: list[str]
    source: str
    checked_on: date | None
    confidence: str


class TermOut(Schema):
    kind: str
    name: str
    value: list[str] | int | str
    source: str
    checked_on: date | None
    confidence: str


class VersionOut(Schema):
    version: str
    begins: datetime
    announced: date | None
    accepts_old_until: datetime | None
    requirements: list[RequirementOut]
    terms: list[TermOut]


class BadgeOut(Schema):
    version: str
    begins: datetime
    announced: date
    months_in_programme: int
    services_listed: int
    engagements_rated: int
    mean_quality: Decimal
    requests_asked: int
    answered_in_time: Decimal
    weeks_kept: int
    weeks_of: int


class RulesOut(Schema):
    """In force first, then what is announced."""

    requirements: list[VersionOut]
    badge: list[BadgeOut]
    scorecard: str


@router.get("/rules", response=RulesOut)
def certification_rules(request: HttpRequest) -> RulesOut:
    """Everything by which firms are listed and badged."""
    at = viewer(request).at
    in_force = badge.in_force(at)
    badges = [*([in_force] if in_force else []), *badge.coming(at)]
    return RulesOut(
        requirements=[_version(one) for one in (*book().accepted(at), *book().coming(at))],
        badge=[BadgeOut.from_orm(one) for one in badges],
        scorecard=scorecard.in_force(at).version,
    )


@router.get("/partners/{ref}/record", response=RecordOut)
def record(request: HttpRequest, ref: str) -> RecordOut:
    """Band, figures, marks and board: for the firm itself and the programme."""
    who = viewer(request)
    firm = queries.partner(who, ref)
    card, board = queries.card(who, firm), queries.board(who, firm)
    rules = scorecard.in_force(who.at)
    found = scorecard.figures(queries.weeks(who, firm)[-rules.window :])
    return RecordOut(
        partner=firm.ref,
        band=card.band if card else "unknown",
        since=card.since if card else None,
        fit_weeks=card.fit_weeks if card else 0,
        figures=FiguresOut.from_orm(found),
        marks=[_mark(one) for one in queries.marks(who, firm)],
        board=BoardOut.from_orm(board) if board else None,
    )


@router.post("/credentials/{ref}/look", response={201: LookOut})
def look_up(request: HttpRequest, ref: str, given: LookIn) -> Status[LookOut]:
    """Somebody of the programme looked into a register."""
    who = viewer(request)
    kept = actions.note_register_check(
        by=who, at=who.at, ref=ref, register=given.where, status=given.status, seen=given.seen
    )
    looked = LookOut(
        ref=kept.ref, where=kept.register, status=kept.status, seen=kept.seen, at=kept.at
    )
    return Status(201, looked)


@router.post("/credentials/{ref}/details", response=CredentialOut)
def complete_credential(request: HttpRequest, ref: str, given: DetailsIn) -> CredentialOut:
    """The firm adds what a paper says and was not typed."""
    who = viewer(request)
    return credential_out(actions.complete_details(by=who, at=who.at, ref=ref, **given.dict()))


@router.post("/staff/{ref}/identify", response=StaffOut)
def identify_staff(request: HttpRequest, ref: str, given: HowIn) -> StaffOut:
    """The programme saw who it is."""
    who = viewer(request)
    return StaffOut.from_orm(actions.identify_staff(by=who, at=who.at, ref=ref, how=given.how))


@router.post("/staff/{ref}/left", response=LostOut)
def staff_left(request: HttpRequest, ref: str) -> LostOut:
    """The person is with the firm no longer."""
    who = viewer(request)
    return LostOut(lost=sorted(actions.staff_left(by=who, at=who.at, ref=ref)))


@router.post("/partners/{ref}/marks", response={201: MarkOut})
def put_mark(request: HttpRequest, ref: str, given: MarkIn) -> Status[MarkOut]:
    who = viewer(request)
    reason = Text(given.reason.zh, given.reason.en)
    made = actions.put_mark(by=who, at=who.at, partner_ref=ref, code=given.code, reason=reason)
    return Status(201, _mark(made))


@router.post("/marks/{ref}/lift", response=MarkOut)
def lift_mark(request: HttpRequest, ref: str, given: LiftIn) -> MarkOut:
    who = viewer(request)
    return _mark(actions.lift_mark(by=who, at=who.at, ref=ref, why=given.why))


@router.post("/boards/{ref}/decide", response=BoardOut)
def decide_board(request: HttpRequest, ref: str, given: BoardIn) -> BoardOut:
    who = viewer(request)
    reason = Text(given.reason.zh, given.reason.en)
    return BoardOut.from_orm(
        actions.decide_board(by=who, at=who.at, ref=ref, outcome=given.outcome, reason=reason)
    )


def _mark(one: Mark) -> MarkOut:
    return MarkOut(
        ref=one.ref,
        code=one.code,
        reason=Words(zh=one.reason_zh, en=one.reason_en),
        at=one.at,
        until=one.until,
        lifted_at=one.lifted_at,
    )


def _version(one: Version) -> VersionOut:
    return VersionOut(
        version=one.name,
        begins=one.begins,
        announced=one.announced,
        accepts_old_until=one.accepts_old_until,
        requirements=[
            RequirementOut(
                code=r.code,
                kinds=list(r.kinds),
                categories=sorted(r.categories),
                countries=sorted(r.countries - r.but),
                source=r.source,
                checked_on=r.checked_on,
                confidence=r.confidence,
            )
            for r in one.requirements
        ],
        terms=[
            TermOut(
                kind=g.kind,
                name=g.value,
                value=g.says,
                source=g.source,
                checked_on=g.checked_on,
                confidence=g.confidence,
            )
            for g in one.grounds
        ],
    )
