"""From a report file to typed rows, rejects and a manifest; all rows accounted for, or nothing written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pilotage.engines.mill.accounting import account
from pilotage.engines.mill.cells import literal, quoted
from pilotage.engines.mill.engine import Limits, connect
from pilotage.engines.mill.manifest import Manifest
from pilotage.engines.mill.mending import mend
from pilotage.engines.mill.opening import Opened, opened
from pilotage.engines.mill.refusals import not_accounted
from pilotage.engines.mill.rejects import Reject
from pilotage.engines.mill.selection import Source, chosen, mended_source, plain_source, typed_sql
from pilotage.engines.mill.survey import Progress

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Reading:
    """What one report became: `rows` is Parquet, one row per data row of the report."""

    manifest: Manifest
    rows: Path
    columns: tuple[str, ...]


def read(
    report: Path,
    out: Path,
    *,
    name: str | None = None,
    columns: Iterable[str] | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read `report` into `out/rows.parquet`.

    `name` is what the user calls the file (default: its own name); `columns` are names in code,
    None for all; `progress(done, total)` counts bytes. Raises `Invalid` for a file that is not
    this report, or whose rows cannot be accounted for; then nothing is written.
    """
    out.mkdir(parents=True, exist_ok=True)
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(dir=limits.spill_to or out, prefix=".mill-") as folder:
        scratch = Path(folder)
        found = opened(report, scratch, progress)
        wanted = chosen(found.layout, columns)
        draft = scratch / "rows.parquet"
        names = tuple(column.name for column in wanted)
        with connect(limits) as connection:
            source = plain_source(found)
            mended = not _wrote(connection, typed_sql(source, found.layout, wanted), draft, source)
            if mended:
                source = _mended(found, scratch / "mended.csv")
                if not _wrote(connection, typed_sql(source, found.layout, wanted), draft, source):
                    raise not_accounted(source.rows, _count(connection, draft))
            manifest = account(connection, draft, found, names, name or report.name, mended)
        rows = out / "rows.parquet"
        draft.replace(rows)
    return Reading(manifest, rows, names)


def _mended(found: Opened, target: Path) -> Source:
    width = len(found.layout.columns)
    rows = mend(
        found.text,
        target,
        delimiter=found.written.delimiter,
        width=width,
        lines_before=found.written.lines_before,
    )
    return mended_source(target, rows)


def _wrote(connection: DuckDBPyConnection, select: str, draft: Path, source: Source) -> bool:
    """Write the rows; whether every line of the source became exactly one row."""
    import duckdb

    if source.rows < 0:
        return False
    try:
        connection.execute(
            f"COPY ({select}) TO {literal(str(draft))} "
            "(FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE 40960)"
        )
    except duckdb.Error:
        if source.is_mended:
            raise
        return False  # a broken line: the careful way will name it
    return _count(connection, draft) == source.rows


def _count(connection: DuckDBPyConnection, rows: Path) -> int:
    found = connection.execute(f"SELECT count(*) FROM read_parquet({literal(str(rows))})")  # noqa: S608
    return int((found.fetchone() or (0,))[0])


def rows_sql(reading: Reading) -> str:
    """SELECT of the kept rows: `file_sha256`, `row`, `period_month`, then the columns."""
    names = ", ".join(quoted(name) for name in reading.columns)
    return (
        f"SELECT {literal(reading.manifest.sha256)} AS file_sha256, "  # noqa: S608
        "file_row_number + 1 AS row, "
        "coalesce(activity_period, date_trunc('month', transaction_complete_date)::DATE) "
        f"AS period_month, {names} FROM read_parquet({literal(str(reading.rows))}, "
        "file_row_number=true) WHERE fault IS NULL"
    )


def rejects(reading: Reading) -> list[Reject]:
    """The rejected rows in the report's order."""
    with connect() as connection:
        found = connection.execute(
            "SELECT file_row_number + 1, fault.column, fault.value, fault.reason "  # noqa: S608
            f"FROM read_parquet({literal(str(reading.rows))}, file_row_number=true) "
            "WHERE fault IS NOT NULL ORDER BY 1"
        ).fetchall()
    return [Reject(reading.manifest.file, *row) for row in found]
