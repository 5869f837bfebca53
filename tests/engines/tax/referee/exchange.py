"""Rates of exchange: units per euro, on publication days only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.engines.tax.referee.amounts import Blocked, cents

Published = dict[str, list[tuple[date, Decimal]]]


def published(rows: list[tuple[date, str, Decimal]]) -> Published:
    by_currency: Published = {}
    for on, currency, rate in sorted(rows):
        by_currency.setdefault(currency, []).append((on, rate))
    return by_currency


def local(fx: Published, currency: str, on: date, *, strictly_before: bool) -> Decimal:
    """The rate of the day or the last one before it."""
    if currency == "EUR":
        return Decimal(1)
    usable = [r for d, r in fx.get(currency, []) if d < on or (d == on and not strictly_before)]
    if not usable:
        raise Blocked("FX_MISSING")
    return usable[-1]


def at_end(fx: Published, currency: str, last_day: date) -> Decimal:
    """The rate of the last day of a period or the next publication after it."""
    if currency == "EUR":
        return Decimal(1)
    usable = [rate for day, rate in fx.get(currency, []) if day >= last_day]
    if not usable:
        raise Blocked("FX_MISSING")
    return usable[0]


def into_local(
    fx: Published, amount: Decimal, source: str, target: str, on: date, country: str
) -> Decimal:
    if not source:
        raise Blocked("FX_MISSING")
    if source == target:
        return cents(amount)
    before = country == "PL"
    ours = local(fx, target, on, strictly_before=before)
    return cents(amount * ours / local(fx, source, on, strictly_before=before))


def into_euro(fx: Published, amount: Decimal, source: str, last_day: date) -> Decimal:
    if not source:
        raise Blocked("FX_MISSING")
    return cents(amount / at_end(fx, source, last_day))
