"""The careful way through a file with broken lines: line by line, in bounded memory.

Blocks of text are parsed at once where every line is one row of the header's width. A file that
is not so is read here: each record at full width, and for a record that cannot be kept the
reason in its place, so that row numbers stay true.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

LONGEST = 1024 * 1024  # bytes of one record; a real one has about 500
MOST_LINES = 100  # of one record: an address with line ends has a handful
Record = list[str] | str  # cells, or the reason why there are none


class Broken(NamedTuple):
    """A record that cannot be kept: why, and how its first line begins."""

    reason: str
    shown: str


def mend(file: BinaryIO, delimiter: str, width: int) -> Iterator[list[str] | Broken]:
    """The records of `file` (UTF-8) from where it stands, each of `width` cells, or broken."""
    lines = _Lines(file)
    while (line := lines.take()) is not None:
        if not line.strip():
            continue
        record = _record(line, delimiter, width)
        if record == "QUOTE_OPEN":
            line, record = _joined(line, lines, delimiter, width)
        yield Broken(record, _shown(line)) if isinstance(record, str) else record


def is_whole(line: bytes, delimiter: str, width: int) -> bool:
    """Whether the line is a record by itself."""
    return isinstance(_record(line, delimiter, width), list)


def _joined(first: bytes, lines: _Lines, delimiter: str, width: int) -> tuple[bytes, Record]:
    """A record over several lines, or its first line alone with the reason; the rest goes back."""
    taken: list[bytes] = []
    whole = first
    while len(taken) < MOST_LINES and len(whole) < LONGEST:
        line = lines.take()
        if line is None or _ends_another(line, delimiter, width):
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


def _ends_another(line: bytes, delimiter: str, width: int) -> bool:
    """Whether a quote open before this line was never closed, the line being a record by itself."""
    return line.count(delimiter.encode()) >= width - 1 and is_whole(line, delimiter, width)


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
