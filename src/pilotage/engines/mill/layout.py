"""From a header row to the columns of the file: by name, never by position."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pilotage.engines.mill.columns import (
    BY_HEADER,
    BY_NAME,
    COLUMNS,
    DECIDING,
    VITAL,
    Column,
    Kind,
)
from pilotage.engines.mill.refusals import columns_missing, columns_twice


@dataclass(frozen=True, slots=True)
class Layout:
    """The file's columns in the file's order; unknown ones as text under `extra_…`."""

    columns: tuple[Column, ...]
    unknown: tuple[str, ...]  # headers as written
    missing: tuple[str, ...]  # headers of this report that the file lacks

    @property
    def vintage(self) -> int:
        """95, or 92 for the layout of 2020 without scheme and responsibility."""
        return 92 if "TAX_REPORTING_SCHEME" in self.missing else 95

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def normal(cell: str) -> str:
    """A header cell as the report spells it: upper case, no quotes, one underscore for blanks.

    >>> normal('\\ufeff" Transaction type "')
    'TRANSACTION_TYPE'
    """
    return re.sub(r"[\s_]+", "_", cell.strip("\ufeff\u200b \t\r\n\"'").upper()).strip("_")


def layout(cells: list[str]) -> Layout:
    """The layout that a header row spells.

    Raises `Invalid`: COLUMNS_MISSING when a column that decides tax is not there,
    COLUMN_TWICE when one is there twice.
    """
    headers = [normal(cell) for cell in cells]
    known = [BY_HEADER[h] for h in headers if h in BY_HEADER]
    twice = [c.header for c, times in Counter(known).items() if times > 1]
    if twice:
        raise columns_twice(twice)
    missing = tuple(c.header for c in COLUMNS if c not in known)
    # All three later columns absent is the layout of 2020; one of them alone is a lost column.
    vintage = {c.header for c in COLUMNS if not c.in_2020}
    lost = [h for h in missing if h in DECIDING or (h in vintage and not vintage <= set(missing))]
    if lost:
        raise columns_missing(lost)
    columns = _named(headers)
    unknown = tuple(
        cell.strip() for cell, h in zip(cells, headers, strict=True) if h not in BY_HEADER
    )
    return Layout(columns=columns, unknown=unknown, missing=missing)


def _named(headers: list[str]) -> tuple[Column, ...]:
    taken: set[str] = set()
    columns = []
    for position, header in enumerate(headers, start=1):
        column = BY_HEADER.get(header) or _extra(header, position, taken)
        taken.add(column.name)
        columns.append(column)
    return tuple(columns)


def _extra(header: str, position: int, taken: set[str]) -> Column:
    name = "extra_" + (re.sub(r"\W+", "_", header.lower()).strip("_") or f"column_{position}")
    if name in taken:
        name = f"{name}_{position}"
    return Column(header=header, name=name, kind=Kind.TEXT)


def chosen(found: Layout, columns: Iterable[str] | None) -> tuple[Column, ...]:
    """The columns to keep: those asked for and those the accounting needs, in a fixed order."""
    extras = tuple(c for c in found.columns if c.name not in BY_NAME)
    if columns is None:
        return COLUMNS + extras
    needed = {*columns, *VITAL, "transaction_currency_code"}
    return tuple(c for c in COLUMNS + extras if c.name in needed)
