"""The lines of an item: one per billing period, in its own currency."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pilotage.engines.fees.commission import commission
from pilotage.engines.fees.forecast import Forecast
from pilotage.engines.fees.plan import (
    Charge,
    Level,
    PerUnit,
    Project,
    Recurring,
    ServiceItem,
    Share,
)
from pilotage.engines.fees.rounding import of_units, units
from pilotage.engines.fees.window import Window
from pilotage.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Line:
    """What one billing period costs; `first` is its first day in the window."""

    first: date
    amount: Money


def lines(item: ServiceItem, window: Window, forecast: Forecast) -> tuple[Line, ...]:
    """The item's lines in order; raises `FORECAST_MISSING` when a month it needs is absent."""
    return tuple(
        Line(first, of_units(count, item.currency))
        for first, count in _lines(item, window, forecast)
    )


def _lines(item: ServiceItem, window: Window, forecast: Forecast) -> Iterator[tuple[date, int]]:
    match item:
        case Recurring():
            for part in window.parts(item.every, item.anchor):
                yield part.first, _units(item, item.amount, item.count, part.fraction)
        case Share():
            for month, part in window.calendar_months():
                orders = forecast.orders(item.of, month, item.currency)
                yield part.first, commission(item, orders, part.fraction)
        case PerUnit():
            for month, part in window.calendar_months():
                yield part.first, _units(item, item.amount, forecast.quantity(item.of, month))
        case Project():
            yield window.first, _units(item, item.amount, item.count)


def _units(charge: Charge, amount: Decimal, count: int, fraction: Fraction = Fraction(1)) -> int:
    """`amount` × `count` × `fraction` in minor units, rounded once or per unit as agreed."""
    each, rounding = Fraction(amount) * fraction, charge.rounding
    if rounding.level is Level.LINE:
        return count * units(each, charge.currency, rounding.mode)
    return units(each * count, charge.currency, rounding.mode)
