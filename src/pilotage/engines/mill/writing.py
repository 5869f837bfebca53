"""From text to typed Parquet: blocks are parsed and typed side by side, and written in the report's order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pilotage.engines.mill.blocks import Block, NotPlain, NotUtf8, Parser, cut, nothing
from pilotage.engines.mill.columns import DISTINCT, Column
from pilotage.engines.mill.faults import fault_type, faults, unread
from pilotage.engines.mill.mending import mend
from pilotage.engines.mill.opening import Opened
from pilotage.engines.mill.survey import is_utf8
from pilotage.engines.mill.values import Values, arrow_type, typed

if TYPE_CHECKING:
    import pyarrow as pa


def write(
    found: Opened,
    wanted: tuple[Column, ...],
    target: Path,
    threads: int,
    told: Callable[[float], None],
) -> bool:
    """Write `wanted` typed, `fault` and `unread` to `target`, one row per record; whether it took the careful way.

    `told` hears after each block which share of the text is written. Raises `NotUtf8`.
    """
    there = tuple(column.name for column in wanted if column in found.layout.columns)
    parser = Parser(found.layout.names, there, found.written.delimiter)
    sheet = _Sheet(wanted)
    with found.text.open("rb") as file:
        for _ in range(found.written.lines_before + 1):
            file.readline()
        start, size = file.tell(), found.text.stat().st_size
        share = lambda: told(file.tell() / size)  # noqa: E731
        try:
            sheet.write(_side_by_side(parser.block, cut(file), sheet, threads), target, share)
        except NotPlain:
            if not is_utf8(found.text):
                raise NotUtf8 from None
            file.seek(start)
            records = mend(file, found.written.delimiter, len(found.layout.columns))
            sheet.write(map(sheet.table, parser.mended(records)), target, share)
            return True
    return False


def _side_by_side(
    parse: Callable[[bytes], Block], texts: Iterable[bytes], sheet: _Sheet, threads: int
) -> Iterator[pa.Table]:
    """Tables in the order of the texts; few are held at a time."""
    waiting: deque[Future[pa.Table]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for text in texts:
            waiting.append(pool.submit(lambda lines: sheet.table(parse(lines)), text))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The typed columns of a report."""

    columns: tuple[Column, ...]

    def write(self, tables: Iterable[pa.Table], target: Path, told: Callable[[], None]) -> None:
        import pyarrow.parquet as pq

        schema = self._schema()
        with pq.ParquetWriter(
            target,
            schema,
            compression="none",  # the dictionaries have done it
            store_decimal_as_integer=True,
            store_schema=False,
            use_dictionary=[name for name in schema.names if name not in DISTINCT],
            write_statistics=False,  # nobody looks for rows by them
        ) as writer:
            for table in tables:
                writer.write_table(table)
                told()

    def _schema(self) -> pa.Schema:
        import pyarrow as pa

        fields = [(column.name, arrow_type(column)) for column in self.columns]
        return pa.schema([*fields, ("fault", fault_type()), ("unread", pa.string())])

    def table(self, block: Block) -> pa.Table:
        import pyarrow as pa

        values = {column.name: self._values(column, block) for column in self.columns}
        cells = {name: found.values for name, found in values.items()}
        cells["fault"] = faults(block, values)
        cells["unread"] = unread(self.columns, values, block.rows)
        return pa.table(cells)

    def _values(self, column: Column, block: Block) -> Values:
        if column.name in block.cells:
            return typed(column, block.cells[column.name])
        return Values(nothing(block.rows, arrow_type(column)), None)
