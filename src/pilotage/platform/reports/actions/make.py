"""A report is asked for, made by the worker, and approved: the approval is signed into the seller's chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from pilotage.kernel.errors import Invalid, PilotageError, WrongState
from pilotage.kernel.periods import Month, parse_period
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit import checkpoints
from pilotage.platform.audit.actions import record
from pilotage.platform.audit.models import Checkpoint, Kind
from pilotage.platform.documents.models import Document
from pilotage.platform.notices.actions import tell
from pilotage.platform.reports import queries
from pilotage.platform.reports.models import MonthReport, State

MOST_FILES = 60
_UNFINISHED = (State.WAITING, State.RUNNING)
_TITLE = Text(
    "{month} 运营月报已完成，请查看并确认", "The report of {month} is ready: look and approve"
)
_FAILED = Text("{month} 运营月报没有完成", "The report of {month} could not be made")


@transaction.atomic
def start(*, by: Viewer, at: datetime, month: str, documents: Sequence[Document]) -> MonthReport:
    """Queue the making. Raises `Invalid` for a month that is none or no files, `NotAllowed`."""
    check_may(by, "report.make")
    if not isinstance(parse_period(month), Month):
        raise Invalid("NO_SUCH_MONTH", Text("月份应如 2026-09。", "A month is like 2026-09."))
    if not 1 <= len(documents) <= MOST_FILES:
        raise Invalid(
            "FILES_MISSING",
            Text("请上传 1 至 {most} 个文件。", "Upload one to {most} files."),
            most=MOST_FILES,
        )
    made = MonthReport.objects.create(
        organisation=access.own_organisation(by), month=month, started_by=by.actor, started_at=at
    )
    made.documents.set(documents)
    ports.queue().put("reports.month", {"ref": made.ref}, at=at, key=f"month:{made.ref}")
    _note(made, "started", by, at, month=month, files=[d.sha256 for d in documents])
    return made


def note_progress(*, by: Viewer, at: datetime, ref: str, done: int, total: int) -> None:
    """How far the worker is; not an event worth auditing."""
    running = MonthReport.objects.filter(ref=ref, state__in=_UNFINISHED)
    running.update(state=State.RUNNING, done=done, total=total)


@transaction.atomic
def finish(
    *, by: Viewer, at: datetime, ref: str, result: dict[str, Any], page: str, paper: str, book: str
) -> None:
    """Keep figures, page, PDF and workbook (by their SHA-256 in the store). Again after a crash: the same."""
    made = _locked(ref)
    if made.state == State.DONE:
        return
    made.state, made.ended_at, made.error = State.DONE, at, None
    made.result, made.page_sha256, made.paper_sha256 = result, page, paper
    made.book_sha256 = book
    made.save()
    _note(made, "finished", by, at, page=page, paper=paper, book=book)
    _tell(made, _TITLE, by, at)


@transaction.atomic
def fail(*, by: Viewer, at: datetime, ref: str, error: PilotageError) -> None:
    """Keep why; the files stay."""
    made = _locked(ref)
    made.state, made.ended_at = State.FAILED, at
    made.error = error.told()
    made.save()
    _note(made, "failed", by, at, code=error.code)
    _tell(made, _FAILED, by, at)


@transaction.atomic
def approve(*, by: Viewer, at: datetime, ref: str) -> MonthReport:
    """The seller has read it. The chain as it then stands is signed by the platform and, for the seller, beside it.

    Raises `WrongState` before it is done, or when it was approved already.
    """
    check_may(by, "report.approve")
    seen = queries.report(by, ref)
    made = _locked(seen.ref)
    if made.state != State.DONE:
        raise WrongState("NOT_DONE", Text("月报还没有完成。", "The report is not done yet."))
    if made.approved_at is not None:
        raise WrongState(
            "APPROVED_ALREADY", Text("这份月报已经确认过。", "This report was approved already.")
        )
    made.approved_by, made.approved_at = by.actor, at
    _note(
        made,
        "approved",
        by,
        at,
        month=made.month,
        page=made.page_sha256,
        paper=made.paper_sha256,
        book=made.book_sha256,
    )
    tenant = made.organisation.ref
    taken = checkpoints.take(by=by.actor, at=at, tenant=tenant, kind=Kind.REPORT)
    # The event of the approval has just been written, so there is a new state to sign.
    signed = taken or Checkpoint.objects.filter(tenant=tenant, kind=Kind.REPORT).latest("pk")
    checkpoints.cosign(by=by.actor, at=at, checkpoint=signed)
    made.root = signed.root
    made.save()
    return made


def _locked(ref: str) -> MonthReport:
    rows = MonthReport.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(ref=ref)


def _note(made: MonthReport, what: str, by: Viewer, at: datetime, **after: object) -> None:
    record(
        by=by.actor, at=at, tenant=made.organisation.ref, action=f"month_report.{what}",
        object=f"month_report:{made.ref}", after=after,
    )  # fmt: skip


def _tell(made: MonthReport, title: Text, by: Viewer, at: datetime) -> None:
    tell(
        by=by, at=at, organisation=made.organisation, kind="month_report.ended",
        about=f"month_report:{made.ref}", title=title.with_(month=made.month),
        link=reverse("reports:detail", args=[made.ref]),
    )  # fmt: skip
