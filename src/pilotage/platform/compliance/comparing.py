"""What was filed beside the seller's own run (申报对照): boxes, differences, practices and the rows behind them."""

from __future__ import annotations

from decimal import Decimal

from pilotage.engines.tax import read_costs, read_rates
from pilotage.engines.tax.partner_check import (
    Check,
    Ledger,
    ReportRows,
    check,
    ledger_of,
    without_rows,
)
from pilotage.platform.compliance import rows
from pilotage.platform.compliance.models import Filing, Role, TaxReturn


def compared(filing: Filing, made: TaxReturn) -> Check:
    """The filing against `made`, the seller's own return; rows are named (hash of the report, row)."""
    filed = {box: Decimal(amount) for box, amount in filing.figures.items()}
    inputs = list(made.run.inputs.select_related("document"))
    rates = [rate for paper in rows.papers(inputs, Role.RATES) for rate in read_rates(paper)]
    return check(made.content, filed, _ledger(made), rates)


def _ledger(made: TaxReturn) -> Ledger:
    run = made.run
    inputs = list(run.inputs.select_related("document"))
    kept = rows.kept_reports(run, inputs)
    if not kept:
        return without_rows(made.content)
    costs = [cost for paper in rows.papers(inputs, Role.COSTS) for cost in read_costs(paper)]
    reports = [ReportRows(sha256, sha256, path) for sha256, path in kept]
    return ledger_of(rows.determinations(run), reports, made.content, costs)
