"""The child's side of a filing's check: plain values in, the check as JSON out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pilotage.engines.tax import read_costs, read_rates
from pilotage.engines.tax.partner_check import (
    ReportRows,
    check,
    check_json,
    ledger_of,
    without_rows,
)


def compute(
    *,
    made: Mapping[str, Any],
    figures: Mapping[str, str],
    determinations: str,
    reports: Sequence[Sequence[str]],
    costs: Sequence[str],
    rates: Sequence[str],
    progress: Callable[[int, int], None],
) -> dict[str, Any]:
    """`reports` are (hash, file of its rows); rows are named by that hash. None: figures alone."""
    progress(0, 1)
    filed = {box: Decimal(amount) for box, amount in figures.items()}
    paid = [cost for path in costs for cost in read_costs(Path(path).read_bytes())]
    held = [rate for path in rates for rate in read_rates(Path(path).read_bytes())]
    rows = [ReportRows(sha256, sha256, Path(path)) for sha256, path in reports]
    behind = ledger_of(Path(determinations), rows, made, paid) if rows else without_rows(made)
    return check_json(check(made, filed, behind, held))
