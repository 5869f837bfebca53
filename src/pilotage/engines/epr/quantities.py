"""Kilograms per country, stream and material of one year, to three decimals, and what is not counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pilotage.engines.epr.products import Products
from pilotage.engines.epr.shipments import Shipped
from pilotage.kernel.decimals import EXACT, rounded
from pilotage.kernel.periods import Month

_GRAMS = Decimal(1000)
_Key = tuple[str, str, str]  # country, stream, material


@dataclass(frozen=True, slots=True)
class Quantity:
    """What was placed on a market from month `since` on: `kg` sold, `kg_returned` came back (never taken off)."""

    country: str
    stream: str
    material: str
    units: Decimal
    kg: Decimal
    kg_returned: Decimal
    since: Month


@dataclass(frozen=True, slots=True)
class Undescribed:
    """A SKU the product table does not know: its units and the goods' own weight are not counted."""

    country: str
    sku: str
    units: Decimal
    kg_of_goods: Decimal


@dataclass(frozen=True, slots=True)
class Quantities:
    """One year's quantities, and the SKUs they leave out."""

    year: int
    placed: tuple[Quantity, ...]
    undescribed: tuple[Undescribed, ...]

    def kg(self, country: str, stream: str) -> dict[str, Decimal]:
        """Kilograms by material."""
        return {q.material: q.kg for q in self.placed if (q.country, q.stream) == (country, stream)}

    def since(self, country: str, stream: str) -> Month:
        """The first month in which the market got goods."""
        return min(q.since for q in self.placed if (q.country, q.stream) == (country, stream))

    def markets(self) -> tuple[tuple[str, str], ...]:
        """The (country, stream) pairs with something placed."""
        return tuple(dict.fromkeys((q.country, q.stream) for q in self.placed))


def quantities(shipped: Iterable[Shipped], products: Products, year: int) -> Quantities:
    """Units × grams, summed exactly and rounded half-up once per material."""
    of_year = [(s, s.month) for s in shipped if s.country and s.month and s.month.year == year]
    sums: dict[_Key, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    since: dict[_Key, Month] = {}
    for line, month in of_year:
        for part in products.of(line.sku, line.country):
            key = (line.country, part.stream, part.material)
            since[key] = min(month, since.get(key, month))
            figures = sums[key]
            for place, added in enumerate(
                (line.sold, line.sold * part.grams, line.returned * part.grams)
            ):
                figures[place] = EXACT.add(figures[place], added)
    placed = tuple(
        Quantity(*key, units, _kg(sold), _kg(returned), since[key])
        for key, (units, sold, returned) in sorted(sums.items())
    )
    return Quantities(year, placed, _undescribed((line for line, _ in of_year), products))


def _undescribed(lines: Iterable[Shipped], products: Products) -> tuple[Undescribed, ...]:
    found: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for line in lines:
        if line.sold and not products.knows(line.sku):
            found[line.country, line.sku][0] += line.sold
            found[line.country, line.sku][1] += line.grams
    return tuple(
        Undescribed(country, sku, units, _kg(grams))
        for (country, sku), (units, grams) in sorted(found.items())
    )


def _kg(grams: Decimal) -> Decimal:
    return rounded(EXACT.divide(grams, _GRAMS), 3)
