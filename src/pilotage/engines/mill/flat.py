"""Amazon's flat files other than the VAT report: text tables read by header, never by position.

Encodings by mark, else UTF-8, else windows-31j where the text is Japanese, else windows-1252. Delimiter by
the header. Every line becomes a record or a `Ragged` one: lines in = records out.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pilotage.engines.mill.spelling import HEAD, encoding
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_BLOCK = 1024 * 1024
_KANA = range(0x3040, 0x3100)
_LONGEST = 1024 * 1024  # characters of one cell
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class FlatFile:
    """A text table: how it is written and the columns of its header, in lower case with hyphens."""

    path: Path
    sha256: str
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    lines_before: int


class Record(NamedTuple):
    """One row, from 1; `ragged` says that it has more cells than the header names."""

    row: int
    cells: list[str]
    ragged: bool


def column_name(header: str) -> str:
    """`Settlement ID ` and `settlement_id` are settlement-id."""
    return "-".join(header.strip("\ufeff \t").lower().replace("_", " ").replace("-", " ").split())


def open_flat(path: Path, needed: Collection[str], says: Text) -> FlatFile:
    """A file whose header names all `needed` columns; `says` is what the report is called."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise _refused("FILE_UNREADABLE", path, says, "") from None
    if not head.strip():
        raise _refused("EMPTY_FILE", path, says, "")
    written = _encoding(path, head)
    for n, line in enumerate(head.decode(written, "replace").splitlines()[:20]):
        for delimiter in "\t,;":
            columns = tuple(column_name(cell) for cell in _cells(line, delimiter))
            if set(needed) <= set(columns):
                return FlatFile(path, sha256, written, delimiter, columns, n)
    first = head[:400].decode(written, "replace").splitlines()[0][:_SHOWN]
    raise _refused("NOT_THE_REPORT", path, says, first)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a cell beyond the parser's limit: no header has one
        return line.split(delimiter)


def records(flat: FlatFile) -> Iterator[Record]:
    """Every row of the file after its header; blank lines are none."""
    csv.field_size_limit(_LONGEST)
    width = len(flat.columns)
    blank = [""] * width
    with flat.path.open(encoding=flat.encoding, errors="replace", newline="") as file:
        for _ in range(flat.lines_before + 1):
            file.readline()
        # Tab files of Amazon's do not quote: a quote there is a quote.
        lines = csv.reader(
            _without_nul(file),
            delimiter=flat.delimiter,
            quoting=csv.QUOTE_NONE if flat.delimiter == "\t" else csv.QUOTE_MINIMAL,
        )
        row = 0
        for cells in lines:
            if any(cells):
                row += 1
                if len(cells) == width:
                    yield Record(row, cells, False)
                else:
                    ragged = any(cell.strip() for cell in cells[width:])
                    yield Record(row, cells[:width] + blank[len(cells) :], ragged)


def _without_nul(file: io.TextIOBase) -> Iterator[str]:
    for line in file:
        yield line.replace("\0", "\ufffd") if "\0" in line else line


def _encoding(path: Path, head: bytes) -> str:
    announced = encoding(head)
    if announced != "utf-8":
        return announced
    if _decodes(path, "utf-8"):
        return announced
    japanese = any(ord(c) in _KANA for c in head.decode("cp932", "replace"))
    return "cp932" if japanese and _decodes(path, "cp932") else "cp1252"


def _decodes(path: Path, name: str) -> bool:
    try:
        with path.open(encoding=name, newline="") as file:
            while file.read(_BLOCK):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _refused(code: str, path: Path, says: Text, first: str) -> Invalid:
    return Invalid(
        code,
        _SAYS[code],
        Text(
            "请从卖家平台重新下载原始文件，不要打开另存，直接使用。",
            "Download the file again from Seller Central and use it unopened.",
        ),
        file=path.name,
        report=says,
        first=first,
    )


_SAYS = {
    "FILE_UNREADABLE": Text("无法读取文件 {file}。", "File {file} cannot be read."),
    "EMPTY_FILE": Text("文件 {file} 是空的。", "File {file} is empty."),
    "NOT_THE_REPORT": Text(
        "{file} 不是{report}，第一行是：{first}。没有读取任何行。",
        "{file} is not {report}; its first line is: {first}. No row was read.",
    ),
}
