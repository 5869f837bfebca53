"""The expression as DuckDB reads it, kept as text beside this module so that a run need not compile it.

`python -m pilotage.engines.tax.statement` writes it anew. Its first line is a digest of what it was
made from, the sources and the laws inside; text that no longer fits is left aside, never used.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pilotage.engines.law import currency_rows, excluded_territories, reverse_charge_rows
from pilotage.engines.tax.places import EU, FILING, quarterly
from pilotage.engines.tax.seller import Seller
from pilotage.engines.tax.slots import Scales, Statements, filled

KEPT = Path(__file__).parent / "statements" / "duckdb.sql"

# The modules that the expression is made of.
_SOURCES = (
    "amounts conversion determine exactly facts inputs ladder movements output places refunds"
    " situations slots spans"
).split()


def statement(seller: Seller, scales: Scales) -> Statements:
    """The determination of one run over the tables of `inputs`, for DuckDB."""
    return filled(_kept() or _compiled(), seller, scales)


def made_from() -> str:
    """Digest of the sources and of the law values that the text was compiled from."""
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    dated = [
        (entry.table, entry.value, entry.since, entry.until)
        for entry in (*currency_rows(), *reverse_charge_rows())
    ]
    outside = [(t.country, t.postcode) for t in excluded_territories()]
    digest.update(repr((EU, FILING, dated, outside, quarterly())).encode())
    return digest.hexdigest()


def _kept() -> Statements | None:
    if not KEPT.is_file():
        return None
    first, *parts = KEPT.read_text("utf-8").splitlines()
    return Statements(*parts) if first == f"-- {made_from()}" else None


def _compiled() -> Statements:
    from pilotage.engines.tax.determine import compiled

    return compiled()


def keep() -> None:
    """Compile the expression and keep its text."""
    KEPT.parent.mkdir(exist_ok=True)
    made = _compiled()
    lines = (f"-- {made_from()}", made.facts, made.situations, made.rows)
    KEPT.write_text("".join(f"{line}\n" for line in lines), "utf-8")


if __name__ == "__main__":
    keep()
