"""The report's text in blocks of whole lines, each parsed into columns that know their distinct texts.

A report repeats itself: most of its 95 columns hold a handful of different cells. A column with a
dictionary is typed once per distinct text, and written without being looked through again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from pilotage.engines.mill.columns import DISTINCT
from pilotage.engines.mill.mending import LONGEST, Broken, is_whole

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

SIZE = 16 * 1024 * 1024  # bytes; some 40,000 rows
MENDED = 20_000  # rows


class NotPlain(Exception):
    """A line that may not be one row of the header's width: the careful way will name it."""


class NotUtf8(Exception):
    """Text that was taken for UTF-8 and is not."""


class Block(NamedTuple):
    """Rows in the report's order: `cells` by name in code, and what is wrong with rows that have none."""

    cells: dict[str, pa.Array]
    broken: dict[int, Broken]
    rows: int


def cut(file: BinaryIO) -> Iterator[bytes]:
    """The lines of `file` from where it stands, whole, in blocks of about `SIZE` bytes."""
    rest = b""
    while read := file.read(SIZE):
        read = rest + read
        end = read.rfind(b"\n") + 1
        rest = read[end:]
        if len(rest) > LONGEST:
            raise NotPlain
        if end:
            yield read[:end]
    if rest:
        yield rest


@dataclass(frozen=True, slots=True)
class Parser:
    """Turns blocks of text into columns: `names` in the file's order, those `wanted` of them."""

    names: tuple[str, ...]
    wanted: tuple[str, ...]
    delimiter: str

    def block(self, lines: bytes) -> Block:
        """The cells of `lines`, blank ones null. Raises `NotUtf8`, or `NotPlain` unless every line is one row."""
        import pyarrow as pa
        from pyarrow import csv

        self._check(lines)
        try:
            table = csv.read_csv(
                pa.BufferReader(lines),
                read_options=csv.ReadOptions(
                    use_threads=False, block_size=len(lines) + 1, column_names=self.names
                ),
                parse_options=csv.ParseOptions(delimiter=self.delimiter),
                convert_options=csv.ConvertOptions(
                    check_utf8=False,  # looked at above
                    column_types=dict.fromkeys(self.wanted, pa.string()),
                    include_columns=self.wanted,
                    null_values=[""],
                    strings_can_be_null=True,
                ),
            )
        except pa.ArrowInvalid as wrong:
            raise NotPlain from wrong
        if table.num_rows != lines.count(b"\n") + (not lines.endswith(b"\n")):
            raise NotPlain
        columns = zip(self.wanted, table.columns, strict=True)
        cells = {name: _counted(name, _one(column)) for name, column in columns}
        return Block(cells, {}, table.num_rows)

    def mended(self, records: Iterable[list[str] | Broken]) -> Iterator[Block]:
        """The records of the careful way, in blocks."""
        left = iter(records)
        while batch := list(islice(left, MENDED)):
            broken = {n: r for n, r in enumerate(batch) if isinstance(r, Broken)}
            yield Block(
                {name: self._column(name, batch) for name in self.wanted}, broken, len(batch)
            )

    def _column(self, name: str, batch: list[list[str] | Broken]) -> pa.Array:
        import pyarrow as pa

        at = self.names.index(name)
        texts = [None if isinstance(r, Broken) else r[at] or None for r in batch]
        return _counted(name, pa.array(texts, pa.string()))

    def _check(self, lines: bytes) -> None:
        if not _is_utf8(lines):
            raise NotUtf8
        if b"\0" in lines or _has_long_line(lines):
            raise NotPlain
        for line in _oddly_quoted(lines, self.delimiter):
            if not is_whole(line, self.delimiter, len(self.names)):
                raise NotPlain


def text_type(name: str) -> pa.DataType:
    """The type in which the texts of a column are held."""
    import pyarrow as pa

    return pa.string() if name in DISTINCT else pa.dictionary(pa.int32(), pa.string())


@lru_cache(16)
def nothing(rows: int, kind: pa.DataType) -> pa.Array:
    """A blank column: half of a report's columns are, and may share one."""
    import pyarrow as pa

    return pa.nulls(rows, kind)


def _counted(name: str, texts: pa.StringArray) -> pa.Array:
    """`texts` in the type of their column."""
    if texts.null_count == len(texts):
        return nothing(len(texts), text_type(name))
    return texts if name in DISTINCT else texts.dictionary_encode()


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _is_utf8(lines: bytes) -> bool:
    try:
        return lines.isascii() or bool(lines.decode())
    except UnicodeDecodeError:
        return False


def _has_long_line(lines: bytes) -> bool:
    start = 0
    while len(lines) - start > LONGEST:
        end = lines.rfind(b"\n", start, start + LONGEST + 1)
        if end < 0:
            return True
        start = end + 1
    return False


def _oddly_quoted(lines: bytes, delimiter: str) -> Iterator[bytes]:
    """Lines whose quotes are not those of `"…"` cells with `""` inside: parsers differ about them."""
    end = 0
    for place in _odd_quotes(lines, delimiter).tolist():
        if place >= end:
            start, end = (
                lines.rfind(b"\n", 0, place) + 1,
                lines.find(b"\n", place) + 1 or len(lines),
            )
            yield lines[start:end]


def _odd_quotes(lines: bytes, delimiter: str) -> np.ndarray:
    """Where a run of quotes neither opens a cell, closes it, nor stands doubled inside."""
    import numpy as np

    text = np.frombuffer(lines, np.uint8)
    quotes = np.flatnonzero(text == ord('"'))
    runs = np.flatnonzero(np.diff(quotes, prepend=-2) != 1)  # the first quote of each
    lengths = np.diff(runs, append=len(quotes))
    first, last = quotes[runs], quotes[runs] + lengths - 1
    before, after = text[np.maximum(first - 1, 0)], text[np.minimum(last + 1, len(text) - 1)]
    opens = (first == 0) | (before == ord(delimiter)) | (before == ord("\n"))
    closes = (after == ord(delimiter)) | (after == ord("\r")) | (after == ord("\n"))
    closes |= last == len(text) - 1
    is_even, is_inside = lengths % 2 == 0, runs % 2 == 1  # of all quotes before, one is open
    fits = np.where(is_inside, ~opens & (is_even | closes), opens & (~is_even | closes))
    odd: np.ndarray = first[~fits]
    return odd
