"""Arithmetic on the lines of a return: what they would be had rows been left out or put elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from pilotage.engines.tax.boxes import boxes_of
from pilotage.engines.tax.partner_check.ledger import Entry
from pilotage.kernel.decimals import plain

# (line, rate in percent or "", base or vat) -> amount
Cells = dict[tuple[str, str, str], Decimal]
Boxes = dict[str, Decimal]

_ZERO = Decimal(0)
_BY_RATE = ("taxed", "acquisition")
_LINES = {
    "own_goods": "ic_supply",
    "own_goods_export": "export",
    "commingling_buy": "input_vat",
    "distance_sale_oss": "distance_elsewhere",
}


def cells_of(lines: Mapping[str, Any]) -> Cells:
    """The lines of a local return, flat."""
    cells: Cells = {}
    for line, held in lines.items():
        by_rate = held if line in _BY_RATE else {"": held}
        for rate, amounts in by_rate.items():
            for part, amount in amounts.items():
                cells[line, rate, part] = Decimal(amount)
    return cells


def lines_of(cells: Cells) -> dict[str, Any]:
    """The way back; empty cells left out."""
    lines: dict[str, Any] = {}
    for (line, rate, part), amount in cells.items():
        if amount:
            held = lines.setdefault(line, {})
            place = held.setdefault(rate, {}) if line in _BY_RATE else held
            place[part] = f"{amount:.2f}"
    return lines


def line_of(entry: Entry) -> tuple[str, str]:
    """(line, rate) that a row of the return's first side adds to."""
    if entry.treatment == "commingling_sell":
        taxed = entry.rate is not None
        return (
            ("taxed", plain(entry.rate)) if taxed and entry.rate is not None else ("ic_supply", "")
        )
    if entry.treatment == "taxed" and entry.rate is not None:
        return "taxed", plain(entry.rate)
    return _LINES.get(entry.treatment, entry.treatment), ""


def without(cells: Cells, entries: Iterable[Entry]) -> Cells:
    """The cells less what these rows added."""
    left = dict(cells)
    for entry in entries:
        line, rate = line_of(entry)
        for part, amount in (("base", entry.base), ("vat", entry.vat)):
            at = line, rate, part
            left[at] = left.get(at, _ZERO) - amount
    return left


def added(cells: Cells, more: Cells) -> Cells:
    """Two sets of cells together."""
    return {at: cells.get(at, _ZERO) + more.get(at, _ZERO) for at in {**cells, **more}}


def boxes(jurisdiction: str, cells: Cells) -> Boxes:
    """The form's boxes over cells, in numbers."""
    made, _ = boxes_of(jurisdiction, lines_of(cells))
    return {name: Decimal(value) for name, value in made.items()}
