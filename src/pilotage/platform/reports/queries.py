"""Monthly reports as their seller sees them."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.periods import Month, parse_period
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import queries as cases
from pilotage.platform.compliance.models import Filing
from pilotage.platform.engagements.models import Contract
from pilotage.platform.parties.models import Organisation
from pilotage.platform.reports.models import MonthReport


def reports(viewer: Viewer) -> QuerySet[MonthReport]:
    """The viewer's own, the newest first."""
    check_may(viewer, "report.make")
    rows = MonthReport.objects.select_related("organisation").prefetch_related("documents")
    return own(viewer, rows.order_by("-started_at", "-pk"))


def report(viewer: Viewer, ref: str) -> MonthReport:
    """One of them, or `NotFound`."""
    return first(reports(viewer).filter(ref=ref), _none())


def file(viewer: Viewer, ref: str, *, paper: bool) -> Path:
    """Where the page or the PDF lies."""
    found = report(viewer, ref)
    sha256 = found.paper_sha256 if paper else found.page_sha256
    if not sha256:
        raise _none()
    return ports.files().path(sha256)


def promises(viewer: Viewer, seller: Organisation, month: str) -> list[dict[str, Any]]:
    """Kept and broken promises of the month under all contracts of the seller, a line a promise; for the product."""
    check_may(viewer, "report.make")
    period = parse_period(month)
    if not isinstance(period, Month):
        return []
    since = datetime.combine(period.first, datetime.min.time(), UTC)
    until = datetime.combine(period.last + timedelta(days=1), datetime.min.time(), UTC)
    counts: dict[str, dict[str, int]] = defaultdict(lambda: {"met": 0, "breached": 0})
    for contract in Contract.objects.filter(seller=seller, in_force_at__isnull=False):
        for one in cases.judged(viewer, contract, since, until):
            for state in ("met", "breached"):
                counts[str(one["key"])][state] += int(str(one[state]))
    return [{"promise": key, **counts[key]} for key in sorted(counts)]


def filings(viewer: Viewer, seller: Organisation) -> list[dict[str, str]]:
    """The seller's filings with the state of their receipts; for the product."""
    check_may(viewer, "report.make")
    rows = Filing.objects.filter(organisation=seller).order_by("period", "jurisdiction", "pk")
    return [
        {"jurisdiction": one.jurisdiction, "period": one.period, "state": one.state} for one in rows
    ]


def _none() -> NotFound:
    return NotFound(
        "NO_SUCH_REPORT",
        Text("没有这份月报。", "There is no such report."),
        Text("请从月报列表重新打开。", "Open it again from the list."),
    )
