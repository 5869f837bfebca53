"""A quote (报价): what a plan costs over a window, in one currency, service and pass-through apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pilotage.engines.fees.billing import Line, lines
from pilotage.engines.fees.exchange import Rates
from pilotage.engines.fees.forecast import Forecast
from pilotage.engines.fees.plan import FeeItem, FeePlan, PassThrough, charge_of
from pilotage.engines.fees.price_check import Flag, Rules, flags
from pilotage.engines.fees.rounding import to_money
from pilotage.engines.fees.window import Window
from pilotage.kernel.decimals import Rounding
from pilotage.kernel.money import Money, total


@dataclass(frozen=True, slots=True)
class QuotedItem:
    """One item: its lines and sum in its own currency, the rate with its date, the converted sum."""

    item: FeeItem
    lines: tuple[Line, ...]
    amount: Money
    rate: Decimal
    rate_on: date | None
    converted: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """The whole offer over [first, end); `total` = `service` + `pass_through`, to the cent."""

    first: date
    end: date
    items: tuple[QuotedItem, ...]
    service: Money
    pass_through: Money
    total: Money
    flags: tuple[Flag, ...]


def quoted(
    plan: FeePlan, forecast: Forecast, window: Window, rates: Rates, on: date, rules: Rules
) -> Quote:
    """What `plan` costs over `window`, converted at the rates known `on` that day.

    Raises `Invalid` with `FORECAST_MISSING` or `FX_MISSING`.
    """
    items = tuple(_quoted_item(item, forecast, window, rates, on) for item in plan.items)
    service = [i.converted for i in items if not isinstance(i.item, PassThrough)]
    passed_on = [i.converted for i in items if isinstance(i.item, PassThrough)]
    zero = to_money(Fraction(0), rates.currency, Rounding.HALF_UP)
    return Quote(
        first=window.first,
        end=window.end,
        items=items,
        service=zero + total(service, rates.currency),
        pass_through=zero + total(passed_on, rates.currency),
        total=zero + total([*service, *passed_on], rates.currency),
        flags=flags(rules, [(i.item, i.converted) for i in items], window.months),
    )


def twelve_months(
    plan: FeePlan,
    forecast: Forecast,
    rates: Rates,
    on: date,
    *,
    first: date | None = None,
    rules: Rules | None = None,
) -> Quote:
    """The twelve-month total by which unlike offers compare, from `first` (else `on`) on.

    `rates.currency` is the currency of the totals.
    """
    return quoted(plan, forecast, Window(first or on, 12), rates, on, rules or Rules())


def _quoted_item(
    item: FeeItem, forecast: Forecast, window: Window, rates: Rates, on: date
) -> QuotedItem:
    charge = charge_of(item)
    billed = lines(charge, window, forecast)
    amount = total([line.amount for line in billed], charge.currency)
    rate, rate_on = rates.rate(charge.currency, on)
    converted = Fraction(amount.amount) * Fraction(rate)
    return QuotedItem(
        item, billed, amount, rate, rate_on, to_money(converted, rates.currency, Rounding.HALF_UP)
    )
