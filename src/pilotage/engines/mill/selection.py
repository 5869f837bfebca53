"""The one SELECT that types a report: over its own text, or over a mended copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pilotage.engines.mill.cells import (
    BROKEN,
    BROKEN_VALUE,
    VITAL,
    fault,
    literal,
    quoted,
    raw,
    typed,
    unread,
)
from pilotage.engines.mill.columns import BY_NAME, COLUMNS, Column, Kind
from pilotage.engines.mill.layout import Layout
from pilotage.engines.mill.mending import LONGEST
from pilotage.engines.mill.opening import Opened


@dataclass(frozen=True, slots=True)
class Source:
    """Text the engine can read: `rows` that must come out of it, -1 when it must be mended first."""

    path: Path
    delimiter: str
    skip: int
    rows: int
    is_mended: bool


def plain_source(found: Opened) -> Source:
    """The report's own text, when every line may be one row."""
    skip = found.written.lines_before + 1
    rows = -1 if found.has_nul else found.lines - skip
    return Source(found.text, found.written.delimiter, skip, rows, is_mended=False)


def mended_source(path: Path, rows: int) -> Source:
    """A copy that `mending.mend` wrote."""
    return Source(path, ",", 0, rows, is_mended=True)


def chosen(found: Layout, columns: Iterable[str] | None) -> tuple[Column, ...]:
    """The columns to keep: those asked for and those the accounting needs, in a fixed order."""
    extras = tuple(c for c in found.columns if c.name not in BY_NAME)
    if columns is None:
        return COLUMNS + extras
    needed = {*columns, *VITAL, "transaction_currency_code"}
    return tuple(c for c in COLUMNS + extras if c.name in needed)


def typed_sql(source: Source, found: Layout, wanted: tuple[Column, ...]) -> str:
    """SELECT of `wanted` typed, `fault` and `unread`, one row per record, in the file's order."""
    cells = ", ".join(f"{_cell(c, found)} AS {quoted(c.name)}" for c in wanted)
    checked = [c for c in wanted if c.kind is not Kind.TEXT and c in found.columns]
    texts = ", ".join(f"{quoted(c.name)} AS {raw(c.name)}" for c in checked)
    broken = f"{BROKEN}, {BROKEN_VALUE}" if source.is_mended else _UNBROKEN
    names = ", ".join(quoted(c.name) for c in wanted)
    return (
        f"SELECT {names}, {fault()} AS fault, {unread(tuple(checked))} AS unread "  # noqa: S608
        f"FROM (SELECT {cells}, {texts}, {broken} FROM {_text_sql(source, found)})"
    )


_UNBROKEN = f"NULL::VARCHAR AS {BROKEN}, NULL::VARCHAR AS {BROKEN_VALUE}"


def _cell(column: Column, found: Layout) -> str:
    if column in found.columns:
        return typed(column, quoted(column.name))
    return f"NULL::{column.sql_type}"


def _text_sql(source: Source, found: Layout) -> str:
    names = [*found.names, *((BROKEN, BROKEN_VALUE) if source.is_mended else ())]
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({literal(str(source.path))}, auto_detect=false, header=false, "
        f"skip={source.skip}, delim={literal(source.delimiter)}, quote='\"', escape='\"', "
        # Small buffers keep the ordered writer's batches, and so its memory, small.
        f"columns={{{columns}}}, max_line_size={LONGEST * (4 if source.is_mended else 1)}, "
        "buffer_size=4194304)"
    )
