"""Work for a worker (需求诊断, 税务计算, 生产者责任): what it may be given, its place in the queue, its events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.compliance.models import EprCheck, FitCheck, TaxRun
from pilotage.platform.documents.models import Document

MOST_REPORTS = 24

Work = EprCheck | FitCheck | TaxRun
NAMES = {EprCheck: "epr", FitCheck: "fit", TaxRun: "tax_run"}
JOBS = {EprCheck: "epr", FitCheck: "fit", TaxRun: "tax"}


def check_reports(reports: Sequence[Document]) -> None:
    """Raises `Invalid` NO_REPORT or TOO_MANY_REPORTS."""
    if not reports:
        raise Invalid("NO_REPORT", Text("请先上传报告。", "Upload a report first."))
    if len(reports) > MOST_REPORTS:
        raise Invalid(
            "TOO_MANY_REPORTS",
            Text("一次最多 {n} 份报告。", "At most {n} reports at once."),
            n=MOST_REPORTS,
        )


def queue(work: Work, *, by: Viewer, at: datetime, after: dict[str, Any]) -> None:
    """Put it before the worker; within the transaction that made it."""
    job = JOBS[type(work)]
    key = f"{job}:{work.ref}"
    ports.queue().put(f"compliance.{job}", {"ref": work.ref}, at=at, key=key)
    note(work, "started", by=by, at=at, after=after)


def note(work: Work, event: str, *, by: Viewer, at: datetime, after: dict[str, Any]) -> None:
    """One event on the seller's chain, within the transaction of the change."""
    name = NAMES[type(work)]
    record(
        by=by.actor,
        at=at,
        tenant=work.organisation.ref,
        action=f"{name}.{event}",
        object=f"{name}:{work.ref}",
        after=after,
    )
