"""Form boxes (申报表栏位) laid on the semantic lines, with each form's own rounding.

Where the box of a line could not be verified, the return says so: `needs_review` names the box.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pilotage.kernel.decimals import Rounding, rounded

Lines = Mapping[str, Any]
Boxes = dict[str, Decimal]
_ZERO = Decimal(0)


def boxes_of(jurisdiction: str, lines: Lines) -> tuple[dict[str, str], set[str]]:
    """The boxes of a return as text, zero ones left out, and those that need review."""
    make = _FORMS.get(jurisdiction)
    if make is None:
        return {}, set()
    boxes = make(lines)
    doubtful = {
        f"{jurisdiction}.{box}" for line, box in _DOUBTFUL.get(jurisdiction, ()) if line in lines
    }
    return {box: str(value) for box, value in boxes.items() if value}, doubtful


_DOUBTFUL = {
    "DE": (("deemed_supply", "43"),),
    "FR": (("deemed_supply", "E2"),),
    "ES": (("deemed_supply", "60"),),
    "PL": (("deemed_supply", "P_13"),),
    "IT": (("deemed_supply", "VP2"),),
    "GB": (("deemed_supply", "6"),),
}


def _of(lines: Lines, line: str, part: str = "base", rate: str | None = None) -> Decimal:
    """The amount of a line; of all its rates when it has some and none is named."""
    held = lines.get(line, {})
    if line in ("taxed", "acquisition"):
        chosen = held.values() if rate is None else [held.get(rate, {})]
        return sum((Decimal(amounts.get(part, "0")) for amounts in chosen), _ZERO)
    return Decimal(held.get(part, "0"))


def _other(lines: Lines, line: str, part: str, known: tuple[str, ...]) -> Decimal:
    return _of(lines, line, part) - sum((_of(lines, line, part, rate) for rate in known), _ZERO)


def _cut(value: Decimal) -> Decimal:
    return rounded(value, 0, Rounding.DOWN)


def _whole(value: Decimal) -> Decimal:
    return rounded(value, 0)


def _exact(value: Decimal) -> Decimal:
    return rounded(value, 2)


def _germany(lines: Lines) -> Boxes:
    """UStVA: bases in whole euros cut toward zero; Kz 83 from the cut bases."""
    acquired = _of(lines, "acquisition", "vat")
    boxes = {
        "81": _cut(_of(lines, "taxed", "base", "19")),
        "86": _cut(_of(lines, "taxed", "base", "7")),
        "35": _cut(_other(lines, "taxed", "base", ("19", "7"))),
        "36": _exact(_other(lines, "taxed", "vat", ("19", "7"))),
        "41": _cut(_of(lines, "ic_supply")),
        "43": _cut(_of(lines, "export") + _of(lines, "deemed_supply")),
        "89": _cut(_of(lines, "acquisition", "base", "19")),
        "93": _cut(_of(lines, "acquisition", "base", "7")),
        "95": _cut(_other(lines, "acquisition", "base", ("19", "7"))),
        "98": _exact(_other(lines, "acquisition", "vat", ("19", "7"))),
        "66": _exact(_of(lines, "input_vat", "vat") - acquired),
        "61": _exact(acquired),
    }
    full, low = Decimal("0.19"), Decimal("0.07")
    due = full * (boxes["81"] + boxes["89"]) + low * (boxes["86"] + boxes["93"])
    boxes["83"] = _exact(due + boxes["36"] + boxes["98"] - boxes["66"] - boxes["61"])
    return boxes


def _britain(lines: Lines) -> Boxes:
    """MTD: boxes 2, 8 and 9 are Northern Ireland's trade with the EU."""
    acquired, acquisitions = _of(lines, "acquisition", "vat"), _of(lines, "acquisition")
    sales = sum(
        (_of(lines, line) for line in ("taxed", "export", "deemed_supply", "ic_supply")), _ZERO
    )
    boxes = {
        "1": _exact(_of(lines, "taxed", "vat")),
        "2": _exact(acquired),
        "4": _exact(_of(lines, "input_vat", "vat")),
        "6": _cut(sales),
        "7": _cut(_of(lines, "input_vat") + acquisitions),
        "8": _cut(_of(lines, "ic_supply")),
        "9": _cut(acquisitions),
    }
    boxes["3"] = boxes["1"] + boxes["2"]
    boxes["5"] = abs(boxes["3"] - boxes["4"])
    return dict(sorted(boxes.items()))


def _poland(lines: Lines) -> Boxes:
    """The declaration part of JPK_V7M: whole PLN, half-up."""
    boxes = {"P_13": _whole(_of(lines, "deemed_supply"))}
    for rate, base, vat in (("5", "P_15", "P_16"), ("8", "P_17", "P_18"), ("23", "P_19", "P_20")):
        boxes[base] = _whole(_of(lines, "taxed", "base", rate))
        boxes[vat] = _whole(_of(lines, "taxed", "vat", rate))
    return boxes | {
        "P_21": _whole(_of(lines, "ic_supply")),
        "P_22": _whole(_of(lines, "export")),
        "P_23": _whole(_of(lines, "acquisition")),
        "P_24": _whole(_of(lines, "acquisition", "vat")),
    }


def _france(lines: Lines) -> Boxes:
    """CA3; a rate's base and VAT stand in one line of the form: `08` and `08.vat`."""
    boxes = {
        "A1": _exact(_of(lines, "taxed")),
        "B2": _exact(_of(lines, "acquisition")),
        "E1": _exact(_of(lines, "export")),
        "E2": _exact(_of(lines, "deemed_supply")),
        "E3": _exact(_of(lines, "distance_elsewhere")),
        "F2": _exact(_of(lines, "ic_supply")),
        "F7": _exact(_of(lines, "reverse_charge")),
    }
    for rate, line in (("20", "08"), ("5.5", "09"), ("10", "9B")):
        for part, box in (("base", line), ("vat", f"{line}.vat")):
            boxes[box] = _exact(
                _of(lines, "taxed", part, rate) + _of(lines, "acquisition", part, rate)
            )
    gross = _of(lines, "taxed", "vat") + _of(lines, "acquisition", "vat")
    deductible = _of(lines, "input_vat", "vat")
    net = gross - deductible
    return boxes | {
        "16": _exact(gross),
        "17": _exact(_of(lines, "acquisition", "vat")),
        "20": _exact(deductible),
        "25": _exact(max(-net, _ZERO)),
        "28": _exact(max(net, _ZERO)),
        "32": _exact(max(net, _ZERO)),
    }


def _spain(lines: Lines) -> Boxes:
    """Modelo 303, design of 2024-10."""
    boxes: Boxes = {}
    for rate, base, vat in (("4", "01", "03"), ("10", "04", "06"), ("21", "07", "09")):
        boxes[base] = _exact(_of(lines, "taxed", "base", rate))
        boxes[vat] = _exact(_of(lines, "taxed", "vat", rate))
    acquired = _of(lines, "acquisition", "vat")
    deductible = _of(lines, "input_vat", "vat")
    return boxes | {
        "10": _exact(_of(lines, "acquisition")),
        "11": _exact(acquired),
        "28": _exact(_of(lines, "input_vat")),
        "29": _exact(deductible - acquired),
        "36": _exact(_of(lines, "acquisition")),
        "37": _exact(acquired),
        "59": _exact(_of(lines, "ic_supply")),
        "60": _exact(_of(lines, "export") + _of(lines, "deemed_supply")),
        "71": _exact(_of(lines, "taxed", "vat") + acquired - deductible),
        "122": _exact(_of(lines, "reverse_charge")),
        "123": _exact(_of(lines, "distance_elsewhere")),
    }


def _italy(lines: Lines) -> Boxes:
    """LIPE."""
    sold = ("taxed", "ic_supply", "export", "deemed_supply", "reverse_charge")
    due = _of(lines, "taxed", "vat") + _of(lines, "acquisition", "vat")
    deducted = _of(lines, "input_vat", "vat")
    net = due - deducted
    return {
        "VP2": _exact(sum((_of(lines, line) for line in sold), _ZERO)),
        "VP3": _exact(_of(lines, "acquisition") + _of(lines, "input_vat")),
        "VP4": _exact(due),
        "VP5": _exact(deducted),
        "VP6.1": _exact(max(net, _ZERO)),
        "VP6.2": _exact(max(-net, _ZERO)),
        "VP14.1": _exact(max(net, _ZERO)),
        "VP14.2": _exact(max(-net, _ZERO)),
    }


_FORMS: dict[str, Callable[[Lines], Boxes]] = {
    "DE": _germany,
    "GB": _britain,
    "PL": _poland,
    "FR": _france,
    "ES": _spain,
    "IT": _italy,
}


def has_form(jurisdiction: str) -> bool:
    """Whether the boxes of a place's return are known."""
    return jurisdiction in _FORMS
