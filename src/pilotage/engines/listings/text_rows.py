"""Rows of text tables: tab files as Amazon writes them and as Excel saves them, comma and semicolon files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pilotage.engines.listings.columns import recognised
from pilotage.engines.mill.flat import encoding_of

HEAD = 256 * 1024
LOOKED_AT = 20  # lines in which the header must stand
_WHOLE = re.compile(r'"((?:[^"]|"")*)"')
_FURTHEST = 200  # lines that one quoted cell of a tab file may span

# A row of cells, or None for one beyond the parser's limit.
Row = list[str] | None


@dataclass(frozen=True, slots=True)
class TextTable:
    """How a text table is written."""

    path: Path
    encoding: str
    delimiter: str

    def rows(self, told: Callable[[float], None] | None = None) -> Iterator[Row]:
        """Every row from the top; `told` hears the share of the file that was read, now and then."""
        size = max(1, self.path.stat().st_size)
        with self.path.open("rb") as raw:
            text = io.TextIOWrapper(raw, self.encoding, errors="replace", newline="")
            lines = (line.replace("\0", "\ufffd") for line in text)
            rows = _tabbed(lines) if self.delimiter == "\t" else _separated(lines, self.delimiter)
            for n, row in enumerate(rows):
                if told and not n % 500:
                    told(raw.tell() / size)
                yield row


def text_table(path: Path, head: bytes) -> TextTable:
    """The spelling under which the head of the file shows most known columns.

    Chinese Excel saves text in GB 18030 without saying so: it is tried beside what the mill makes of the bytes.
    """
    usual = encoding_of(path, head)
    names = [usual] if usual.startswith("utf") else [usual, "gb18030"]
    tried = [
        (_columns(head, name, delimiter), TextTable(path, name, delimiter))
        for name in names
        for delimiter in "\t,;"
    ]
    return max(tried, key=lambda pair: pair[0])[1]


def _columns(head: bytes, encoding: str, delimiter: str) -> int:
    lines = head.decode(encoding, "replace").lstrip("\ufeff").splitlines()[:LOOKED_AT]
    return max((len(recognised(_cells(line, delimiter))) for line in lines), default=0)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a cell beyond the parser's limit: no header has one
        return []


def _separated(lines: Iterator[str], delimiter: str) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None


def _tabbed(lines: Iterator[str]) -> Iterator[Row]:
    """A quote is a quote, unless Excel wrapped the cell in quotes and doubled those inside."""
    waiting: list[str] = []
    while True:
        line = waiting.pop(0) if waiting else next(lines, None)
        if line is None:
            return
        text = line.rstrip("\r\n")
        if text.count('"') % 2 and _opens(text):
            text = _joined(text, lines, waiting)
        cells = text.split("\t")
        if len(text) > HEAD and any(len(cell) > HEAD for cell in cells):
            yield None
        else:
            yield [_bare(cell) for cell in cells] if '"' in text else cells


def _opens(text: str) -> bool:
    """Whether the last cell begins with a quote that nothing closes."""
    return text.rpartition("\t")[2].startswith('"')


def _joined(text: str, lines: Iterator[str], waiting: list[str]) -> str:
    """A cell that spans lines, joined; the text as it was when no later line closes the quote."""
    whole, taken = text, []
    for _ in range(_FURTHEST):
        line = waiting.pop(0) if waiting else next(lines, None)
        if line is None:
            break
        taken.append(line)
        if '"' in line and line.partition("\t")[0].count('"') % 2 == 0 and _opens(line.rstrip()):
            break  # a new cell begins with a quote: the earlier one was none
        whole += "\n" + line.rstrip("\r\n")
        if whole.count('"') % 2 == 0:
            return whole
    waiting[:0] = taken
    return text


def _bare(cell: str) -> str:
    if len(cell) > 1 and cell[0] == '"' and (whole := _WHOLE.fullmatch(cell)):
        return whole[1].replace('""', '"')
    return cell
