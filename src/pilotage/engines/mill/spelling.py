"""How a report file is written: encoding, delimiter, line ends, and where its header is."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass

from pilotage.engines.mill.columns import BY_HEADER
from pilotage.engines.mill.layout import normal

HEAD = 256 * 1024  # bytes looked at before anything is believed

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NEWLINES = ("\r\n", "\n", "\r")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the text is written; `lines_before` counts lines above the header (blank, `sep=;`)."""

    encoding: str
    delimiter: str
    newline: str
    lines_before: int
    header: list[str]


def encoding(head: bytes) -> str:
    """The encoding that the first bytes announce: by mark, by UTF-16's zero bytes, else UTF-8.

    Whether a file without mark really is UTF-8 (and not windows-1252) shows only in all its bytes.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    start = head[:200]
    if start[1::2].count(0) > len(start) // 3:
        return "utf-16-le"
    if start[::2].count(0) > len(start) // 3:
        return "utf-16-be"
    return "utf-8"


def spelling(head: bytes) -> Spelling:
    """The spelling of a file that begins with `head` (up to `HEAD` bytes)."""
    name = encoding(head)
    text = head.decode(name, errors="replace").lstrip("\ufeff")
    newline = next((n for n in _NEWLINES if n in text), "\n")
    lines = text.split(newline)
    at = next((i for i, line in enumerate(lines) if _speaks(line)), 0)
    delimiter = max(",\t;", key=lambda d: _known(_cells(lines[at], d)))
    return Spelling(name, delimiter, newline, at, _cells(lines[at], delimiter))


def _speaks(line: str) -> bool:
    """Whether a line holds anything but blanks and Excel's `sep=;`."""
    return bool(line.strip("\ufeff \t,;")) and not line.strip().lower().startswith("sep=")


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    except csv.Error:  # a cell beyond the parser's limit: no header has one
        return line.split(delimiter)


def _known(cells: list[str]) -> tuple[int, int]:
    return sum(normal(cell) in BY_HEADER for cell in cells), len(cells)
