"""From a report file to typed rows, rejects and a manifest; all rows accounted for, or nothing written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pilotage.engines.mill.accounting import account
from pilotage.engines.mill.blocks import NotUtf8
from pilotage.engines.mill.cells import literal, quoted
from pilotage.engines.mill.engine import Limits, connect
from pilotage.engines.mill.layout import chosen
from pilotage.engines.mill.manifest import Manifest
from pilotage.engines.mill.opening import opened
from pilotage.engines.mill.rejects import Reject
from pilotage.engines.mill.survey import sha256
from pilotage.engines.mill.writing import write

Progress = Callable[[int, int], None]


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
    None for all; `progress(done, total)` counts bytes of the report. Raises `Invalid`
    for a file that is not this report; then nothing is written.
    """
    out.mkdir(parents=True, exist_ok=True)
    limits = limits or Limits()
    with (
        tempfile.TemporaryDirectory(dir=limits.spill_to or out, prefix=".mill-") as folder,
        ThreadPoolExecutor(1) as aside,
    ):
        scratch = Path(folder)
        found = opened(report, scratch)
        digest = aside.submit(sha256, report)
        wanted = chosen(found.layout, columns)
        draft = scratch / "rows.parquet"

        def tell(share: float) -> None:
            if progress:
                progress(int(share * found.size), found.size)

        try:
            mended = write(found, wanted, draft, limits.threads, tell)
        except NotUtf8:
            found = opened(report, scratch, as_utf8=False)
            mended = write(found, wanted, draft, limits.threads, tell)
        names = tuple(column.name for column in wanted)
        with connect(limits) as connection:
            called = name or report.name
            manifest = account(connection, draft, found, names, called, digest.result(), mended)
        rows = out / "rows.parquet"
        draft.replace(rows)
    return Reading(manifest, rows, names)


# The month of a row that names no period is the month of its completion.
PERIOD_MONTH = "coalesce(activity_period, date_trunc('month', transaction_complete_date)::DATE)"


def rows_sql(reading: Reading) -> str:
    """SELECT of the kept rows: `file_sha256`, `row`, `period_month`, then the columns."""
    names = ", ".join(quoted(name) for name in reading.columns)
    return (
        f"SELECT {literal(reading.manifest.sha256)} AS file_sha256, "  # noqa: S608
        f"file_row_number + 1 AS row, {PERIOD_MONTH} AS period_month, {names} FROM read_parquet({literal(str(reading.rows))}, "
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
