"""Monthly reports over the API: files in or collected, the answer of `report month --json` out, and the approval."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile

from pilotage.api.paging import Offset, page
from pilotage.engines.statements import compared
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import queries as compliance
from pilotage.platform.compliance.actions import start_run
from pilotage.platform.compliance.models import Role
from pilotage.platform.reports import actions, collected, queries
from pilotage.platform.reports.models import Collection, Fetched, MonthReport, PartnerFigures
from pilotage.web.uploads import kept
from pilotage.web.viewer import viewer

Said = Annotated[str, Field(max_length=80)]
Short = Annotated[str, Field(max_length=30)]

router = Router(tags=["reports · 运营月报"])


class ReportOut(Schema):
    """`root` is that of the checkpoint which was signed with the approval."""

    ref: str
    month: str
    state: str
    done: int
    total: int
    started_at: datetime
    ended_at: datetime | None
    approved_at: datetime | None
    root: str


class ReportWhole(ReportOut):
    """`result` as `report month --json` says it; `error` why there is none."""

    result: dict[str, Any] | None
    error: dict[str, Any] | None


class ClaimIn(Schema):
    """A figure as it is written: `value` may carry a percent or currency sign; `period` blank for the month."""

    figure: Said
    value: Short
    unit: Short = ""
    period: Short = ""


class ClaimsIn(Schema):
    """What is claimed for a month under a contract."""

    contract: str
    month: str
    rows: Annotated[list[ClaimIn], Field(max_length=200)]


class ClaimedOut(Schema):
    """One entry: the rows as read, and those that say no figure with the reason."""

    ref: str
    month: str
    number: int
    side: str
    rows: list[dict[str, str]]
    rejected: list[dict[str, Any]]
    entered_by_name: str
    entered_at: datetime


class BesideOut(Schema):
    """`figures` as `report month --claims --json` says them."""

    contract: str
    entry: str
    figures: list[dict[str, Any]]


class TaxBegunOut(Schema):
    """`run`: read `/tax/runs/{run}` until its `state` is `done`."""

    run: str


class CollectionIn(Schema):
    """A month that is over, and the connection (its `ref`) it is read over."""

    connection: Short
    month: Annotated[str, Field(max_length=7)]


class FetchedOut(Schema):
    """A file of the month: `type` as Amazon names it; `why` ({zh, en}) where there is none; `document` where there is."""

    type: str
    state: str
    why: dict[str, str] | None
    document: str | None
    sha256: str | None


class CollectionOut(Schema):
    """`done` of `total` files that are asked for have an answer; `error` why it stopped."""

    ref: str
    connection: str
    month: str
    state: str
    done: int
    total: int
    error: dict[str, Any] | None
    started_at: datetime
    ended_at: datetime | None


class CollectionWhole(CollectionOut):
    """With every file of the month: collected, not available, open, or the seller's to upload."""

    files: list[FetchedOut]


@router.get("", response=list[ReportOut])
def month_reports(request: HttpRequest, offset: Offset = 0) -> list[MonthReport]:
    """Your own, the newest first, fifty from `offset` on."""
    return list(page(queries.reports(viewer(request)), offset))


@router.post("", response={202: ReportWhole})
def make_month_report(
    request: HttpRequest,
    month: Form[str],
    files: File[list[UploadedFile] | None] = None,
    collections: Form[bool] = False,
) -> Status[MonthReport]:
    """The files as downloaded, with `collections` those collected for the month too; read it until `state` is `done`."""
    who = viewer(request)
    check_may(who, "report.make")
    documents = [kept(who, "month", file) for file in (files or [])[: actions.MOST_FILES + 1]]
    if collections:
        documents = collected.beside(who, month, documents)
    made = actions.start(by=who, at=who.at, month=month, documents=documents)
    return Status(202, made)


@router.get("/collections", response=list[CollectionOut])
def month_collections(request: HttpRequest, offset: Offset = 0) -> list[dict[str, Any]]:
    """Months collected over your connections, the newest first, fifty from `offset` on."""
    return [_run(one) for one in page(collected.collections(viewer(request)), offset)]


@router.post("/collections", response={202: CollectionWhole})
def collect_month(request: HttpRequest, given: CollectionIn) -> Status[dict[str, Any]]:
    """Begins, or goes on: what was collected is not asked for again. Read it again until `state` is `done` or `failed`."""
    who = viewer(request)
    run = actions.collect(by=who, at=who.at, connection=given.connection, month=given.month)
    return Status(202, _collection(who, run))


@router.get("/collections/{ref}", response=CollectionWhole)
def month_collection(request: HttpRequest, ref: str) -> dict[str, Any]:
    who = viewer(request)
    return _collection(who, collected.collection(who, ref))


@router.post("/collections/{ref}/tax", response={202: TaxBegunOut})
def work_out_collected_tax(request: HttpRequest, ref: str) -> Status[dict[str, str]]:
    """A tax run over the VAT transactions report that was collected."""
    who = viewer(request)
    inputs = [(Role.REPORT, one) for one in collected.vat_reports(who, ref)]
    run = start_run(by=who, at=who.at, inputs=inputs, profile=compliance.profile(who))
    return Status(202, {"run": run.ref})


@router.get("/claims", response=list[ClaimedOut])
def claimed_figures(request: HttpRequest, offset: Offset = 0) -> list[PartnerFigures]:
    """What was claimed under your contracts, the newest first, fifty from `offset` on."""
    return list(page(queries.claims(viewer(request)), offset))


@router.post("/claims", response={201: ClaimedOut})
def claim_figures(request: HttpRequest, given: ClaimsIn) -> Status[PartnerFigures]:
    """The next entry of the month; a correction is another one."""
    who = viewer(request)
    rows = [one.dict() for one in given.rows]
    made = actions.claim(by=who, at=who.at, contract=given.contract, month=given.month, rows=rows)
    return Status(201, made)


@router.get("/{ref}/claims", response=list[BesideOut])
def compare_claimed_figures(request: HttpRequest, ref: str) -> list[dict[str, Any]]:
    """Each contract's last entry beside the report's own figures; a cause is a candidate, no finding."""
    who = viewer(request)
    return [
        {"contract": one.entry.contract.ref, "entry": one.entry.ref, "figures": [compared(c) for c in one.compared]}
        for one in queries.beside(who, queries.report(who, ref))
    ]  # fmt: skip


@router.get("/{ref}", response=ReportWhole)
def month_report(request: HttpRequest, ref: str) -> MonthReport:
    return queries.report(viewer(request), ref)


@router.post("/{ref}/approve", response=ReportWhole)
def approve_month_report(request: HttpRequest, ref: str) -> MonthReport:
    """The seller has read it; signed into the audit chain."""
    who: Viewer = viewer(request)
    return actions.approve(by=who, at=who.at, ref=ref)


@router.get("/{ref}/pdf")
def month_report_paper(request: HttpRequest, ref: str) -> FileResponse:
    path = queries.file(viewer(request), ref, "paper")
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{ref}.pdf")


def _collection(who: Viewer, run: Collection) -> dict[str, Any]:
    return {**_run(run), "files": [_file(one) for one in collected.files(who, [run])]}


def _run(run: Collection) -> dict[str, Any]:
    return {
        "ref": run.ref, "connection": run.connection.ref, "month": run.month, "state": run.state, "done": run.done,
        "total": run.total, "error": run.error, "started_at": run.started_at, "ended_at": run.ended_at,
    }  # fmt: skip


def _file(one: Fetched) -> dict[str, Any]:
    there = one.document
    return {
        "type": one.type, "state": one.state, "why": one.why, "document": there.ref if there else None,
        "sha256": there.sha256 if there else None,
    }  # fmt: skip
