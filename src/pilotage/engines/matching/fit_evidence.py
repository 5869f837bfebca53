"""What a report shows, as counted groups of like rows: the only thing the advice reads.

A `Flow` counts rows that are alike in everything the rules ask about; a report of five million
rows makes a few hundred of them. Money stays in the currency it was in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pilotage.engines import law
from pilotage.kernel.decimals import EXACT
from pilotage.kernel.periods import Month

Kind = Literal["sale", "refund", "movement", "return", "other"]
Collector = Literal["marketplace", "seller", "unknown"]

# A place outside the VAT area of the country it belongs to (the Canary Islands, Jersey …).
OUTSIDE = "ZZ"

_EXAMPLES = 3


@dataclass(frozen=True, slots=True, order=True)
class RowRef:
    """A row of a report: the file's name and the row number, the first data row being 1."""

    file: str
    row: int


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows carry a finding, and the first few of them."""

    count: int
    examples: tuple[RowRef, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """Like rows counted together. Places are ISO codes, `XI`, `ZZ` (outside the VAT area) or ``."""

    kind: Kind
    dep: str
    arr: str
    collector: Collector
    scheme: str
    business: bool
    site: str
    month: Month | None
    currency: str
    rows: int
    gross: Decimal
    examples: tuple[RowRef, ...]


@dataclass(frozen=True, slots=True)
class SiteMonth:
    """Sales less refunds of one site in one month and currency, tax included where the report has it."""

    site: str
    month: Month
    currency: str
    orders: int
    gross: Decimal


@dataclass(frozen=True, slots=True)
class Evidence:
    """All flows of the reports read, and how many rows could not be read."""

    flows: tuple[Flow, ...]
    rejected: int = 0

    @property
    def rows(self) -> int:
        return sum(flow.rows for flow in self.flows)

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that occur, in order."""
        return tuple(sorted({f.month for f in self.flows if f.month}))

    def sales(self) -> tuple[Flow, ...]:
        return tuple(f for f in self.flows if f.kind == "sale")

    def movements(self) -> tuple[Flow, ...]:
        """Own goods that changed country."""
        return tuple(
            f for f in self.flows if f.kind == "movement" and f.dep and f.arr and f.dep != f.arr
        )

    def stock(self) -> Mapping[str, tuple[Flow, ...]]:
        """Where goods lay: the country of departure of every sale, both ends of every movement."""
        places: dict[str, list[Flow]] = {}
        for flow in self.flows:
            if flow.kind in ("sale", "movement"):
                ends = {flow.dep, flow.arr} if flow.kind == "movement" else {flow.dep}
                for place in {law.vat_home(end) for end in ends if end not in ("", OUTSIDE)}:
                    places.setdefault(place, []).append(flow)
        return {place: tuple(flows) for place, flows in sorted(places.items())}

    def delivered_to_consumers(self) -> Mapping[str, tuple[Flow, ...]]:
        """Where goods went to buyers without a VAT number."""
        return by(
            (f for f in self.sales() if not f.business and f.arr not in ("", OUTSIDE)),
            lambda f: law.vat_home(f.arr),
        )

    def site_months(self) -> tuple[SiteMonth, ...]:
        """Sales per site and month, refunds taken off (they are negative in the report)."""
        groups: dict[tuple[str, Month, str], list[Flow]] = {}
        for f in self.flows:
            if f.kind in ("sale", "refund") and f.site and f.month and f.currency:
                groups.setdefault((f.site, f.month, f.currency), []).append(f)
        return tuple(
            SiteMonth(
                *key, sum(f.rows for f in flows if f.kind == "sale"), total(f.gross for f in flows)
            )
            for key, flows in sorted(groups.items())
        )


def by(flows: Iterable[Flow], key: Callable[[Flow], str]) -> Mapping[str, tuple[Flow, ...]]:
    """Flows grouped by a key, in order of the key."""
    groups: dict[str, list[Flow]] = {}
    for flow in flows:
        groups.setdefault(key(flow), []).append(flow)
    return {name: tuple(groups[name]) for name in sorted(groups)}


def rows_of(flows: Iterable[Flow]) -> Rows:
    """The rows behind some flows: all counted, the first three named."""
    listed = list(flows)
    examples = sorted({ref for flow in listed for ref in flow.examples})[:_EXAMPLES]
    return Rows(sum(flow.rows for flow in listed), tuple(examples))


def total(amounts: Iterable[Decimal]) -> Decimal:
    """An exact sum."""
    result = Decimal(0)
    for amount in amounts:
        result = EXACT.add(result, amount)
    return result
