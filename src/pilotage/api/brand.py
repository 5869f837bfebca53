"""Brand protection over the API: marks and deadlines, registers, clearance, reports compared, watch, alerts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile

from pilotage.api.paging import Offset, page
from pilotage.kernel.money import Money
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.brand import actions, queries
from pilotage.platform.brand.case_file import opposition
from pilotage.platform.brand.deadlines import Deadline
from pilotage.platform.brand.models import Alert, BrandWork, Mark, RegisterFile
from pilotage.platform.brand.services import services
from pilotage.web.uploads import kept
from pilotage.web.viewer import viewer

router = Router(tags=["brand · 品牌保护"])


class TradeMarkIn(Schema):
    """`sign` exactly as registered; `office` and what it means: codes such as USPTO, EUIPO, CNIPA."""

    sign: str = Field(max_length=200)
    office: str = Field(max_length=10)
    status: Literal["planned", "pending", "registered", "ended"]
    form: Literal["word", "combined", "image"] = "word"
    classes: str = ""
    application_number: str = ""
    registration_number: str = ""
    is_supplemental: bool = False
    filed_on: date | None = None
    registered_on: date | None = None
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
    on: date
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


class TradeMarkRegisterOut(Schema):
    """`rows` stays empty until the worker has read it; `facts` say what is in it."""

    ref: str
    file: str
    sha256: str
    office: str
    rows: int | None
    facts: dict[str, Any]
    added_at: datetime
    reading: str | None


class ClearanceIn(Schema):
    register_ref: str
    name: str
    classes: str = ""


class MarkWatchIn(Schema):
    register_ref: str


class BrandWorkOut(Schema):
    """Work on a register; `result` once `state` is `done`, `error` why there is none."""

    ref: str
    kind: str
    state: str
    done: int
    total: int
    register_ref: str
    asked: dict[str, Any]
    result: dict[str, Any] | None
    error: dict[str, Any] | None
    started_at: datetime
    ended_at: datetime | None


class TradeMarkAlertOut(Schema):
    """A new filing near a mark: its factors, never a verdict. `opposition` where the register gives a publication."""

    ref: str
    mark: str
    filing: str
    filed: dict[str, Any]
    factors: dict[str, float]
    state: str
    why: str
    case: str
    found_at: datetime
    opposition: dict[str, Any] | None


class DismissAlertIn(Schema):
    why: str


class AlertCaseIn(Schema):
    """Under which contract in force."""

    contract: str


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
def mark_deadlines(request: HttpRequest) -> list[TradeMarkDeadlineOut]:
    """Every deadline of the portfolio that can still be met, the nearest first."""
    return [_deadline(one) for one in queries.running(viewer(request))]


@router.get("/registers", response=list[TradeMarkRegisterOut])
def mark_registers(request: HttpRequest, offset: Offset = 0) -> list[TradeMarkRegisterOut]:
    """Imported registers, the newest first, fifty from `offset` on."""
    who = viewer(request)
    return [_register(who, one) for one in page(queries.registers(who), offset)]


@router.post("/registers", response={202: TradeMarkRegisterOut})
def import_mark_register(
    request: HttpRequest, file: File[UploadedFile], office: Form[str] = ""
) -> Status[TradeMarkRegisterOut]:
    """A CSV, or the USPTO's XML or zip; read by the worker."""
    who = viewer(request)
    check_may(who, "brand.keep")
    document = kept(who, "mark_register", file)
    row = actions.import_register(by=who, at=who.at, document=document, office=office)
    return Status(202, _register(who, row))


@router.get("/work", response=list[BrandWorkOut])
def brand_works(request: HttpRequest, offset: Offset = 0) -> list[BrandWorkOut]:
    """Readings, clearances, comparisons and watches, the newest first, fifty from `offset` on."""
    return [_work(one) for one in page(queries.works(viewer(request)), offset)]


@router.get("/work/{ref}", response=BrandWorkOut)
def brand_work(request: HttpRequest, ref: str) -> BrandWorkOut:
    """Read it again until `state` is `done` or `failed`."""
    return _work(queries.work(viewer(request), ref))


@router.post("/clearances", response={202: BrandWorkOut})
def clear_name(request: HttpRequest, given: ClearanceIn) -> Status[BrandWorkOut]:
    """Earlier marks near a name, with factors: counsel judges."""
    who = viewer(request)
    made = actions.screen(
        by=who, at=who.at, register=given.register_ref, name=given.name, classes=given.classes
    )
    return Status(202, _work(queries.work(who, made.ref)))


@router.post("/clearances/{ref}/reports", response={202: BrandWorkOut})
def compare_clearance(
    request: HttpRequest, ref: str, file: File[UploadedFile]
) -> Status[BrandWorkOut]:
    """A partner's report (CSV: mark, id, classes) beside the clearance."""
    who = viewer(request)
    queries.work(who, ref)
    made = actions.compare(by=who, at=who.at, ref=ref, document=kept(who, "clearance_report", file))
    return Status(202, _work(queries.work(who, made.ref)))


@router.post("/watches", response={202: BrandWorkOut})
def start_mark_watch(request: HttpRequest, given: MarkWatchIn) -> Status[BrandWorkOut]:
    """The portfolio against the new filings of a register; each filing alerts a mark once."""
    who = viewer(request)
    made = actions.start_watch(by=who, at=who.at, register=given.register_ref)
    return Status(202, _work(queries.work(who, made.ref)))


@router.get("/alerts", response=list[TradeMarkAlertOut])
def mark_alerts(request: HttpRequest, offset: Offset = 0) -> list[TradeMarkAlertOut]:
    """The undecided first, then by how near, fifty from `offset` on."""
    return [_alert(one) for one in page(queries.alerts(viewer(request)), offset)]


@router.get("/alerts/{ref}", response=TradeMarkAlertOut)
def mark_alert(request: HttpRequest, ref: str) -> TradeMarkAlertOut:
    return _alert(queries.alert(viewer(request), ref))


@router.post("/alerts/{ref}/dismissal", response=TradeMarkAlertOut)
def dismiss_mark_alert(request: HttpRequest, ref: str, given: DismissAlertIn) -> TradeMarkAlertOut:
    who = viewer(request)
    actions.dismiss(by=who, at=who.at, ref=ref, why=given.why)
    return _alert(queries.alert(who, ref))


@router.delete("/alerts/{ref}/dismissal", response=TradeMarkAlertOut)
def reopen_mark_alert(request: HttpRequest, ref: str) -> TradeMarkAlertOut:
    """It is to be decided again."""
    who = viewer(request)
    actions.reopen(by=who, at=who.at, ref=ref)
    return _alert(queries.alert(who, ref))


@router.post("/alerts/{ref}/case", response=TradeMarkAlertOut)
def open_case_of_mark_alert(
    request: HttpRequest, ref: str, given: AlertCaseIn
) -> TradeMarkAlertOut:
    """A case with the file of the alert; `case` is its reference then."""
    who = viewer(request)
    actions.open_case(by=who, at=who.at, ref=ref, contract=given.contract)
    return _alert(queries.alert(who, ref))


@router.get("/services", response=list[ServiceCapOut])
def mark_services(request: HttpRequest) -> list[ServiceCapOut]:
    """The menu with its ceilings, each with its source."""
    check_may(viewer(request), "brand.keep")
    return [
        ServiceCapOut(
            code=one.code, name_zh=one.says.zh, name_en=one.says.en, amount=_amount(one.cap),
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


def _register(who: Viewer, row: RegisterFile) -> TradeMarkRegisterOut:
    reading = queries.reading(who, row)
    return TradeMarkRegisterOut(
        ref=row.ref, file=row.document.name, sha256=row.document.sha256, office=row.office,
        rows=row.rows, facts=row.facts, added_at=row.added_at, reading=reading.ref if reading else None,
    )  # fmt: skip


def _work(row: BrandWork) -> BrandWorkOut:
    plain = {n: getattr(row, n) for n in BrandWorkOut.model_fields if n != "register_ref"}
    return BrandWorkOut(**plain, register_ref=row.register.ref)


def _alert(row: Alert) -> TradeMarkAlertOut:
    plain = {n: getattr(row, n) for n in TradeMarkAlertOut.model_fields if n not in ("mark", "opposition")}  # fmt: skip
    return TradeMarkAlertOut(**plain, mark=row.mark.ref, opposition=opposition(row))


def _amount(money: Money) -> str:
    return f"{money.amount}"
