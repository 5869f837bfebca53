"""Listings with the accepted suggestions followed: a workbook that tells each change, and JSON; both can be checked again.

Columns bear names that `columns.py` knows. A row of the file that could not be read is told on a sheet of its own.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Self

from pilotage.engines.listings.findings import Finding, codes, field_name
from pilotage.engines.listings.listing import Listing, Reject
from pilotage.engines.listings.reading import REASONS

_ROWS = 1_000_000  # a worksheet ends at 1,048,576 rows; what is beyond goes on another
_CELL = 32_767
_TOO_LONG = "（超过工作簿单元格上限，见 JSON · too long for a workbook: see the JSON）"
_CHANGES = (
    "行 · Row",
    "SKU",
    "字段",
    "Field",
    "规则 · Rule",
    "原文 · Before",
    "改后 · After",
    "改法 · How",
)
_REJECTED = ("行 · Row", "原因", "Reason", "内容 · Read")
# Fields whose own name is no heading.
_HEADINGS = {"highlights": "item_highlights", "bullet": "bullet_point", "action": "operation"}


class Corrected:
    """Takes listings as they are to be, within `with`, then writes them. Rows wait in files, not in memory."""

    def __init__(self) -> None:
        self._kept: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  closed at the end of `with`
        self._changes: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        self._rejects: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        self._headings: dict[str, None] = {"sku": None}
        self.changed = 0

    def take(self, one: Listing, mended: Iterable[Finding] = ()) -> None:
        """One listing as it is to be; each finding that was `mended` in it is told as a change."""
        cells = _cells(one)
        self._headings.update(dict.fromkeys(cells))
        _put(self._kept, cells)
        for found in mended:
            if better := found.suggestion:
                self.changed += 1
                said, rule = field_name(found.field), codes()[found.code].short
                _put(self._changes, [one.row, one.sku, said.zh, said.en, str(rule), better.before, better.after, str(better.says)])  # fmt: skip

    def reject(self, row: Reject) -> None:
        """A row that could not be read."""
        said = REASONS[row.reason]
        _put(self._rejects, [row.row, said.zh, said.en, row.shown])

    def write(self, book: Path, plain: Path) -> None:
        """The workbook and the JSON (an array with one object for each listing)."""
        headings = list(self._headings)
        self._write_json(plain)
        rows = ([one.get(name, "") for name in headings] for one in _got(self._kept))
        _write_book(
            book,
            (
                ("listings", headings, rows),
                ("改动 Changes", _CHANGES, _got(self._changes)),
                ("未能检查 Not checked", _REJECTED, _got(self._rejects)),
            ),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self._kept, self._changes, self._rejects):
            one.close()

    def _write_json(self, path: Path) -> None:
        with path.open("w", encoding="utf-8") as file:
            mark = "[\n"
            for one in _got(self._kept):
                file.write(mark + json.dumps(one, ensure_ascii=False).encode("utf-8", "replace").decode())  # fmt: skip
                mark = ",\n"
            file.write("[]\n" if mark == "[\n" else "\n]\n")


def heading(field: str) -> str:
    """The column of a field, as `columns.known` reads it: a bullet by its number, a second language by its tag.

    >>> heading("title"), heading("bullet_2"), heading("bullet_2.fr")
    ('title', 'bullet_point_2', 'bullet_point[language_tag=fr]#2.value')
    """
    name, _, tag = field.partition(".")
    base, _, number = name.rpartition("_")
    if base != "bullet":
        base, number = name, ""
    base = _HEADINGS.get(base, base)
    if tag:
        return f"{base}[language_tag={tag}]#{number or 1}.value"
    return f"{base}_{number}" if number else base


def _cells(one: Listing) -> dict[str, str]:
    texts = {heading(written.field): written.text for written in one.texts}
    facts = {heading(name): value for name, value in one.facts.items()}
    return {"sku": one.sku, **texts, **facts, **one.other}


def _put(file: IO[str], row: object) -> None:
    file.write(json.dumps(row) + "\n")


def _got(file: IO[str]) -> Iterator[Any]:
    file.seek(0)
    return map(json.loads, file)


def _write_book(path: Path, sheets: Iterable[tuple[str, Iterable[str], Iterable[Any]]]) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for title, head, rows in sheets:
        _fill(book, title, list(head), rows)
    book.save(path)


def _fill(book: Any, title: str, head: list[str], rows: Iterable[Any]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    def cell(value: object) -> Any:
        if not isinstance(value, str):
            return value
        text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value).encode("utf-8", "replace").decode()
        one = WriteOnlyCell(sheet, value=None)
        one.value = text if len(text) <= _CELL else _TOO_LONG
        one.data_type = "s"  # a text that begins with = is no formula
        return one

    sheet, part = book.create_sheet(title), 1
    sheet.append([cell(name) for name in head])
    for number, row in enumerate(rows):
        if number and number % _ROWS == 0:
            part += 1
            sheet = book.create_sheet(f"{title} {part}")
            sheet.append([cell(name) for name in head])
        sheet.append([cell(value) for value in row])
