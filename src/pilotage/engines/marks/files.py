"""CSV of names, pairs, portfolios and registers: any usual encoding, columns by their names, every row accounted for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pilotage.engines.marks.register import Entry
from pilotage.engines.marks.uspto import filings, is_uspto
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_ENCODINGS = ("utf-8-sig", "gb18030", "cp1252")
_NAMES = {
    "id": ("id", "number", "no", "serial", "registration_number", "注册号", "编号"),
    "mark": ("mark", "name", "trademark", "trade_mark", "商标", "商标名称", "名称"),
    "classes": ("classes", "class", "nice", "nice_classes", "类别", "国际分类"),
    "status": ("status", "state", "状态", "法律状态"),
}
_NEXT = Text(
    "请给出带表头的 CSV（UTF-8）。列名见 pilotage marks --help。",
    "Give a CSV with a header (UTF-8). The columns are named in pilotage marks --help.",
)


@dataclass(frozen=True, slots=True)
class Table:
    """Header as it stands, rows cut or filled to its width."""

    header: tuple[str, ...]
    rows: list[list[str]]

    def column(self, *names: str) -> int | None:
        """The first column that is called one of these, whatever its case."""
        called = [cell.strip().lower().replace(" ", "_") for cell in self.header]
        return next((called.index(name) for name in names if name in called), None)


def read_table(path: Path) -> Table:
    """Raises `Invalid` in a sentence where it is no table."""
    header, rows = _table(path)
    return Table(header, list(rows))


def entries(path: Path) -> list[Entry]:
    """A register or a portfolio: `mark` is needed (`name` will do); without `id` rows are numbered.

    The USPTO's bulk XML, or its zip, will do as well.
    """
    if is_uspto(path):
        return filings(path)
    header, rows = _table(path)
    table = Table(header, [])
    at = {field: table.column(*names) for field, names in _NAMES.items()}
    if at["mark"] is None:
        raise _lacking(path, "mark")
    known = {column for column in at.values() if column is not None}
    others = [(n, name) for n, name in enumerate(header) if n not in known]
    # Offices, states, days and classes stand in a register a thousand times each; one of each is kept.
    kept: dict[tuple[str, str], tuple[str, str]] = {}

    def one(name: str, value: str) -> tuple[str, str]:
        return kept.setdefault((name, value), (name, value))

    return [
        Entry(
            _cell(row, at["id"]) or str(number),
            _cell(row, at["mark"]),
            one("", _cell(row, at["classes"]))[1],
            one("", _cell(row, at["status"]))[1],
            tuple([one(name, row[n]) for n, name in others]),
        )
        for number, row in enumerate(rows, 1)
    ]


def pairs(path: Path) -> tuple[Table, Iterator[tuple[list[str], str, str, str, str]]]:
    """The table, and for each row (row, mark a, mark b, classes a, classes b)."""
    table = read_table(path)
    at = [table.column(name) for name in ("mark_a", "mark_b", "classes_a", "classes_b")]
    for name, column in zip(("mark_a", "mark_b"), at, strict=False):
        if column is None:
            raise _lacking(path, name)
    return table, ((row, *(_cell(row, n) for n in at)) for row in table.rows)  # type: ignore[misc]


def _table(path: Path) -> tuple[tuple[str, ...], Iterator[list[str]]]:
    """The header, and the rows as they are read: a register of millions is never held twice."""
    try:
        content = path.read_bytes()
    except OSError:
        raise _unusable(path) from None
    encoding = _encoding(content)
    if encoding is None:
        raise _unusable(path)
    first = next((line for line in _lines(content, encoding) if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    rows = (row for row in _rows(content, encoding, delimiter) if row is None or any(row))
    header = next(rows, None)
    if not header or not first:
        raise _unusable(path)
    width = len(header)
    return tuple(header), (((row or []) + [""] * width)[:width] for row in rows)


def _rows(content: bytes, encoding: str, delimiter: str) -> Iterator[list[str] | None]:
    """Every row; None for one with a cell that the parser refuses (128 KiB, a limit of the whole process): no mark."""
    reader = csv.reader(_lines(content, encoding), delimiter=delimiter)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    text = io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace", newline="")
    return (line.replace("\0", "") for line in text)


def _cell(row: Sequence[str], column: int | None) -> str:
    return "" if column is None else row[column].strip()


def _encoding(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding in _ENCODINGS:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


def _unusable(path: Path) -> Invalid:
    return Invalid(
        "FILE_UNUSABLE",
        Text("无法读取 {name}。", "{name} cannot be read."),
        _NEXT,
        name=path.name,
    )


def _lacking(path: Path, column: str) -> Invalid:
    return Invalid(
        "COLUMN_MISSING",
        Text("{name} 缺少 {column} 列。", "{name} lacks the column {column}."),
        _NEXT,
        name=path.name,
        column=column,
    )
