# ruff: noqa: S608 - SQL is put together from quoted names and literals
"""A long history in Parquet, gathered: millions of daily rows to one row per names and age, exact in every sum.

Ages as the planner weighs them, counted from the last day: each of the last nine days, then weeks to four, then fortnights
and quarters. Columns are known by their names as in any other file; shares and columns nobody knows are left out.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pilotage.engines.mill.ads.cells import Ints, ids, texts
from pilotage.engines.mill.ads.headings import Heads, columns, heads
from pilotage.engines.mill.ads.refusals import refused
from pilotage.engines.mill.ads.tables import VITAL, AdsFile, AdsTable, Rejected, kind_of
from pilotage.engines.mill.cells import literal, quoted
from pilotage.engines.mill.engine import connect

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MAGIC = b"PAR1"
_LEAST_KNOWN = 3
_SHOWN = 80
_MOST_REJECTS = 10_000
_DAYS = ("day", "start_day", "end_day")
_AGE = "date_diff('day', {day}, DATE {last})"
_BUCKET = "CASE WHEN {age} <= 8 THEN {age} WHEN {age} < 28 THEN 9 + {age} // 7 WHEN {age} < 91 THEN 20 + {age} // 14 ELSE 40 + {age} // 91 END"  # fmt: skip


def is_parquet(path: Path) -> bool:
    """Whether the file begins as Parquet does; False where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(4) == MAGIC
    except OSError:
        return False


def gathered(path: Path) -> AdsFile:
    """The history at `path` as a file of one table; `AdsFile.gathered` says how many rows it held. Raises `Invalid`."""
    import duckdb

    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        with connect() as connection:
            return _Gathering(connection, path).file(sha256)
    except (duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException):
        raise refused("BROKEN_PARQUET", path) from None


class _Gathering:
    def __init__(self, connection: DuckDBPyConnection, path: Path) -> None:
        self._run, self._path = connection, path
        self._file = f"read_parquet({literal(str(path))}, file_row_number = true)"
        described = connection.execute(f"DESCRIBE SELECT * FROM {self._file}").fetchall()
        self._names = [row[0] for row in described]
        self._heads: Heads = heads(self._names)
        if len(self._heads.places) < _LEAST_KNOWN:
            raise refused("NOT_AN_ADS_FILE", path, ", ".join(self._names)[:_SHOWN])
        if not {"clicks", "spend"} <= set(self._heads.places):
            raise refused("NO_MEASURES", path)
        kinds = {name: columns()[name].kind for name in self._heads.places}
        self._words = [name for name, kind in kinds.items() if kind in ("text", "id")]
        self._sums = [name for name, kind in kinds.items() if kind in ("count", "money")]
        self._money = [name for name in self._sums if kinds[name] == "money"]
        self._days = [name for name in _DAYS if kinds.get(name) == "date"]

    def file(self, sha256: str) -> AdsFile:
        """The gathered table with its rejects."""
        rows = self._one(f"SELECT count(*) FROM {self._file}")
        words, numbers = self._grouped()
        rejected = self._rejected() if int(numbers.pop("rows").sum()) < rows else []
        kept = len(numbers["clicks"])
        table = AdsTable(
            kind_of(set(self._heads.places)), self._path.name, kept, kept,
            words,
            {name: numbers[name] for name in self._sums if name not in self._money},
            {name: numbers[name] for name in self._money},
            {name: numbers[name] for name in self._known_days()},
            {}, tuple(rejected), self._heads.guessed,
        )  # fmt: skip
        return AdsFile(self._path.name, sha256, "parquet", "utf-8", (table,), (), rows)

    def _known_days(self) -> list[str]:
        return ["start_day", "end_day"] if self._days else []

    def _column(self, name: str) -> str:
        return quoted(self._names[self._heads.places[name][0]])

    def _number(self, name: str) -> str:
        """The cell as a finite number that a measure can be, NULL otherwise."""
        cell = f"TRY_CAST({self._column(name)} AS DOUBLE)"
        whole = "" if name in self._money else f" AND {cell} >= 0 AND {cell} = floor({cell})"
        return f"CASE WHEN isfinite({cell}) AND abs({cell}) < 1e12{whole} THEN {cell} END"

    @property
    def _wrong(self) -> dict[str, str]:
        """Per vital measure: that a row has a cell for it and the cell is no number."""
        return {
            name: f"({self._column(name)} IS NOT NULL AND {self._number(name)} IS NULL)"
            for name in VITAL if name in self._sums
        }  # fmt: skip

    def _rejected(self) -> list[Rejected]:
        cases = " ".join(f"WHEN {wrong} THEN {literal(name)}" for name, wrong in self._wrong.items())  # fmt: skip
        cells = " ".join(f"WHEN {wrong} THEN CAST({self._column(name)} AS VARCHAR)" for name, wrong in self._wrong.items())  # fmt: skip
        sql = f"SELECT file_row_number + 1, CASE {cases} END AS what, CASE {cells} END FROM {self._file} WHERE {' OR '.join(self._wrong.values())} ORDER BY 1 LIMIT {_MOST_REJECTS}"  # fmt: skip
        return [Rejected(row, what, str(cell)[:60], "NOT_A_NUMBER") for row, what, cell in self._run.execute(sql).fetchall()]  # fmt: skip

    def _grouped(self) -> tuple[dict[str, list[Any]], dict[str, Any]]:
        keys = [f"{self._column(name)} AS {quoted('w_' + name)}" for name in self._words]
        groups = [self._column(name) for name in self._words]
        picks = ["count(*) AS rows", *(self._sum(name) for name in self._sums)]
        if self._days:
            first, last = (f"TRY_CAST({self._column(name)} AS DATE)" for name in (self._days[0], self._days[-1]))  # fmt: skip
            picks += [f"min({first}) AS start_day", f"max({last}) AS end_day"]
            newest = self._one(f"SELECT CAST(max({last}) AS VARCHAR) FROM {self._file}")
            if newest:
                age = _AGE.format(day=last, last=literal(newest))
                groups.append(_BUCKET.format(age=age))
        sql = f"SELECT {', '.join([*keys, *picks])} FROM {self._file} WHERE NOT ({' OR '.join(self._wrong.values())}) GROUP BY {', '.join(groups) or '()'}"  # fmt: skip
        found = self._run.execute(sql).to_arrow_table()
        words = {name: _texts(found.column("w_" + name), name) for name in self._words}
        numbers: dict[str, Any] = {name: _ints(found.column(name)) for name in (*self._sums, "rows")}  # fmt: skip
        numbers |= {name: found.column(name).to_numpy().astype("datetime64[D]") for name in self._known_days()}  # fmt: skip
        return words, numbers

    def _sum(self, name: str) -> str:
        cell = self._number(name)
        each = f"CAST(round({cell} * 1000000) AS BIGINT)" if name in self._money else f"CAST({cell} AS BIGINT)"  # fmt: skip
        return f"CAST(sum({each}) AS BIGINT) AS {quoted(name)}"

    def _one(self, sql: str) -> Any:
        row = self._run.execute(sql).fetchone()
        return row[0] if row else None


def _texts(column: Any, name: str) -> list[str]:
    """A column of words: each spelling is read once."""
    import pyarrow as pa

    coded = column.combine_chunks().cast(pa.string()).dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks() if coded.num_chunks != 1 else coded.chunk(0)
    spelt = [*coded.dictionary.to_pylist(), ""]  # code -1: blank
    said = ids(spelt) if columns()[name].kind == "id" else texts(spelt, name)
    return [said[n] for n in coded.indices.fill_null(-1).to_numpy().tolist()]


def _ints(column: Any) -> Ints:
    found = column.fill_null(0).to_numpy()
    return np.asarray(found, np.int64)
