"""From a report file to typed rows, rejects and a manifest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pilotage.engines.mill.cells import VITAL, fault, literal, quoted, raw, typed
from pilotage.engines.mill.columns import BY_NAME, COLUMNS, Column
from pilotage.engines.mill.engine import Limits, connect
from pilotage.engines.mill.layout import Layout, layout
from pilotage.engines.mill.spelling import HEAD, Spelling, spelling


@dataclass(frozen=True, slots=True)
class Reading:
    """What one report became."""

    sha256: str
    rows: Path  # Parquet, one row per data row of the report
    columns: tuple[str, ...]
    rows_in: int
    rejected: int

    @property
    def kept(self) -> int:
        return self.rows_in - self.rejected


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be read: its number, the column, the value and the reason's code."""

    row: int
    column: str
    value: str
    reason: str


def read(
    report: Path,
    out: Path,
    *,
    columns: Iterable[str] | None = None,
    limits: Limits | None = None,
) -> Reading:
    """Read `report` into `out/rows.parquet`; `columns` are names in code, None for all."""
    import hashlib

    out.mkdir(parents=True, exist_ok=True)
    with report.open("rb") as file:
        written = spelling(file.read(HEAD))
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    found = layout(written.header)
    wanted = chosen(found, columns)
    rows = out / "rows.parquet"
    with connect(limits) as connection:
        connection.execute(
            f"COPY ({typed_sql(report, written, found, wanted)}) TO {literal(str(rows))} "
            "(FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE 40960)"
        )
        rows_in, rejected = connection.execute(
            f"SELECT count(*), count(fault) FROM read_parquet({literal(str(rows))})"
        ).fetchone() or (0, 0)
    return Reading(sha256, rows, tuple(c.name for c in wanted), rows_in, rejected)


def chosen(found: Layout, columns: Iterable[str] | None) -> tuple[Column, ...]:
    """The columns to keep: those asked for and those the accounting needs, in a fixed order."""
    extras = tuple(c for c in found.columns if c.name not in BY_NAME)
    if columns is None:
        return COLUMNS + extras
    needed = {*columns, *VITAL, "transaction_currency_code"}
    return tuple(c for c in COLUMNS + extras if c.name in needed)


def typed_sql(report: Path, written: Spelling, found: Layout, wanted: tuple[Column, ...]) -> str:
    """SELECT of the typed columns and `fault` over the text of the file, in the file's order."""
    cells = ",\n".join(
        f"{typed(c, quoted(c.name)) if c in found.columns else f'NULL::{c.kind.sql_type}'} AS {quoted(c.name)}"
        for c in wanted
    )
    texts = ", ".join(f"{quoted(name)} AS {raw(name)}" for name in VITAL)
    names = ", ".join(quoted(c.name) for c in wanted)
    return (
        f"SELECT {names}, {fault()} AS fault FROM (SELECT {cells}, {texts} FROM "
        f"{_text_sql(report, written, found)})"
    )


def _text_sql(report: Path, written: Spelling, found: Layout) -> str:
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in found.names)
    return (
        f"read_csv({literal(str(report))}, auto_detect=false, header=false, "
        f"skip={written.lines_before + 1}, delim={literal(written.delimiter)}, quote='\"', "
        f"escape='\"', columns={{{columns}}}, buffer_size=4194304)"
    )


def rows_sql(reading: Reading) -> str:
    """SELECT of the kept rows: `file_sha256`, `row`, `period_month`, then the columns."""
    names = ", ".join(quoted(name) for name in reading.columns)
    return (
        f"SELECT {literal(reading.sha256)} AS file_sha256, file_row_number + 1 AS row, "
        "coalesce(activity_period, date_trunc('month', transaction_complete_date)::DATE) "
        f"AS period_month, {names} FROM read_parquet({literal(str(reading.rows))}, "
        "file_row_number=true) WHERE fault IS NULL"
    )


def rejects(reading: Reading) -> list[Reject]:
    """The rejected rows in the report's order."""
    with connect() as connection:
        found = connection.execute(
            "SELECT file_row_number + 1, fault.column, fault.value, fault.reason FROM "
            f"read_parquet({literal(str(reading.rows))}, file_row_number=true) "
            "WHERE fault IS NOT NULL ORDER BY 1"
        ).fetchall()
    return [Reject(*row) for row in found]
