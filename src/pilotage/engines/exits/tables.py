"""One table of a bag: lossless JSON Lines, and a CSV twin that no spreadsheet will run."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pilotage.engines.exits.verifier import line_digest
from pilotage.kernel.canonical import canonical_json
from pilotage.kernel.text import Text

Row = Mapping[str, Any]

# Openings that a spreadsheet takes for a formula, also in full width and behind blanks.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0")


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name and what it holds, for the data dictionary."""

    name: str
    says: Text


@dataclass(frozen=True)
class Table:
    """A table's rows, and how many there are by another query than theirs; `withheld` says which fields stay and why."""

    name: str
    says: Text
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    counted: int
    withheld: tuple[Column, ...] = ()


def write_table(table: Table, folder: Path, lines_folder: Path) -> int:
    """Write `NAME.jsonl`, `NAME.csv` and the lines' hashes; how many rows. Streams, never holds the table."""
    names = [column.name for column in table.columns]
    written = 0
    with (
        (folder / f"{table.name}.jsonl").open("wb") as lossless,
        (folder / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="") as twin,
        (lines_folder / f"{table.name}.txt").open("w", encoding="ascii", newline="") as hashes,
    ):
        writer = csv.writer(twin)
        writer.writerow(names)
        for row in table.rows:
            line = _line({name: row[name] for name in names})
            lossless.write(line + b"\n")
            hashes.write(line_digest(line) + "\n")
            writer.writerow([cell(row[name]) for name in names])
            written += 1
    return written


def _line(row: Any) -> bytes:
    """Canonical JSON. A float inside a kept JSON value stays what it is: an export refuses nothing."""
    return json.dumps(
        row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    ).encode()


def _plain(value: object) -> object:
    return json.loads(canonical_json(value))


def read_table(bag: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a table in a bag, as they were written."""
    with (bag / "data" / "tables" / f"{name}.jsonl").open("rb") as lines:
        for line in lines:
            yield json.loads(line)


def _text(value: Any) -> str:
    plain = _line(value).decode()
    return plain[1:-1] if plain.startswith('"') else plain


def cell(value: Any) -> str:
    """A value for the CSV twin: empty for nothing, quoted where a spreadsheet would see a formula."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else _text(value)
    is_number = isinstance(value, int) and not isinstance(value, bool)
    risky = text.lstrip(" \u3000\ufeff").startswith(_FORMULA) and not is_number
    return f"'{text}" if risky else text
