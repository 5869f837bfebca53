"""The careful way through a file with broken lines: line by line, in bounded memory.

The embedded engine reads files in which every line is one row of the header's width.
A file that is not so is rewritten here: each record at full width, and a record that
cannot be kept as an empty row carrying the reason, so that row numbers stay true.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

LONGEST = 1024 * 1024  # bytes of one record; a real one has about 500
MOST_LINES = 100  # of one record: an address with line ends has a handful
Record = list[str] | str  # cells, or the reason why there are none


def mend(source: Path, target: Path, *, delimiter: str, width: int, lines_before: int) -> int:
    """Rewrite `source` (UTF-8) to `target`: comma, no header, `width` cells, then reason and value; returns the rows."""
    rows = 0
    blank = [""] * width
    with source.open("rb") as file, target.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out, lineterminator="\n").writerow
        for _ in range(lines_before + 1):
            file.readline()
        for line, record in _records(file, delimiter, width):
            rows += 1
            if isinstance(record, str):
                write([*blank, record, _shown(line)])
            else:
                write([*record, "", ""])
    return rows


def _records(file: BinaryIO, delimiter: str, width: int) -> Iterator[tuple[bytes, Record]]:
    lines = _Lines(file)
    while (line := lines.take()) is not None:
        if not line.strip():
            continue
        record = _record(line, delimiter, width)
        if record == "QUOTE_OPEN":
            line, record = _joined(line, lines, delimiter, width)
        yield line, record


def _joined(first: bytes, lines: _Lines, delimiter: str, width: int) -> tuple[bytes, Record]:
    """A record over several lines, or its first line alone with the reason; the rest goes back."""
    taken: list[bytes] = []
    whole = first
    while len(taken) < MOST_LINES and len(whole) < LONGEST:
        line = lines.take()
        if line is None or _is_whole(line, delimiter, width):
            taken += [line] if line is not None else []
            break
        taken.append(line)
        whole += line
        record = _record(whole, delimiter, width)
        if record != "QUOTE_OPEN":
            if isinstance(record, list):
                return whole, record
            break
    lines.give_back(taken)
    return first, "QUOTE_OPEN"


def _is_whole(line: bytes, delimiter: str, width: int) -> bool:
    """Whether the line is a record by itself, so that a quote open before it was never closed."""
    mark = delimiter.encode()
    return line.count(mark) >= width - 1 and isinstance(_record(line, delimiter, width), list)


def _record(line: bytes, delimiter: str, width: int) -> Record:
    if b"\0" in line:
        return "NUL_BYTE"
    if len(line) > LONGEST:
        return "LINE_TOO_LONG"
    text = line.decode("utf-8", "replace")
    cells = _split(text, delimiter)
    if isinstance(cells, str):
        return cells
    if len(cells) < width and not text.endswith(("\n", "\r")):
        return "CUT_SHORT"  # the download broke off inside the last row
    if any(cell.strip() for cell in cells[width:]):
        return "TOO_MANY_CELLS"
    # Spreadsheets leave out trailing empty cells; what the row needs is checked by value later.
    return cells[:width] + [""] * (width - len(cells))


def _split(text: str, delimiter: str) -> Record:
    if '"' not in text:
        return text.rstrip("\r\n").split(delimiter)
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "QUOTE_OPEN" if "end of data" in str(error) else "QUOTE_BROKEN"


def _shown(line: bytes) -> str:
    return line[:200].decode("utf-8", "replace").replace("\0", "␀").strip()


class _Lines:
    """Lines of a file of bounded length, some of which can be given back."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._waiting: deque[bytes] = deque()

    def take(self) -> bytes | None:
        if self._waiting:
            return self._waiting.popleft()
        line = self._file.readline(LONGEST + 1)
        if len(line) > LONGEST and not line.endswith(b"\n"):
            while (rest := self._file.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
        return line or None

    def give_back(self, lines: list[bytes]) -> None:
        self._waiting.extendleft(reversed(lines))
