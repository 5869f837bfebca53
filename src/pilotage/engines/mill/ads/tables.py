"""An Ads file as typed columns: every row of it kept or rejected, every column known or carried along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.mill.ads.cells import (
    MISSING,
    Ints,
    counts,
    days,
    ids,
    money,
    range_ends,
    texts,
)
from pilotage.engines.mill.ads.grids import Grid, grids
from pilotage.engines.mill.ads.headings import columns
from pilotage.engines.mill.numerals import Mark, decimal_mark

VITAL = ("impressions", "clicks", "spend", "sales", "orders")
_LOOKED_AT = 200_000  # cells that may show a file's decimal mark


class Rejected(NamedTuple):
    """A row whose figures cannot be believed: its number from 1, the column, what stood there, why."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class AdsTable:
    """One table in columns of equal length, rejected rows taken out.

    `texts`: words and ids; `counts`: whole numbers; `money`: millionths, `MISSING` where blank; `days`: NaT where
    blank; `extra`: columns nobody knows, as they stand in the file.
    """

    kind: str
    name: str
    rows_in: int
    kept: int
    texts: dict[str, list[str]]
    counts: dict[str, Ints]
    money: dict[str, Ints]
    days: dict[str, NDArray[np.datetime64]]
    extra: dict[str, list[Any]]
    rejected: tuple[Rejected, ...]
    guessed: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> list[str]:
        """A column of texts; blanks where the file has none."""
        return self.texts.get(name) or [""] * self.kept

    def count(self, name: str) -> Ints:
        """A column of counts; zeros where the file has none."""
        return self.counts.get(name, np.zeros(self.kept, np.int64))

    def amount(self, name: str) -> Ints:
        """A column of money with 0 for blanks."""
        found = self.money.get(name)
        if found is None:
            return np.zeros(self.kept, np.int64)
        return np.where(found == MISSING, 0, found)


@dataclass(frozen=True, slots=True)
class AdsFile:
    """What a file holds and how it is written. `gathered`: how many rows its table was gathered from; 0: it is the rows."""

    file: str
    sha256: str
    form: str
    encoding: str
    tables: tuple[AdsTable, ...]
    ignored: tuple[tuple[str, int], ...]
    gathered: int = 0

    def of_kind(self, *kinds: str) -> tuple[AdsTable, ...]:
        """Its tables of these kinds."""
        return tuple(table for table in self.tables if table.kind in kinds)


def read_rows(path: Path) -> AdsFile:
    """Read a workbook, text or JSON of Amazon's. Raises `Invalid` for any other."""
    found = grids(path)
    tables = tuple(_table(grid) for grid in found.grids)
    return AdsFile(path.name, found.sha256, found.form, found.encoding, tables, found.ignored)


def kind_of(names: Any) -> str:
    """What a table is, from the columns it has."""
    if "event_from" in names and "event_to" in names:
        return "history"
    if "entity" in names:
        return "portfolios" if "clicks" not in names and "campaign_id" not in names else "bulk"
    if "search_term" in names:
        return "search_term"
    if "targeting" in names or "keyword_text" in names:
        return "targeting"
    return "placement" if "placement_name" in names else "campaign"


def _table(grid: Grid) -> AdsTable:
    places, rows = grid.heads.places, grid.rows
    by_place: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else []
    cells = {
        name: _merged([by_place[at] for at in all_]) if rows else []
        for name, all_ in places.items()
    }
    if "date_range" in cells and "start_day" not in cells:
        cells["start_day"], cells["end_day"] = range_ends(cells["date_range"])
    table = AdsTable(
        kind_of(cells), grid.name, len(rows), len(rows), {}, {}, {}, {},
        {text: list(by_place[at]) if rows else [] for text, at in grid.heads.unknown.items()},
        (), grid.heads.guessed,
    )  # fmt: skip
    rejected = [Rejected(row, "", "", why) for row, why in grid.faults.items()]
    mark = _mark(cells)
    for name, column in cells.items():
        rejected += _typed(table, name, column, mark)
    return _without(table, tuple(sorted(rejected)))


def _merged(columns_: list[Sequence[Any]]) -> Sequence[Any]:
    """The first that is not blank: a column, else its informational twin."""
    if len(columns_) == 1:
        return columns_[0]
    return [
        next((cell for cell in cells if cell != ""), "") for cells in zip(*columns_, strict=True)
    ]


def _mark(cells: dict[str, Sequence[Any]]) -> Mark:
    spelt = (
        cell
        for cell in chain.from_iterable(
            islice(cells[name], _LOOKED_AT) for name in ("spend", "sales", "bid", "daily_budget", "cpc") if name in cells
        )
        if isinstance(cell, str) and cell
    )  # fmt: skip
    return decimal_mark(_bare(cell) for cell in spelt)


def _bare(cell: str) -> str:
    return "".join(c for c in cell if c.isdigit() or c in ".,-+")


def _typed(table: AdsTable, name: str, cells: Sequence[Any], mark: Mark) -> list[Rejected]:
    kind = columns()[name].kind
    wrong: list[int] = []
    if kind == "count":
        table.counts[name], wrong = counts(cells, mark)
    elif kind == "money":
        table.money[name], wrong = money(cells, mark)
    elif kind == "date":
        table.days[name], _ = days(cells)
    elif kind == "id":
        table.texts[name] = ids(cells)
    elif kind == "text":
        table.texts[name] = texts(cells, name)
    else:  # shares are worked out anew; what the file says is carried along
        table.extra[name] = list(cells)
    if name not in VITAL:
        return []
    return [Rejected(n + 1, name, str(cells[n])[:60], "NOT_A_NUMBER") for n in wrong]


def _without(table: AdsTable, rejected: tuple[Rejected, ...]) -> AdsTable:
    out = {one.row - 1 for one in rejected}
    if not out:
        return table
    keep = np.ones(table.rows_in, bool)
    keep[list(out)] = False
    firsts = {one.row: one for one in reversed(rejected)}
    return AdsTable(
        table.kind, table.name, table.rows_in, int(keep.sum()),
        {name: _kept(column, keep) for name, column in table.texts.items()},
        {name: column[keep] for name, column in table.counts.items()},
        {name: column[keep] for name, column in table.money.items()},
        {name: column[keep] for name, column in table.days.items()},
        {name: _kept(column, keep) for name, column in table.extra.items()},
        tuple(firsts[row] for row in sorted(firsts)), table.guessed,
    )  # fmt: skip


def _kept(column: list[Any], keep: NDArray[np.bool_]) -> list[Any]:
    return [cell for cell, kept in zip(column, keep, strict=True) if kept]
