"""What a partner's plans cost for the needs they cover: one plan per service, once per country. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from pilotage.engines import fees
from pilotage.engines.fees import FeeItem, FeePlan, Forecast, PassThrough, Quote, Rates
from pilotage.kernel.errors import Invalid
from pilotage.kernel.money import Money, minor_units
from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text
from pilotage.platform.directory.exchange import currencies, rates_into

Pair = tuple[str, str]
PlanItems = Sequence[Mapping[str, object]]
Key = TypeVar("Key", int, str)

# An offer for these is not whole without the authority's or scheme's own charge: somebody pays it.
_PASSED_ON = frozenset(
    ("epr_packaging", "epr_weee", "epr_batteries", "epr_textile", "brand_registration")
)


@dataclass(frozen=True, slots=True)
class Priced:
    """The twelve-month total of one partner, or why there is none."""

    quote: Quote | None
    refusal: Text | None = None
    refusal_code: str = ""


def fee_model(items: PlanItems) -> str:
    """The kind of the first service item: how the offer is mainly charged."""
    own = [str(item["kind"]) for item in items if item["kind"] != "pass_through"]
    return own[0] if own else "pass_through"


def combined(plans: Mapping[Key, PlanItems], covered: Mapping[Pair, Key]) -> FeePlan:
    """One plan for all covered needs: an item `per` country counts once for each country, others once.

    `plans` are the items by plan (row or reference), `covered` the plan that serves each need.
    """
    countries: dict[Key, int] = {}
    for plan_id in covered.values():
        countries[plan_id] = countries.get(plan_id, 0) + 1
    return FeePlan(
        tuple(
            _times(item, countries[plan_id])
            for plan_id in sorted(countries)
            for item in fees.plan_from(plans[plan_id]).items
        )
    )


def twelve_months(
    plan: FeePlan, forecast: Forecast, rates: Rates, on: date, categories: Iterable[str]
) -> Priced:
    """The total with its flags; a forecast that lacks a month is a refusal in words, not an exception."""
    try:
        return Priced(quoted(plan, forecast, rates, on, categories))
    except Invalid as error:
        return Priced(None, error.says, error.code)


def quoted(
    plan: FeePlan, forecast: Forecast, rates: Rates, on: date, categories: Iterable[str]
) -> Quote:
    """The total with its flags for missing items and suspiciously low prices; raises `Invalid`."""
    rules = _rules(sorted(set(categories)), rates, on)
    return fees.twelve_months(plan, forecast, rates, on, rules=rules)


@dataclass(frozen=True, slots=True)
class PlanPrice:
    """Twelve months of one plan in minor units: `fixed` once, `each` for every country it is taken for."""

    fixed: int
    each: int


def plan_price(items: PlanItems, forecast: Forecast, rates: Rates, on: date) -> PlanPrice | None:
    """The plan split into what counts once and what counts per country; None when it cannot be priced."""
    plan = fees.plan_from(items)
    try:
        quote = fees.twelve_months(plan, forecast, rates, on)
    except Invalid:
        return None
    scale = minor_units(rates.currency)
    parts = [
        (is_per_country(line.item), int(line.converted.amount.scaleb(scale)))
        for line in quote.items
    ]
    return PlanPrice(
        fixed=sum(amount for per_country, amount in parts if not per_country),
        each=sum(amount for per_country, amount in parts if per_country),
    )


def is_per_country(item: FeeItem) -> bool:
    """Whether an item is charged for each country."""
    charge = item.charge if isinstance(item, PassThrough) else item
    return charge.per == "country"


def flat_forecast(on: date, monthly_sales: Money, monthly_units: int = 0) -> Forecast:
    """The same sales and units in each of the thirteen months a window from `on` meets.

    Sales are one order a month, and read in every currency at the reference rate of that day, so that
    a commission in any of them can be worked out.
    """
    months = [Month.of(on).shifted(n) for n in range(13)]
    amounts = {
        currency: monthly_sales.converted(
            rates_into(currency).rate(monthly_sales.currency, on).value, currency
        ).rounded()
        for currency in currencies()
    }
    sales = {
        ("sales", month, currency): (fees.Orders(1, money.amount),)
        for month in months
        for currency, money in amounts.items()
    }
    return Forecast(sales, {("units", month): monthly_units for month in months})


def _times(item: FeeItem, countries: int) -> FeeItem:
    if not is_per_country(item):
        return item
    charge = item.charge if isinstance(item, PassThrough) else item
    counted = replace(charge, count=charge.count * countries)
    return replace(item, charge=counted) if isinstance(item, PassThrough) else counted


def _rules(categories: Sequence[str], rates: Rates, on: date) -> fees.Rules:
    return fees.Rules(
        required=tuple(
            fees.Required(code, "pass_through") for code in categories if code in _PASSED_ON
        ),
        too_cheap=fees.price_floors(categories, rates, on),
    )
