"""Files as grids of cells: worksheets, delimited text, API v3 JSON (plain or gzip). Nothing is interpreted here."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pilotage.engines.mill.ads.headings import Heads, columns, heads
from pilotage.engines.mill.ads.refusals import refused
from pilotage.engines.mill.flat import encoding_of
from pilotage.engines.mill.spelling import HEAD

_ROWS_BEFORE = 20  # lines above a header that are looked at
# What no text has and every other file has soon.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_LEAST_KNOWN = 3  # headings that make a row a header
_UNPACKED = 4 * 1024**3
_JSON_LIMIT = 2 * 1024**3
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of a file: headings and rows below them. `faults` names rows that cannot be believed, from 1."""

    name: str
    heads: Heads
    rows: Sequence[Sequence[Any]]
    faults: dict[int, str]


@dataclass(frozen=True, slots=True)
class Grids:
    """All tables of a file; `ignored` names sheets without a header that is known, and their rows."""

    sha256: str
    form: str
    encoding: str
    grids: tuple[Grid, ...]
    ignored: tuple[tuple[str, int], ...] = ()


def grids(path: Path) -> Grids:
    """The tables of `path`. Raises `Invalid` for a file that is none of Amazon's Ads files."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise refused("FILE_UNREADABLE", path) from None
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise refused("EMPTY_FILE", path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _workbook(path, sha256)
    if head.startswith(b"\x1f\x8b") or head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _api(path, sha256)
    if head.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"PAR1")) or b"<html" in head[:500].lower():  # fmt: skip
        raise refused("NOT_AN_ADS_FILE", path, head[:8].decode("latin-1"))
    return _text(path, head, sha256)


def _workbook(path: Path, sha256: str) -> Grids:
    import python_calamine

    found, ignored = [], []
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(one.file_size for one in packed.infolist()) > _UNPACKED:
                raise refused("TOO_LARGE", path)
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            # calamine counts the cells themselves: a false <dimension ref="A1"> misleads it not
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=True)
            grid = _grid(name, rows)
            if grid is None:
                ignored.append((name, len(rows)))
            else:
                found.append(grid)
    except (zipfile.BadZipFile, python_calamine.CalamineError, OSError, ValueError):
        raise refused("BROKEN_WORKBOOK", path) from None
    if not found:
        raise refused("NOT_AN_ADS_FILE", path, ", ".join(name for name, _ in ignored)[:_SHOWN])
    return Grids(sha256, "xlsx", "utf-8", tuple(found), tuple(ignored))


def _grid(name: str, rows: list[list[Any]]) -> Grid | None:
    for n, row in enumerate(rows[:_ROWS_BEFORE]):
        known = heads(row)
        if len(known.places) >= _LEAST_KNOWN:
            body = [one for one in rows[n + 1 :] if any(cell != "" for cell in one)]
            return Grid(name, known, body, {})
    return None


def _text(path: Path, head: bytes, sha256: str) -> Grids:
    encoding = encoding_of(path, head)
    shown = head.decode(encoding, "replace").lstrip("\ufeff")
    best: tuple[int, str, int] = (0, "", 0)
    for n, line in enumerate(shown.splitlines()[:_ROWS_BEFORE]):
        for delimiter in "\t;,":
            known = len(heads(_cells(line, delimiter)).places)
            best = max(best, (known, delimiter, -n))
    known, delimiter, before = best[0], best[1], -best[2]
    if known < _LEAST_KNOWN and _CONTROLS.search(shown):
        raise refused("NO_TEXT", path)
    if known < _LEAST_KNOWN:
        raise refused("NOT_AN_ADS_FILE", path, (shown.splitlines() or [""])[0][:_SHOWN])
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        for _ in range(before):
            file.readline()
        lines = _rows(file, delimiter)
        header = heads([cell.lstrip("\ufeff") for cell in next(lines) or []])
        rows, faults = _with_faults(lines, _width(header))
    return Grids(sha256, "csv", encoding, (Grid(path.name, header, rows, faults),))


def _width(header: Heads) -> int:
    return 1 + max(
        [*header.unknown.values(), *(at for all_ in header.places.values() for at in all_)]
    )


def _with_faults(
    lines: Iterator[list[str] | None], width: int
) -> tuple[list[Sequence[Any]], dict[int, str]]:
    rows: list[Sequence[Any]] = []
    faults: dict[int, str] = {}
    for cells in lines:
        if cells is not None and not any(cells):
            continue
        if cells is None:
            faults[len(rows) + 1] = "LINE_TOO_LONG"
        elif any(cell.strip() for cell in cells[width:]):
            faults[len(rows) + 1] = "TOO_MANY_CELLS"
        full = (cells or [])[:width]
        rows.append(full + [""] * (width - len(full)))
    return rows, faults


def _rows(file: io.TextIOBase, delimiter: str) -> Iterator[list[str] | None]:
    rows = csv.reader((line.replace("\0", "\ufffd") for line in file), delimiter=delimiter)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield None


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


_ENTITIES = {
    "campaigns": "Campaign",
    "adGroups": "Ad Group",
    "keywords": "Keyword",
    "targets": "Product Targeting",
    "targetingClauses": "Product Targeting",
    "productAds": "Product Ad",
    "negativeKeywords": "Negative Keyword",
    "campaignNegativeKeywords": "Campaign Negative Keyword",
}


def _api(path: Path, sha256: str) -> Grids:
    rows = _api_rows(path)
    fields = list(dict.fromkeys(key for row in rows for key in row))
    known: dict[str, tuple[int, ...]] = {}
    for column in columns().values():
        first = next((name for name in column.api if name in fields), None)
        if first is not None:
            known[column.name] = (fields.index(first),)
    if "entity" in fields:
        known["entity"] = (fields.index("entity"),)
    if len(known) < _LEAST_KNOWN:
        raise refused("NOT_AN_ADS_FILE", path, ", ".join(fields)[:_SHOWN])
    taken = {at for all_ in known.values() for at in all_}
    unknown = {name: at for at, name in enumerate(fields) if at not in taken}
    table = [[_scalar(row.get(name)) for name in fields] for row in rows]
    return Grids(sha256, "json", "utf-8", (Grid(path.name, Heads(known, unknown), table, {}),))


def _api_rows(path: Path) -> list[dict[str, Any]]:
    try:
        raw = path.read_bytes()
        if raw.startswith(b"\x1f\x8b"):
            with gzip.open(path) as packed:
                raw = packed.read(_JSON_LIMIT)
        found = json.loads(raw.decode("utf-8-sig"))
    except (OSError, EOFError, ValueError, RecursionError):
        raise refused("BROKEN_JSON", path) from None
    if isinstance(found, dict):
        rows = [
            {**_flat(row), "entity": _ENTITIES[key]}
            for key, all_ in found.items()
            if key in _ENTITIES and isinstance(all_, list)
            for row in all_
            if isinstance(row, dict)
        ]
        if rows:
            return rows
        found = next((one for one in found.values() if isinstance(one, list)), None)
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise refused("BROKEN_JSON", path)
    return found


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row of an entity list with its budget and default bid by the names of the bulk sheet's columns."""
    plain = dict(row)
    budget = plain.pop("budget", None)
    if isinstance(budget, dict):
        plain["campaignBudgetAmount"] = budget.get("budget")
    if "name" in plain:
        plain["adGroupName" if "adGroupId" in plain else "campaignName"] = plain.pop("name")
    return plain


def _scalar(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value
