"""Marks over the API: the portfolio, what offices did, deadlines, Brand Registry, ceilings of services."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, File, Router, Schema, Status, UploadedFile
from pydantic import StrictBool

from pilotage.api.days import Day
from pilotage.api.examples import such_as
from pilotage.api.listed import Office
from pilotage.api.paging import Offset, page
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.brand import actions, queries
from pilotage.platform.brand.deadlines import Deadline
from pilotage.platform.brand.models import Mark
from pilotage.platform.brand.services import services
from pilotage.web.uploads import kept
from pilotage.web.viewer import viewer

router = Router(tags=["brand · 品牌保护"])


class TradeMarkIn(Schema):
    """`sign` exactly as registered; `office` and what it means: codes such as USPTO, EUIPO, CNIPA."""

    model_config = such_as(
        sign="LANJING", office="EUIPO", status="registered", classes="9, 25", registration_number="018000001",
        filed_on="2024-06-03", registered_on="2024-11-18",
    )  # fmt: skip
    sign: str = Field(max_length=200)
    office: Office
    status: Literal["planned", "pending", "registered", "ended"]
    form: Literal["word", "combined", "image"] = "word"
    classes: str = ""
    application_number: str = ""
    registration_number: str = ""
    is_supplemental: StrictBool = False
    filed_on: Day | None = None
    registered_on: Day | None = None
    owner: str = ""
    attorney: str = ""
    attorney_number: str = ""


class TradeMarkOut(Schema):
    """A mark as it is kept."""

    ref: str
    sign: str
    office: str
    status: str
    form: str
    classes: str
    application_number: str
    registration_number: str
    is_supplemental: bool
    filed_on: date | None
    registered_on: date | None
    owner: str
    attorney: str
    attorney_number: str
    added_at: datetime


class TradeMarkEventIn(Schema):
    """`event` and `facts` as `pilotage marks docket` has them; `on` is the office's own day."""

    event: str = Field(max_length=40)
    on: Day
    facts: dict[str, str | int] = {}


class TradeMarkEventOut(Schema):
    ref: str
    event: str
    on: date
    facts: dict[str, Any]


class TradeMarkDeadlineOut(Schema):
    """One deadline: `day` is legal at the office, `end_cn` its last second in China time."""

    mark: str
    event: str
    name: str
    day: date
    end_cn: datetime
    opens: date | None
    extendable_to: date | None
    grace_until: date | None
    rule: str
    source: str
    unverified: bool
    is_settled: bool


class DeadlineGapOut(Schema):
    """An event from which no deadline can be counted, and why."""

    event: str
    why_zh: str
    why_en: str


class ReadinessOut(Schema):
    """One requirement of Brand Registry: `ok`, `missing`, or to be asked at Amazon (`ask`)."""

    code: str
    standing: str
    asks_zh: str
    asks_en: str
    says_zh: str
    says_en: str
    source: str
    unverified: bool


class TradeMarkWhole(TradeMarkOut):
    events: list[TradeMarkEventOut]
    deadlines: list[TradeMarkDeadlineOut]
    gaps: list[DeadlineGapOut]


class ImportedOut(Schema):
    """How many marks are new, how many were here already."""

    new: int
    known: int


class MarkSettledIn(Schema):
    """`name` is the deadline's."""

    name: str = Field(max_length=40)
    note: str = ""


class ServiceCapOut(Schema):
    """A ceiling to compare quotes by; official fees come on top."""

    code: str
    name_zh: str
    name_en: str
    amount: str
    currency: str
    unit_zh: str
    unit_en: str
    source: str
    unverified: bool


@router.get("/marks", response=list[TradeMarkOut])
def trade_marks(request: HttpRequest, offset: Offset = 0) -> list[Mark]:
    """Your portfolio, the newest first, fifty from `offset` on."""
    return page(queries.marks(viewer(request)), offset)


@router.post("/marks", response={201: TradeMarkWhole})
def add_trade_mark(request: HttpRequest, given: TradeMarkIn) -> Status[TradeMarkWhole]:
    who = viewer(request)
    made = actions.add_mark(by=who, at=who.at, given=given.dict())
    return Status(201, _whole(who, made.ref))


@router.post("/marks/import", response=ImportedOut)
def import_trade_marks(request: HttpRequest, file: File[UploadedFile]) -> ImportedOut:
    """A CSV of marks, all or none; the first line that cannot be used is named."""
    who = viewer(request)
    check_may(who, "brand.keep")
    document = kept(who, "mark_portfolio", file)
    new, known = actions.import_marks(by=who, at=who.at, document=document)
    return ImportedOut(new=new, known=known)


@router.get("/marks/{ref}", response=TradeMarkWhole)
def trade_mark(request: HttpRequest, ref: str) -> TradeMarkWhole:
    """With its events, deadlines and the events of which no deadline can be counted."""
    return _whole(viewer(request), ref)


@router.put("/marks/{ref}", response=TradeMarkWhole)
def change_trade_mark(request: HttpRequest, ref: str, given: TradeMarkIn) -> TradeMarkWhole:
    """Its facts anew; events stay."""
    who = viewer(request)
    actions.change_mark(by=who, at=who.at, ref=ref, given=given.dict())
    return _whole(who, ref)


@router.delete("/marks/{ref}", response={204: None})
def retire_trade_mark(request: HttpRequest, ref: str) -> Status[None]:
    """Out of the portfolio."""
    who = viewer(request)
    actions.retire(by=who, at=who.at, ref=ref)
    return Status(204, None)


@router.post("/marks/{ref}/events", response={201: TradeMarkWhole})
def note_mark_event(
    request: HttpRequest, ref: str, given: TradeMarkEventIn
) -> Status[TradeMarkWhole]:
    """Something that the office did; the same again changes nothing."""
    who = viewer(request)
    actions.note_event(
        by=who, at=who.at, ref=ref, event=given.event, on=given.on, facts=given.facts
    )
    return Status(201, _whole(who, ref))


@router.delete("/events/{ref}", response=TradeMarkWhole)
def take_mark_event_away(request: HttpRequest, ref: str) -> TradeMarkWhole:
    """It was entered by mistake."""
    who = viewer(request)
    found = actions.take_event_away(by=who, at=who.at, ref=ref)
    return _whole(who, found.mark.ref)


@router.post("/events/{ref}/settled", response=TradeMarkWhole)
def settle_mark_deadline(request: HttpRequest, ref: str, given: MarkSettledIn) -> TradeMarkWhole:
    """The act was done; no reminder any more."""
    who = viewer(request)
    made = actions.settle(by=who, at=who.at, ref=ref, name=given.name, note=given.note)
    return _whole(who, made.event.mark.ref)


@router.get("/marks/{ref}/readiness", response=list[ReadinessOut])
def mark_readiness(request: HttpRequest, ref: str, brand: str | None = None) -> list[ReadinessOut]:
    """What Brand Registry would miss; `brand` is the name as it would be typed there."""
    who = viewer(request)
    points = queries.readiness(who, queries.mark(who, ref), brand)
    return [
        ReadinessOut(
            code=one.code, standing=one.standing, asks_zh=one.asks.zh, asks_en=one.asks.en,
            says_zh=one.says.zh, says_en=one.says.en, source=one.source, unverified=one.unverified,
        )
        for one in points
    ]  # fmt: skip


@router.get("/deadlines", response=list[TradeMarkDeadlineOut])
def mark_deadlines(request: HttpRequest, offset: Offset = 0) -> list[TradeMarkDeadlineOut]:
    """Those of the portfolio that can still be met, the nearest first, fifty from `offset` on."""
    return [_deadline(one) for one in page(queries.running(viewer(request)), offset)]


@router.get("/services", response=list[ServiceCapOut])
def mark_services(request: HttpRequest) -> list[ServiceCapOut]:
    """The menu with its ceilings, each with its source."""
    check_may(viewer(request), "brand.keep")
    return [
        ServiceCapOut(
            code=one.code, name_zh=one.says.zh, name_en=one.says.en, amount=str(one.cap.amount),
            currency=one.cap.currency, unit_zh=one.unit.zh, unit_en=one.unit.en, source=one.source,
            unverified=one.unverified,
        )
        for one in services()
    ]  # fmt: skip


def _whole(who: Viewer, ref: str) -> TradeMarkWhole:
    row = queries.mark(who, ref)
    deadlines, gaps = queries.deadlines_of(who, row)
    return TradeMarkWhole(
        **{name: getattr(row, name) for name in TradeMarkOut.model_fields},
        events=[TradeMarkEventOut.from_orm(one) for one in queries.events(who, row)],
        deadlines=[_deadline(one) for one in deadlines],
        gaps=[DeadlineGapOut(event=g.event.ref, why_zh=g.why.zh, why_en=g.why.en) for g in gaps],
    )


def _deadline(one: Deadline) -> TradeMarkDeadlineOut:
    return TradeMarkDeadlineOut(
        mark=one.event.mark.ref, event=one.event.ref, name=one.code, day=one.day, end_cn=one.end_cn,
        opens=one.opens, extendable_to=one.extendable_to, grace_until=one.grace_until, rule=one.rule,
        source=one.source, unverified=one.unverified, is_settled=one.settled is not None,
    )  # fmt: skip
