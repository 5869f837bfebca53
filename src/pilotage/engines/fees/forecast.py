"""The seller's own forecast: orders by month and currency, and quantities by month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from pilotage.engines.fees import fields
from pilotage.engines.fees.fields import Fields
from pilotage.engines.fees.refusals import bad_case, forecast_missing
from pilotage.kernel.periods import Month, parse_period


class Orders(NamedTuple):
    """So many orders, each of this amount."""

    number: int
    amount: Decimal


SalesKey = tuple[str, Month, str]
QuantityKey = tuple[str, Month]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected of each month, for the days of it that lie in the window."""

    sales: Mapping[SalesKey, tuple[Orders, ...]] = field(default_factory=dict)
    quantities: Mapping[QuantityKey, int] = field(default_factory=dict)

    def orders(self, of: str, month: Month, currency: str) -> tuple[Orders, ...]:
        """The orders of a month, in their order; raises `FORECAST_MISSING` where it is absent."""
        try:
            return self.sales[of, month, currency]
        except KeyError:
            raise forecast_missing(of, month) from None

    def quantity(self, of: str, month: Month) -> int:
        """The quantity of a month; raises `FORECAST_MISSING` where it is absent."""
        try:
            return self.quantities[of, month]
        except KeyError:
            raise forecast_missing(of, month) from None


def forecast_from(entries: Iterable[Fields]) -> Forecast:
    """The forecast that these dicts spell; entries of one month follow each other."""
    sales: dict[SalesKey, tuple[Orders, ...]] = {}
    quantities: dict[QuantityKey, int] = {}
    for entry in entries:
        of, month = fields.text(entry, "of", bad_case), _month(entry)
        if "orders" in entry:
            key = of, month, fields.case_currency(entry, "currency")
            sales[key] = sales.get(key, ()) + _orders(entry["orders"])
        else:
            quantity = fields.count(entry, "quantity", bad_case)
            quantities[of, month] = quantities.get((of, month), 0) + quantity
    return Forecast(sales, quantities)


def _month(entry: Fields) -> Month:
    month = parse_period(fields.text(entry, "month", bad_case))
    if not isinstance(month, Month):
        raise bad_case("month", entry["month"])
    return month


def _orders(value: object) -> tuple[Orders, ...]:
    if not isinstance(value, list):
        raise bad_case("orders", value)
    return tuple(_pair(pair) for pair in value)


def _pair(pair: object) -> Orders:
    if not isinstance(pair, list) or len(pair) != 2:
        raise bad_case("orders", pair)
    named = {"orders": pair[0], "amount": pair[1]}
    return Orders(fields.count(named, "orders", bad_case), fields.amount(named, "amount", bad_case))
