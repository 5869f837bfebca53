"""The account of a reading, from the typed rows themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pilotage.engines.mill.cells import literal, quoted
from pilotage.engines.mill.manifest import FREE_TEXT, Manifest, Totals
from pilotage.engines.mill.opening import Opened

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def account(
    connection: DuckDBPyConnection,
    rows: Path,
    found: Opened,
    names: tuple[str, ...],
    name: str,
    sha: str,
    mended: bool,
) -> Manifest:
    """The manifest of the typed rows in the Parquet file `rows`."""
    table = f"read_parquet({literal(str(rows))})"
    kept = f"{table} WHERE fault IS NULL"
    reasons = _counts(connection, "fault.reason", f"{table} WHERE fault IS NOT NULL")
    unread = _counts(connection, "unread", f"{kept} AND unread IS NOT NULL")
    first, last = connection.execute(
        "SELECT coalesce(strftime(min(m), '%Y-%m'), ''), coalesce(strftime(max(m), '%Y-%m'), '') "  # noqa: S608
        f"FROM (SELECT coalesce(activity_period, transaction_complete_date) AS m FROM {kept})"
    ).fetchone() or ("", "")
    rejected = sum(reasons.values())
    totals = _totals(connection, kept)
    kept_rows = sum(t.rows for t in totals)
    return Manifest(
        file=name,
        sha256=sha,
        size=found.size,
        encoding=found.encoding,
        delimiter=found.written.delimiter,
        layout=found.layout.vintage,
        unknown_columns=found.layout.unknown,
        missing_columns=found.layout.missing,
        rows_in=kept_rows + rejected,
        kept=kept_rows,
        rejected=rejected,
        mended=mended,
        reasons=reasons,
        unread=unread,
        formulas=_formulas(connection, kept, [n for n in FREE_TEXT if n in names]),
        first_month=first,
        last_month=last,
        totals=totals,
    )


def _counts(connection: DuckDBPyConnection, what: str, rows: str) -> dict[str, int]:
    found = connection.execute(f"SELECT {what}, count(*) FROM {rows} GROUP BY 1 ORDER BY 1")  # noqa: S608
    return dict(found.fetchall())


def _totals(connection: DuckDBPyConnection, kept: str) -> tuple[Totals, ...]:
    sums = ", ".join(
        f"coalesce(sum({name}), 0)"
        for name in (
            "total_activity_value_amt_vat_excl",
            "total_activity_value_vat_amt",
            "total_activity_value_amt_vat_incl",
        )
    )
    found = connection.execute(
        f"SELECT coalesce(transaction_currency_code, ''), count(*), {sums} FROM {kept} "  # noqa: S608
        "GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return tuple(Totals(*row) for row in found)


def _formulas(connection: DuckDBPyConnection, kept: str, names: list[str]) -> dict[str, int]:
    if not names:
        return {}
    counts = ", ".join(f"count_if({quoted(n)} >= '=' AND {quoted(n)} < '>')" for n in names)
    found = connection.execute(f"SELECT {counts} FROM {kept}").fetchone() or ()  # noqa: S608
    return {name: rows for name, rows in zip(names, found, strict=True) if rows}
