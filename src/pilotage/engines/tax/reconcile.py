"""Rows in are rows out and money in the returns is money in the determinations, or nothing is written."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pilotage.engines.tax.refusals import not_reconciled

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PARTS = ("duplicates", "rejected", "blocked", "no_effect", "determined")


def check_rows(summary: dict[str, Any]) -> None:
    """rows_in = duplicates + rejected + blocked + no_effect + determined."""
    parts = sum(summary[part] for part in _PARTS)
    if summary["rows_in"] != parts:
        raise not_reconciled("rows", summary["rows_in"], parts)


def check_money(
    connection: DuckDBPyConnection, determinations: Path, returns: list[dict[str, Any]]
) -> None:
    """The bases in the file as written add up, return by return, to the lines of the returns."""
    found = connection.execute(
        "SELECT split_part(return_key, ' ', 1), sum(base) FROM "  # noqa: S608
        f"read_parquet('{determinations}') WHERE return_key LIKE 'LOCAL/%' GROUP BY 1"
    ).fetchall()
    written = {key: Decimal(base or 0) for key, base in found}
    for made in returns:
        if made["return"] == "LOCAL":
            key = f"LOCAL/{made['jurisdiction']}/{made['period']}"
            stated, held = _base(made["lines"]), written.pop(key, Decimal(0))
            if stated != held:
                raise not_reconciled(key, held, stated)
    if any(written.values()):
        raise not_reconciled("returns", sorted(written), "–")


def _base(lines: dict[str, Any]) -> Decimal:
    """The bases of a return's own side: acquisitions and distance sales are another row's second."""
    one = ("ic_supply", "export", "deemed_supply", "reverse_charge", "input_vat")
    bases = [lines.get(line, {}).get("base", "0") for line in one]
    bases += [amounts["base"] for amounts in lines.get("taxed", {}).values()]
    return sum(map(Decimal, bases), Decimal(0))
