"""Registers of marks over the API: import, clearance, a partner's report beside it, the watch and its alerts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status, UploadedFile

from pilotage.api.paging import Offset, page
from pilotage.platform.access.permissions import check_may
from pilotage.platform.brand import actions, queries
from pilotage.platform.brand.case_file import opposition
from pilotage.platform.brand.models import Alert, BrandWork, RegisterFile
from pilotage.web.uploads import kept
from pilotage.web.viewer import viewer

router = Router(tags=["brand · 品牌保护"])


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


@router.get("/registers", response=list[TradeMarkRegisterOut])
def mark_registers(request: HttpRequest, offset: Offset = 0) -> list[TradeMarkRegisterOut]:
    """Imported registers, the newest first, fifty from `offset` on."""
    who = viewer(request)
    rows = page(queries.registers(who), offset)
    readings = queries.readings(who, rows)
    return [_register(one, readings.get(one.pk)) for one in rows]


@router.post("/registers", response={202: TradeMarkRegisterOut})
def import_mark_register(
    request: HttpRequest, file: File[UploadedFile], office: Form[str] = ""
) -> Status[TradeMarkRegisterOut]:
    """A CSV, or the USPTO's XML or zip; read by the worker."""
    who = viewer(request)
    check_may(who, "brand.keep")
    document = kept(who, "mark_register", file)
    row = actions.import_register(by=who, at=who.at, document=document, office=office)
    return Status(202, _register(row, queries.reading(who, row)))


@router.get("/runs", response=list[BrandWorkOut])
def brand_works(request: HttpRequest, offset: Offset = 0) -> list[BrandWorkOut]:
    """Readings, clearances, comparisons and watches, the newest first, fifty from `offset` on."""
    return [_work(one) for one in page(queries.works(viewer(request)), offset)]


@router.get("/runs/{ref}", response=BrandWorkOut)
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


def _register(row: RegisterFile, reading: BrandWork | None) -> TradeMarkRegisterOut:
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
