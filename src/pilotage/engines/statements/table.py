"""A flat report by the names of its columns: every row is kept or counted as rejected."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from pilotage.engines.mill.flat import open_flat, records
from pilotage.engines.mill.numerals import Mark, amount_of, decimal_mark
from pilotage.engines.statements.figure import Source
from pilotage.kernel.text import Text

_MISSING = frozenset({"", "-", "--", "—", "n/a", "null"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row from 1 and its cells by column; columns that nobody asks for are kept too."""

    row: int
    cells: Mapping[str, str]
    mark: Mark

    def text(self, *names: str) -> str:
        """The first of these columns that is filled."""
        return next((told for name in names if (told := self.cells.get(name, "").strip())), "")

    def number(self, name: str) -> Decimal | None:
        """None where the column is not there, is empty or `--`, or spells no number."""
        told = self.cells.get(name, "").strip()
        return None if told.lower() in _MISSING else amount_of(told, self.mark)

    def bad(self, names: Collection[str]) -> bool:
        """Whether one of these cells has something in it that is no number."""
        filled = (self.cells.get(name, "").strip() for name in names)
        return any(t.lower() not in _MISSING and amount_of(t, self.mark) is None for t in filled)


@dataclass(slots=True)
class Table:
    """Rows in = `rows` + `rejected`."""

    source: Source
    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    rejected: list[int] = field(default_factory=list)


def letters(name: str) -> str:
    """`Starting Warehouse Balance` and `starting-warehouse-balance` are one column."""
    return re.sub(r"[^a-z0-9]", "", name)


def read_table(
    path: Path, needed: Collection[str], says: Text, numbers: Collection[str], *, by_letters: bool = False
) -> Table:  # fmt: skip
    """`numbers` are the columns whose cells must be numbers or missing. Raises `Invalid` for another report."""
    flat = open_flat(path, needed, says)
    columns = tuple(letters(name) for name in flat.columns) if by_letters else flat.columns
    at = [n for n, name in enumerate(columns) if name in numbers]
    mark = decimal_mark(_filled(record.cells[n] for record in records(flat) for n in at))
    made = Table(Source(path.name, flat.sha256), columns)
    for record in records(flat):
        row = Row(record.row, dict(zip(columns, record.cells, strict=True)), mark)
        if record.fault or row.bad(numbers):
            made.rejected.append(record.row)
        else:
            made.rows.append(row)
    return made


def _filled(cells: Iterator[str]) -> Iterator[str]:
    return (cell.strip() for cell in cells if cell.strip().lower() not in _MISSING)
