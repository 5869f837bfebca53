"""Reference prices of the programme's guide: unverified ranges with their source, for warnings only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TypedDict

import yaml

from pilotage.engines.fees.exchange import Rates
from pilotage.engines.fees.price_check import PriceFloor
from pilotage.engines.fees.rounding import to_money
from pilotage.kernel.decimals import Rounding
from pilotage.kernel.trail import Confidence, Source

# Half the guide's lower end: the guide says "about", so a warning needs a clear distance (ours, not the guide's).
SUSPICIOUS = Fraction(1, 2)

_YEARLY = {"month": 12, "year": 1, "once": 1}


class _Entry(TypedDict):
    code: str
    places: list[str]
    low: str
    high: str
    currency: str | None
    every: str
    per: str
    value: str
    source: dict[str, str]
    checked_on: date
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class ReferencePrice:
    """One range: amounts in `currency` (None: percent of sales) `every` month, year or once, `per` unit."""

    code: str
    places: tuple[str, ...]
    low: Decimal
    high: Decimal
    currency: str | None
    every: str
    per: str
    value: str
    source: Source


@cache
def reference_prices() -> tuple[ReferencePrice, ...]:
    """All reference prices, in the order of the file."""
    table = yaml.safe_load(Path(__file__).with_name("reference.yaml").read_text("utf-8"))
    return tuple(_price(entry) for entry in table["prices"])


def price_floors(
    codes: Collection[str], rates: Rates, on: date
) -> tuple[tuple[PriceFloor, ReferencePrice], ...]:
    """For each of these codes the lowest floor for twelve months, per unit, with what it rests on.

    Half the guide's lower end, in the currency of `rates`. Percentages give no floor:
    they depend on sales. Raises `FX_MISSING` when a rate is absent.
    """
    floors: dict[str, tuple[PriceFloor, ReferencePrice]] = {}
    for price in reference_prices():
        if price.code not in codes or price.currency is None:
            continue
        floor = PriceFloor(_yearly(price, price.currency, rates, on), price.code, per_unit=True)
        known = floors.get(price.code)
        if known is None or floor.at_least < known[0].at_least:
            floors[price.code] = floor, price
    return tuple(floors.values())


def _yearly(price: ReferencePrice, currency: str, rates: Rates, on: date) -> Decimal:
    rate = Fraction(rates.rate(currency, on).value)
    year = Fraction(price.low) * _YEARLY[price.every] * SUSPICIOUS * rate
    return to_money(year, rates.currency, Rounding.DOWN).amount


def _price(entry: _Entry) -> ReferencePrice:
    source = entry["source"]
    return ReferencePrice(
        code=entry["code"],
        places=tuple(entry["places"]),
        low=Decimal(entry["low"]),
        high=Decimal(entry["high"]),
        currency=entry["currency"],
        every=entry["every"],
        per=entry["per"],
        value=entry["value"],
        source=Source(
            source["title"],
            source["address"],
            entry["checked_on"],
            entry["confidence"],
            source["article"],
        ),
    )
