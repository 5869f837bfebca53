"""A small report, a product table and papers, each written as a seller would."""

from __future__ import annotations

import csv
from pathlib import Path

from pilotage.engines import mill
from pilotage.engines.epr import COLUMNS, Shipped, shipped_units

_SALE = {
    "ACTIVITY_PERIOD": "2026-MAR",
    "TRANSACTION_TYPE": "SALE",
    "TRANSACTION_COMPLETE_DATE": "18-03-2026",
    "SELLER_SKU": "KETTLE",
    "QTY": "1",
    "SALE_DEPART_COUNTRY": "DE",
    "SALE_ARRIVAL_COUNTRY": "DE",
}


def row(n: int, **cells: str) -> dict[str, str]:
    """One sale of one kettle in Germany with `cells` changed."""
    return _SALE | {"ACTIVITY_TRANSACTION_ID": f"T{n}", "TRANSACTION_EVENT_ID": f"E{n}"} | cells


def report(path: Path, *rows: dict[str, str]) -> Path:
    """A report file of these rows."""
    with path.open("w", newline="") as file:
        out = csv.DictWriter(file, [column.header for column in mill.COLUMNS], restval="")
        out.writeheader()
        out.writerows(rows)
    return path


def shipped(folder: Path, *reports: Path) -> tuple[Shipped, ...]:
    """What the reports show."""
    return shipped_units(
        {r.name: mill.read(r, folder / f"read-{r.stem}", columns=COLUMNS) for r in reports}
    )


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
