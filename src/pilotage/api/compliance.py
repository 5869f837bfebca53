"""Tax runs over the API: start from uploaded reports, look, page through rows, replay, download."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import File, Form, Router, Schema, Status, UploadedFile

from pilotage.api.paging import Offset, page
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions, archive, queries, rows
from pilotage.platform.compliance.models import Role, TaxReturn, TaxRun
from pilotage.platform.documents.actions import receive
from pilotage.platform.documents.models import Document
from pilotage.web.viewer import viewer

router = Router(tags=["compliance · 税务合规"])


class TextOut(Schema):
    zh: str
    en: str


class BlockedOut(Schema):
    """Rows stopped for one reason."""

    code: str
    rows: int
    says: TextOut
    next_step: TextOut


class ReturnOut(Schema):
    """One return; `content` is its element of returns.json, amounts as decimal strings."""

    kind: str
    form: str
    jurisdiction: str
    period: str
    currency: str
    due_date: date | None
    registration_needed: bool
    content: dict[str, Any]


class RunOut(Schema):
    """A tax run; `summary`, `blocked` and `returns` are there once `state` is `done`."""

    ref: str
    state: str
    period: str
    reports: list[str]
    started_at: datetime
    ended_at: datetime | None
    law_digest: str
    version: str
    error: dict[str, Any] | None
    summary: dict[str, Any] | None
    blocked: list[BlockedOut]
    replay_of: str | None
    changes: list[dict[str, Any]] | None


class RunWithReturnsOut(RunOut):
    returns: list[ReturnOut]


class RowOut(Schema):
    """One row of a report as it was determined."""

    file_sha256: str
    row: int
    transaction_type: str | None
    event_id: str | None
    sku: str | None
    treatment: str
    jurisdiction: str | None
    taxation_country: str | None
    dep: str | None
    arr: str | None
    rate: Decimal | None
    base: Decimal | None
    vat: Decimal | None
    currency: str | None
    return_key: str | None
    period: str | None
    findings: str | None


class SourceOut(Schema):
    """Who says so, and when somebody last looked."""

    title: str
    article: str
    address: str
    checked_on: date
    confidence: str


class ExplainedStepOut(Schema):
    """One step of an explanation; with the law value's place and source where it rests on one."""

    says: TextOut
    table: str
    key: str
    since: date | None
    value: str
    source: SourceOut | None


class ExplainedOut(Schema):
    """A row and how it came about; no steps where the run kept no rows."""

    row: RowOut
    steps: list[ExplainedStepOut]


class RowsOut(Schema):
    count: int
    page: int
    pages: int
    rows: list[RowOut]


@router.get("/tax/runs", response=list[RunOut])
def tax_runs(request: HttpRequest, offset: Offset = 0) -> list[RunOut]:
    """The latest 50 runs from `offset` on."""
    who = viewer(request)
    check_may(who, "tax.run")
    return [RunOut(**_facts(run)) for run in page(queries.tax_runs(who), offset)]


@router.post("/tax/runs", response={202: RunOut})
def start_tax_run(
    request: HttpRequest,
    report: File[list[UploadedFile]],
    costs: File[UploadedFile | None] = None,
    rates: File[UploadedFile | None] = None,
    period: Form[str] = "",
) -> Status[RunOut]:
    """Upload reports and queue a run; ask for it by its reference until `state` is `done`."""
    who = viewer(request)
    check_may(who, "tax.run")
    given = [*((Role.REPORT, f) for f in report), (Role.COSTS, costs), (Role.RATES, rates)]
    inputs = [(role, _kept(who, role, file)) for role, file in given if file is not None]
    run = actions.start_run(
        by=who, at=who.at, inputs=inputs, profile=queries.profile(who), period=period
    )
    return Status(202, RunOut(**_facts(queries.tax_run(who, run.ref))))


@router.get("/tax/runs/{ref}", response=RunWithReturnsOut)
def tax_run(request: HttpRequest, ref: str) -> RunWithReturnsOut:
    run = queries.tax_run(viewer(request), ref)
    return RunWithReturnsOut(**_facts(run), returns=[_return(one) for one in run.returns.all()])


@router.post("/tax/runs/{ref}/replay", response={202: RunOut})
def replay_tax_run(request: HttpRequest, ref: str) -> Status[RunOut]:
    """The same inputs on today's law tables; `changes` of the new run lists what changed."""
    who = viewer(request)
    run = actions.run_again(by=who, at=who.at, of=queries.tax_run(who, ref))
    return Status(202, RunOut(**_facts(queries.tax_run(who, run.ref))))


@router.get("/tax/runs/{ref}/rows", response=RowsOut)
def tax_rows(
    request: HttpRequest,
    ref: str,
    return_key: str = "",
    treatment: str = "",
    finding: str = "",
    page: int = 1,
) -> RowsOut:
    """Fifty rows at a time, of one return, treatment or finding if asked."""
    run = queries.tax_run(viewer(request), ref, "tax.rows")
    found = rows.page_of(run, rows.Only(return_key, treatment, finding), page)
    return RowsOut(
        count=found.count,
        page=found.number,
        pages=found.pages,
        rows=[RowOut(**row) for row in found.rows],
    )


@router.get("/tax/runs/{ref}/rows/{sha256}/{row}", response=ExplainedOut)
def tax_row(request: HttpRequest, ref: str, sha256: str, row: int) -> ExplainedOut:
    """One row of the report with this hash: rule, facts, law values with sources, arithmetic."""
    run = queries.tax_run(viewer(request), ref, "tax.rows")
    found = rows.row_of(run, sha256, row)
    steps = [ExplainedStepOut.from_orm(step) for step in rows.explained(run, sha256, row).steps]
    return ExplainedOut(row=RowOut(**found), steps=steps)


@router.get("/tax/runs/{ref}/download")
def download_tax_run(request: HttpRequest, ref: str) -> FileResponse:
    """Every file of the run as one zip."""
    run = queries.tax_run(viewer(request), ref, "tax.rows")
    return FileResponse(archive.zipped(run), as_attachment=True, filename=f"{run.ref}.zip")


def _kept(who: Viewer, role: Role, file: UploadedFile) -> Document:
    return receive(
        by=who,
        at=who.at,
        owner=access.own_organisation(who),
        kind="avtr" if role is Role.REPORT else f"tax_{role.value}",
        name=file.name or "",
        chunks=file.chunks(),
    )


def _facts(run: TaxRun) -> dict[str, Any]:
    same = ("ref", "state", "period", "reports", "started_at", "ended_at", "law_digest", "version")
    return {name: getattr(run, name) for name in (*same, "error", "summary", "changes")} | {
        "blocked": run.blocked or [],
        "replay_of": run.replay_of.ref if run.replay_of else None,
    }


def _return(one: TaxReturn) -> ReturnOut:
    same = ("kind", "form", "jurisdiction", "period", "currency", "due_date", "content")
    return ReturnOut(
        **{name: getattr(one, name) for name in same}, registration_needed=one.registration_needed
    )
