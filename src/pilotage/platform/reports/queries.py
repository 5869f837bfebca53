"""Monthly reports as their seller sees them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from django.db.models import QuerySet

from pilotage.engines.statements import Changed, Claim, Compared, changes, compare
from pilotage.kernel.errors import NotFound
from pilotage.kernel.periods import Month, parse_period
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import queries as cases
from pilotage.platform.compliance.models import Filing
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.models import Contract
from pilotage.platform.parties.models import Organisation
from pilotage.platform.reports.models import MonthReport, PartnerFigures, ReportQuestion, State


@dataclass(frozen=True, slots=True)
class Beside:
    """One contract's last entry for the month, compared, and what was asked about the month."""

    entry: PartnerFigures
    compared: tuple[Compared, ...]
    questions: list[ReportQuestion]


def reports(viewer: Viewer) -> QuerySet[MonthReport]:
    """The viewer's own, the newest first."""
    check_may(viewer, "report.make")
    rows = MonthReport.objects.select_related("organisation").prefetch_related("documents")
    return own(viewer, rows.order_by("-started_at", "-pk"))


def report(viewer: Viewer, ref: str) -> MonthReport:
    """One of them, or `NotFound`."""
    return first(reports(viewer).filter(ref=ref), _none())


def file(viewer: Viewer, ref: str, kind: Literal["page", "paper", "book"]) -> Path:
    """Where the page, the PDF or the workbook lies."""
    sha256: str = getattr(report(viewer, ref), f"{kind}_sha256")
    if not sha256:
        raise _none()
    return ports.files().path(sha256)


def versions(viewer: Viewer, of: MonthReport) -> list[MonthReport]:
    """Every making of the same month, the first first; without what they say."""
    rows = reports(viewer).filter(organisation=of.organisation, month=of.month)
    return list(rows.defer("result").order_by("started_at", "pk"))


def changed(viewer: Viewer, of: MonthReport) -> tuple[Changed, ...]:
    """How its figures differ from the making before it, and through which files; none for the first."""
    rows = reports(viewer).filter(organisation=of.organisation, month=of.month, state=State.DONE)
    before = rows.filter(pk__lt=of.pk).order_by("-pk").first()
    if before is None or not before.result or not of.result:
        return ()
    return changes(before.result, of.result)


def claims(viewer: Viewer) -> QuerySet[PartnerFigures]:
    """What was claimed under the viewer's own contracts, the newest first."""
    check_may(viewer, "case.write")
    rows = PartnerFigures.objects.select_related(
        "contract__seller", "contract__partner", "document"
    )
    side = "contract__partner" if viewer.is_partner else "contract__seller"
    return own(viewer, rows.order_by("-entered_at", "-pk"), side)


def claimed(viewer: Viewer, ref: str) -> PartnerFigures:
    """One entry, or `NotFound`."""
    return first(claims(viewer).filter(ref=ref), _nothing_claimed())


def entries(viewer: Viewer, of: PartnerFigures) -> list[PartnerFigures]:
    """Every entry of the same month under the same contract, the last first."""
    return list(claims(viewer).filter(contract=of.contract, month=of.month).order_by("-number"))


def questions(viewer: Viewer, contract: Contract, month: str) -> list[ReportQuestion]:
    """What was asked about a month, the last first; for the parties of the contract."""
    contracts.side_of(viewer, contract)
    rows = ReportQuestion.objects.filter(contract=contract, month=month).select_related("case")
    return list(rows.order_by("-pk"))


def beside(viewer: Viewer, of: MonthReport) -> list[Beside]:
    """The last entry of every contract for the month, each figure beside the report's own."""
    if of.result is None:
        return []
    newest: dict[int, PartnerFigures] = {}
    for one in (
        claims(viewer).filter(contract__seller=of.organisation, month=of.month).order_by("pk")
    ):
        newest[one.contract_id] = one
    others = _other_months(viewer, of) if newest else {}
    return [
        Beside(one, compare(map(_claim, one.rows), of.result, others), questions(viewer, one.contract, of.month))
        for one in newest.values()
    ]  # fmt: skip


def partners(viewer: Viewer) -> list[Contract]:
    """Contracts of the viewer under which figures can be claimed and asked about."""
    check_may(viewer, "case.write")
    return list(contracts.contracts(viewer).filter(state__in=("in_force", "ended")))


def _other_months(viewer: Viewer, of: MonthReport) -> dict[str, dict[str, Any]]:
    """Figures of the last reports of the months around."""
    month = parse_period(of.month)
    if not isinstance(month, Month):
        return {}
    near = [str(month.shifted(n)) for n in (-3, -2, -1, 1)]
    rows = reports(viewer).filter(organisation=of.organisation, month__in=near, state=State.DONE)
    told = rows.order_by("pk").values_list("month", "result__figures")
    return {name: {"figures": figures} for name, figures in told if figures}


def _claim(row: dict[str, str]) -> Claim:
    return Claim(row["figure"], row["key"], Decimal(row["value"]), row["unit"], row["period"])


def _nothing_claimed() -> NotFound:
    return NotFound(
        "NO_SUCH_CLAIM",
        Text("没有这次登记。", "There is no such entry."),
        Text("请从列表重新打开。", "Open it again from the list."),
    )


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
