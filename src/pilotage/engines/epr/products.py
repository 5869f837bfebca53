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
    """The product table in a CSV file; `Invalid` names the line that cannot be used."""
    found: dict[str, list[Part]] = {}
    for where, row in _rows(path):
        sku = row["sku"].strip()
        if not sku:
            raise bad_field(path.name, where, "", Text("SKU", "a SKU"))
        parts = found.setdefault(sku, [])
        if row["stream"].strip().lower() != NOTHING:
            parts.append(_part(path.name, where, row))
    return Products({sku: tuple(parts) for sku, parts in found.items()})


def _rows(path: Path) -> list[tuple[str, dict[str, str]]]:
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
        (
            f"line {n}",
            {"country": "", **dict(zip(header, [*row, *[""] * len(header)], strict=False))},
        )
        for n, row in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in row)
    ]


def _part(name: str, where: str, row: Mapping[str, str]) -> Part:
    stream = row["stream"].strip().lower()
    if stream not in law.epr_streams():
        known = ", ".join(law.epr_streams())
        raise bad_field(name, f"{where} stream", stream, Text(known, known))
    grams = exact(row["grams"])
    if grams is None or not 0 <= grams <= _HEAVIEST:
        raise bad_field(name, f"{where} grams", row["grams"], Text("克数", "a number of grams"))
    material = row["material"].strip().lower()
    if not material:
        raise bad_field(name, f"{where} material", "", Text("材料", "a material"))
    return Part(stream, material, grams, _country(name, where, row["country"]))


def _country(name: str, where: str, written: str) -> str:
    if not written.strip():
        return ""
    code = country_of(written)
    if code is None:
        wanted = Text("两位国家代码或留空", "a two-letter country or blank")
        raise bad_field(name, f"{where} country", written, wanted)
    return code
