"""Amazon's flat files other than the VAT report: text tables read by header, never by position.

Encodings by mark, else UTF-8, else windows-31j where the text is Japanese, else windows-1252. Delimiter by
the header. Every row becomes a record, with its `fault` if it has one: rows in = records out.
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
    """One row, from 1; `fault` is blank, `TOO_MANY_CELLS` (than the header names) or `LINE_TOO_LONG`."""

    row: int
    cells: list[str]
    fault: str


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
    written = encoding_of(path, head)
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
    row, width = 0, len(flat.columns)
    with flat.path.open(encoding=flat.encoding, errors="replace", newline="") as file:
        for _ in range(flat.lines_before + 1):
            file.readline()
        for cells in _rows(file, flat.delimiter):
            if cells is None or any(cells):
                row += 1
                yield _record(row, cells, width)


def _rows(file: io.TextIOBase, delimiter: str) -> Iterator[list[str] | None]:
    """The cells of every row; None for one with a cell that the parser refuses (beyond 128 KiB)."""
    lines = _without_nul(file)
    if delimiter == "\t":  # Tab files of Amazon's do not quote: a quote there is a quote.
        yield from (line.rstrip("\r\n").split("\t") for line in lines)
        return
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:  # its limit is the whole process's, so it stays as it is
            yield None


def _record(row: int, cells: list[str] | None, width: int) -> Record:
    if cells is None:
        return Record(row, [""] * width, "LINE_TOO_LONG")
    if len(cells) == width:
        return Record(row, cells, "")
    ragged = any(cell.strip() for cell in cells[width:])
    filled = cells[:width] + [""] * (width - len(cells))
    return Record(row, filled, "TOO_MANY_CELLS" if ragged else "")


def _without_nul(file: io.TextIOBase) -> Iterator[str]:
    for line in file:
        yield line.replace("\0", "\ufffd") if "\0" in line else line


def encoding_of(path: Path, head: bytes) -> str:
    """The encoding a file is read in, from its first bytes and, where they announce none, all of them."""
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
