"""The seller's product table: what each unit of a SKU brings into the country, part by part.

    sku,stream,material,grams,country
    KETTLE-1,packaging,paper,120.5,
    KETTLE-1,weee,small_equipment,850,
    KETTLE-1,packaging,plastic,18,FR

`country` is optional: a part without one counts everywhere, a part with one only there. A SKU that
brings nothing of any stream stands with `none` as its stream, so that it is known and not forgotten.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pilotage.engines import law
from pilotage.engines.epr.refusals import bad_field, unreadable
from pilotage.kernel.decimals import exact
from pilotage.kernel.errors import Invalid
from pilotage.kernel.places import country as country_of
from pilotage.kernel.text import Text

NOTHING = "none"
_COLUMNS = ("sku", "stream", "material", "grams")
_HEAVIEST = Decimal(10) ** 7  # ten tonnes a unit: beyond that somebody wrote another unit


@dataclass(frozen=True, slots=True)
class Part:
    """`grams` of a material per unit, of one stream; `country` blank for everywhere."""

    stream: str
    material: str
    grams: Decimal
    country: str = ""


@dataclass(frozen=True, slots=True)
class Products:
    """The parts of every SKU the seller has described."""

    parts: Mapping[str, tuple[Part, ...]]

    def knows(self, sku: str) -> bool:
        return sku in self.parts

    def of(self, sku: str, country: str) -> tuple[Part, ...]:
        """The parts that count in a country."""
        return tuple(p for p in self.parts.get(sku, ()) if p.country in ("", country))


def read_products(path: Path) -> Products:
    """The product table in a CSV file; `Invalid` names the first line that cannot be used."""
    products, faults = _read(path)
    if faults:
        raise faults[0]
    return products


def product_faults(path: Path) -> list[Invalid]:
    """Every line of the table that cannot be used, in order; or why the file cannot be read at all."""
    try:
        return _read(path)[1]
    except Invalid as error:
        return [error]


def _read(path: Path) -> tuple[Products, list[Invalid]]:
    found: dict[str, list[Part]] = {}
    faults: list[Invalid] = []
    for line, row in _rows(path):
        try:
            sku, part = _described(_Line(path.name, line, row))
        except Invalid as error:
            faults.append(error)
        else:
            found.setdefault(sku, []).extend(part)
    return Products({sku: tuple(parts) for sku, parts in found.items()}), faults


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the table; a refusal names file, line and column."""

    file: str
    number: int
    cells: Mapping[str, str]

    def refuse(self, column: str, wanted: Text) -> Invalid:
        where = Text("第 {n} 行 {column}", "line {n} {column}").with_(n=self.number, column=column)
        return bad_field(self.file, where, self.cells[column], wanted)


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        table = list(csv.reader(io.StringIO(text), strict=True))
    except (OSError, ValueError, csv.Error):
        raise unreadable(path.name, Text("不是 UTF-8 的 CSV", "it is not CSV in UTF-8")) from None
    header = [name.strip().lower() for name in table[0]] if table else []
    missing = [name for name in _COLUMNS if name not in header]
    if missing:
        raise unreadable(path.name, Text("缺少列 {c}", "column {c} is missing").with_(c=missing[0]))
    return [
        (n, {"country": "", **dict(zip(header, [*row, *[""] * len(header)], strict=False))})
        for n, row in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in row)
    ]


def _described(line: _Line) -> tuple[str, tuple[Part, ...]]:
    """The SKU and its part; no part where the line says that it brings nothing."""
    sku = line.cells["sku"].strip()
    if not sku:
        raise line.refuse("sku", Text("SKU", "a SKU"))
    nothing = line.cells["stream"].strip().lower() == NOTHING
    return sku, () if nothing else (_part(line),)


def _part(line: _Line) -> Part:
    stream = line.cells["stream"].strip().lower()
    if stream not in law.epr_streams():
        known = ", ".join(law.epr_streams())
        raise line.refuse("stream", Text(known, known))
    grams = exact(line.cells["grams"])
    if grams is None or not 0 <= grams <= _HEAVIEST:
        raise line.refuse("grams", Text("克数", "a number of grams"))
    material = line.cells["material"].strip().lower()
    if not material:
        raise line.refuse("material", Text("材料", "a material"))
    return Part(stream, material, grams, _country(line))


def _country(line: _Line) -> str:
    written = line.cells["country"]
    if not written.strip():
        return ""
    code = country_of(written)
    if code is None:
        raise line.refuse("country", Text("两位国家代码或留空", "a two-letter country or blank"))
    return code
