"""What differs from run to run inside the one expression: named slots for the seller and for scales.

The expression is compiled once, with the name of each slot in place of its value; `filled` puts the
values in. Every value is a text of our own making or is quoted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotage.engines.mill.cells import literal
from pilotage.engines.tax.places import FILING
from pilotage.engines.tax.seller import Seller

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, StringValue

YES, NO = "yes", "no"
NUMBERED = "§numbered§"  # the places in which the seller has a number, as a list
_NEVER = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Scales:
    """How many decimals the whole numbers of `unit_costs` carry."""

    cost: int


@dataclass(frozen=True, slots=True)
class Statements:
    """The expression in its three parts, each a SELECT: of `report_rows`, of `facts`, of both.

    The first is stored as `facts`, the second as `situations`.
    """

    facts: str
    situations: str
    rows: str

    @property
    def whole(self) -> str:
        """All of it as one SELECT."""
        parts = f"facts AS ({self.facts}), situations AS ({self.situations})"
        return f"WITH {parts} SELECT * FROM ({self.rows})"  # noqa: S608


def text(name: str) -> StringValue:
    """The value of a slot as text."""
    import ibis

    return ibis.literal(f"§{name}§")


def holds(name: str) -> BooleanValue:
    """Whether a slot says yes."""
    return text(name) == YES


def filled(statements: Statements, seller: Seller, scales: Scales) -> Statements:
    """The statements for one seller and run."""
    values = {f"'§{name}§'": literal(value) for name, value in _values(seller, scales).items()}
    numbered = [place for place in FILING if seller.number_in(place)] or ["-"]
    values[f"'{NUMBERED}'"] = ", ".join(map(literal, numbered))
    parts = [statements.facts, statements.situations, statements.rows]
    for slot, value in values.items():
        parts = [part.replace(slot, value) for part in parts]
    return Statements(*parts)


def _values(seller: Seller, scales: Scales) -> dict[str, str]:
    in_vies = seller.italy_vies_guarantee or seller.established_in_eu
    return {
        "established_in": seller.established_in,
        "established_in_eu": YES if seller.established_in_eu else NO,
        "established_in_gb": YES if seller.established_in_gb else NO,
        "oss_from": seller.oss_from.isoformat() if seller.oss_from else _NEVER,
        "oss_in_profile": YES if seller.oss_state else NO,
        "ioss_in_profile": YES if seller.ioss_number else NO,
        "italy_in_vies": YES if in_vies else NO,
        "per_cent": str(10 ** (scales.cost + 2)),
    }
