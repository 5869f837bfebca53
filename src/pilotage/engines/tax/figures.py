"""A return as figures by name (申报数字): boxes of a local form; lines, corrections and totals of OSS and IOSS.

OSS names: `FR/DE/20/base` and `FR/DE/20/vat` (state, dispatch, rate), `correction/IT/2025-Q4`,
`balance/FR`, `due`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_DUE = "due"


def figures(made: Mapping[str, Any], beside: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The figures of `made` that a filing with the figures `beside` could state.

    An OSS filing without a total (the BZSt file has none) is compared by its lines alone.
    """
    if made["return"] == "LOCAL":
        return {name: Decimal(value) for name, value in made["boxes"].items()}
    lines = one_stop_lines(made["lines"])
    return lines | _totals(made) if _DUE in beside else lines


def one_stop_lines(lines: list[dict[str, str]]) -> dict[str, Decimal]:
    """Base and VAT of each line; lines of one name add up."""
    held: dict[str, Decimal] = {}
    for line in lines:
        for part in ("base", "vat"):
            name = f"{line['state']}/{line['dispatch']}/{line['rate']}/{part}"
            held[name] = held.get(name, Decimal(0)) + Decimal(line[part])
    return held


def one_stop_figures(made: Mapping[str, Any]) -> dict[str, Decimal]:
    """All of an OSS or IOSS return."""
    return one_stop_lines(made["lines"]) | _totals(made)


def _totals(made: Mapping[str, Any]) -> dict[str, Decimal]:
    corrections = {f"correction/{c['state']}/{c['period']}": c["vat"] for c in made["corrections"]}
    balances = {f"balance/{state}": value for state, value in made["balances"].items()}
    every = {**corrections, **balances, _DUE: made["amount_due"]}
    return {name: Decimal(value) for name, value in every.items()}
