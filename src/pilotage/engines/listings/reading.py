"""A file of listings opened: Amazon's templates and reports, own tables and JSON, each row a listing or a reject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count, islice
from pathlib import Path

from pilotage.engines.listings.columns import TEXT_FIELDS, Column, for_store, recognised
from pilotage.engines.listings.json_rows import cells_of, looks_like_json, objects
from pilotage.engines.listings.listing import Kind, Listing, Reject, Written
from pilotage.engines.listings.refusals import refused
from pilotage.engines.listings.text_rows import HEAD, LOOKED_AT, Row, text_table
from pilotage.engines.listings.workbook import MAGIC, OLD_MAGIC, workbook_rows
from pilotage.engines.mill.flat import encoding_of
from pilotage.kernel.text import Text

REASONS = {
    "TOO_MANY_CELLS": Text("单元格多于表头", "more cells than the header names"),
    "LINE_TOO_LONG": Text("这一行过长", "the row is too long"),
    "NOT_AN_OBJECT": Text("这一项不是 JSON 对象", "the entry is not a JSON object"),
    "NO_LISTING": Text("既没有 SKU 也没有文字", "neither a SKU nor any text"),
}
_SETTING = re.compile(r"(attributeRow|dataRow)=(\d+)")
_SEVERAL = re.compile(r"\s*[\r\n|｜]+\s*")  # bullets in one cell
_SHOWN = 60


@dataclass(slots=True)
class Source:
    """A file that can be read: `known` columns by field, `unknown` ones by name, and its rows once over."""

    path: Path
    known: tuple[str, ...]
    unknown: tuple[str, ...]
    rows: Iterator[Listing | Reject] = field(repr=False)


def open_listings(
    path: Path,
    store: str,
    languages: Sequence[str],
    told: Callable[[float], None] | None = None,
) -> Source:
    """The listings of a file as meant for a store (its marketplace id); `Invalid` for anything else.

    `told` hears the share of a text file that was read.
    """
    head = _head(path)
    if head.startswith(OLD_MAGIC):
        raise refused("OLD_WORKBOOK", path)
    if head.startswith(MAGIC):
        return _table(path, workbook_rows(path), store, languages)
    encoding = encoding_of(path, head)
    if looks_like_json(head[:4096].decode(encoding, "replace")):
        return _objects(path, encoding, store, languages)
    return _table(path, text_table(path, head).rows(told), store, languages)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        raise refused("FILE_UNREADABLE", path) from None
    if not head.strip():
        raise refused("EMPTY_FILE", path)
    return head


def _table(path: Path, rows: Iterator[Row], store: str, languages: Sequence[str]) -> Source:
    top = list(islice(rows, LOOKED_AT))
    at, first = _header(top)
    columns = recognised(top[at] or ()) if at >= 0 else []
    if not TEXT_FIELDS & {c.field for c in columns}:
        raise refused("NOT_LISTINGS", path)
    header = [cell.strip() for cell in top[at] or ()]
    while header and not header[-1]:
        header.pop()
    maker = _Maker(header, columns, for_store(columns, store, languages))
    return Source(path, _fields(columns), maker.unknown, maker.listings(chain(top[first:], rows)))


def _header(top: Sequence[Row]) -> tuple[int, int]:
    """Which row names the columns and where data begins: as the template's settings say, else the row that knows most.

    A template has labels above the technical names; the lower of two header rows counts.
    """
    said = dict(_SETTING.findall(" ".join(cell for row in top[:2] for cell in row or () if cell)))
    if "attributeRow" in said and 0 < int(said["attributeRow"]) <= len(top):
        at = int(said["attributeRow"]) - 1
        if recognised(top[at] or ()):
            return at, max(at + 1, int(said.get("dataRow", 0)) - 1)
    counts = [len(recognised(row or ())) for row in top]
    best = max(range(len(top)), key=lambda n: (counts[n], n), default=-1)
    below = best + 1
    if best >= 0 and below < len(top) and counts[below] >= 3 and counts[below] * 2 >= counts[best]:
        best = below
    return best, best + 1


def _fields(columns: Sequence[Column]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column.field for column in columns))


class _Maker:
    """Makes listings of rows: which cell goes where is decided once."""

    def __init__(self, header: list[str], columns: list[Column], used: list[Column]) -> None:
        self.width = len(header)
        taken, here = {c.at for c in columns}, {c.at for c in used}
        # What is meant for another store or language stays on the listing, too.
        other = [(n, name) for n, name in enumerate(header) if n not in here and name]
        self.unknown = tuple(name for n, name in other if n not in taken)
        self._other = _apart(other)
        self._has_title = any(c.field == "title" for c in used)
        self._sku = next((c.at for c in used if c.field == "sku"), 0)
        self._texts = [c for c in used if c.field in TEXT_FIELDS]
        self._names = names_of(self._texts)
        self._facts = [(c.at, c.field) for c in used if c.field not in TEXT_FIELDS]

    def listings(self, rows: Iterator[Row]) -> Iterator[Listing | Reject]:
        """One listing or reject for every row that is not blank."""
        n = 0
        for cells in rows:
            if cells is None or any(cell and not cell.isspace() for cell in cells):
                n += 1
                yield self._made(n, cells)

    def _made(self, n: int, cells: Row) -> Listing | Reject:
        if cells is None:
            return Reject(n, "LINE_TOO_LONG", "")
        if any(cell.strip() for cell in cells[self.width :]):
            return Reject(n, "TOO_MANY_CELLS", cells[self._sku][:_SHOWN])
        if len(cells) < self.width:
            cells = cells + [""] * (self.width - len(cells))
        texts = [
            (column, name, cells[column.at])
            for column, name in zip(self._texts, self._names, strict=True)
        ]
        facts = [(name, cells[at]) for at, name in self._facts]
        other = {name: cells[at] for at, name in self._other if cells[at]}
        return listing_of(n, texts, facts, other, self._has_title)


def _apart(columns: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Columns of one name told apart, so that none takes another's cell: `note`, `note (2)`."""
    seen: Counter[str] = Counter()
    found = []
    for at, name in columns:
        seen[name] += 1
        found.append((at, name if seen[name] == 1 else f"{name} ({seen[name]})"))
    return found


def names_of(columns: Sequence[Column]) -> list[str]:
    """The field names of text columns: bullets bear their number, a second language is named with its tag."""
    taken: set[tuple[str, int]] = set()
    first: dict[str, str] = {}
    names = []
    for column in columns:
        name = column.field
        if name == "bullet":
            number = column.number or 1
            while (column.tag, number) in taken:
                number += 1
            taken.add((column.tag, number))
            name = f"bullet_{number}"
        own = first.setdefault(column.field, column.tag) == column.tag
        names.append(name if own else f"{name}.{column.tag}")
    return names


def listing_of(
    row: int,
    texts: Sequence[tuple[Column, str, str]],
    facts: Sequence[tuple[str, str]],
    other: dict[str, str],
    has_title: bool,
) -> Listing | Reject:
    """A listing of its cells; several cells of one fact, or of the search terms, stand behind each other."""
    said: dict[str, dict[str, None]] = {}
    for name, value in facts:
        if value := value.strip():
            said.setdefault(name, {})[value] = None  # what two columns repeat is one fact
    held = {name: "; ".join(values) for name, values in said.items()}
    written = _written(texts)
    sku = held.pop("sku", "")
    if not sku and not written:
        return Reject(row, "NO_LISTING", next(iter(other.values()), "")[:_SHOWN])
    return Listing(row, sku, written, held, other, has_title)


def _written(texts: Sequence[tuple[Column, str, str]]) -> tuple[Written, ...]:
    found: list[Written] = []
    terms: dict[str, str] = {}
    held = [one for one in texts if one[2] and not one[2].isspace()]
    taken = {name for _, name, _ in held}
    for column, name, text in held:
        kind: Kind = column.field  # type: ignore[assignment]
        if kind == "search_terms":
            terms[column.tag] = f"{terms[column.tag]} {text}" if column.tag in terms else text
        elif kind == "bullet" and column.number == 0 and _SEVERAL.search(text.strip()):
            parts = [part for part in _SEVERAL.split(text.strip()) if part]
            names = _free_names(name, taken)
            found += [Written(kind, next(names), part, column.tag) for part in parts]
        else:
            found.append(Written(kind, name, text, column.tag))
    several = len(terms) > 1
    for tag, text in terms.items():
        name = f"search_terms.{tag}" if several and tag else "search_terms"
        found.append(Written("search_terms", name, text, tag))
    return tuple(found)


def _free_names(name: str, taken: set[str]) -> Iterator[str]:
    """The name of a cell, then those after it that no other cell bears: `bullet_1`, `bullet_3`, …"""
    base, _, tag = name.partition(".")
    yield name
    for number in count(int(base.rpartition("_")[2]) + 1):
        following = f"bullet_{number}" + (f".{tag}" if tag else "")
        if following not in taken:
            taken.add(following)
            yield following


def _objects(path: Path, encoding: str, store: str, languages: Sequence[str]) -> Source:
    found = objects(path, encoding)
    top = list(islice(found, LOOKED_AT))
    headings = dict.fromkeys(h for one in top if isinstance(one, dict) for h, _ in cells_of(one))
    columns = recognised(headings)
    if not TEXT_FIELDS & {c.field for c in columns}:
        raise refused("NOT_LISTINGS", path)
    taken = {c.at for c in columns}
    unknown = tuple(h for n, h in enumerate(headings) if n not in taken)

    def rows() -> Iterator[Listing | Reject]:
        for n, one in enumerate(chain(top, found), 1):
            yield _of_object(n, one, store, languages)

    return Source(path, _fields(columns), unknown, rows())


def _of_object(n: int, one: object, store: str, languages: Sequence[str]) -> Listing | Reject:
    if not isinstance(one, dict):
        return Reject(n, "NOT_AN_OBJECT", "" if one is None else str(one)[:_SHOWN])
    cells = cells_of(one)
    columns = recognised(heading for heading, _ in cells)
    used = for_store(columns, store, languages)
    texts = [c for c in used if c.field in TEXT_FIELDS]
    taken = {c.at for c in used}
    return listing_of(
        n,
        [(c, name, cells[c.at][1]) for c, name in zip(texts, names_of(texts), strict=True)],
        [(c.field, cells[c.at][1]) for c in used if c.field not in TEXT_FIELDS],
        {h: text for at, (h, text) in enumerate(cells) if at not in taken},
        True,
    )
