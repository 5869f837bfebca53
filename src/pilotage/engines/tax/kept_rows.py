# ruff: noqa: S608 - SQL is put together from numbers and paths of our own, and quoted literals
"""The rows of a run as they were read (留存行), kept so that one of them can be looked at again."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pilotage.engines.mill import PERIOD_MONTH, REASONS, Reading, duplicates_sql
from pilotage.engines.mill.cells import literal
from pilotage.kernel.text import Text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FILE_BITS = 40  # `id` is the report's number above, the row's number in the low bits
REPEATED = "repeated.parquet"


@dataclass(frozen=True, slots=True)
class KeptRows:
    """`reports` in the order of the run, one Parquet file each; `repeated` has the ids that do not count."""

    reports: Sequence[Path]
    repeated: Path

    def offer(self, connection: DuckDBPyConnection, file: int, row: int) -> None:
        """The table `report_rows`: that row and the counted rows of its order, with `id`.

        Columns are read whole for the order's number only: a million rows take a tenth of a second.
        """
        connection.execute(f"CREATE TABLE repeated AS FROM read_parquet({_path(self.repeated)})")
        order = self._order(connection, file, row)
        kept = " UNION ALL ".join(
            f"SELECT {_id(number)} AS id, {PERIOD_MONTH} AS period_month, * EXCLUDE (fault, file_row_number) "
            f"FROM {_rows(path)} WHERE fault IS NULL AND {wanted}"
            for number, path in enumerate(self.reports, start=1)
            for wanted in _wanted(order, row, own=number == file)
        )
        connection.execute(
            f"CREATE TABLE report_rows AS SELECT * FROM ({kept}) WHERE id NOT IN (FROM repeated)"
        )

    def fault(
        self, connection: DuckDBPyConnection, file: int, row: int
    ) -> tuple[str, str, Text] | None:
        """(column, what it holds, why that cannot be read) of a row that was rejected."""
        found = connection.execute(
            f"SELECT fault.column, fault.value, fault.reason FROM {_rows(self.reports[file - 1])} "
            f"WHERE file_row_number = {row - 1} AND fault IS NOT NULL"
        ).fetchone()
        return (found[0], found[1], REASONS[found[2]]) if found else None

    def _order(self, connection: DuckDBPyConnection, file: int, row: int) -> str | None:
        found = connection.execute(
            f"SELECT transaction_event_id FROM {_rows(self.reports[file - 1])} "
            f"WHERE file_row_number = {row - 1}"
        ).fetchone()
        return found[0] if found else None


def _wanted(order: str | None, row: int, *, own: bool) -> list[str]:
    """One plain condition, which DuckDB pushes into the scan; none on another report's rows without order."""
    if order is not None:
        return [f"transaction_event_id = {literal(order)}"]
    return [f"file_row_number = {row - 1}"] if own else []


def keep_rows(
    connection: DuckDBPyConnection, readings: Sequence[Reading], folder: Path
) -> KeptRows:
    """Move what was read into `folder`; `connection` has the table `repeated`."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = KeptRows(
        [folder / f"{number}.parquet" for number in range(1, len(readings) + 1)], folder / REPEATED
    )
    connection.execute(f"COPY repeated TO {_path(kept.repeated)} (FORMAT parquet)")
    for reading, target in zip(readings, kept.reports, strict=True):
        shutil.move(reading.rows, target)
    return kept


def repeated_sql(readings: Sequence[Reading]) -> str:
    """SELECT `id` of the rows that an earlier report of the run holds already."""
    if len(readings) < 2:
        return "SELECT 0::BIGINT AS id WHERE false"
    return (
        f"SELECT (file_number::BIGINT << {FILE_BITS}) | row::BIGINT AS id "
        f"FROM ({duplicates_sql(readings)})"
    )


def _id(number: int) -> str:
    return f"({number}::BIGINT << {FILE_BITS}) | (file_row_number + 1)"


def _rows(path: Path) -> str:
    return f"read_parquet({_path(path)}, file_row_number=true)"


def _path(path: Path) -> str:
    return literal(str(path))
