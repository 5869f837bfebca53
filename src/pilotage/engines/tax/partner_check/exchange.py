"""Rates of exchange as the contract reads them, and as agents are known to read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from pilotage.engines.tax.tables import Rate
from pilotage.kernel.decimals import EXACT
from pilotage.kernel.periods import Period
from pilotage.kernel.text import Text


class Published:
    """Units per EUR on publication days."""

    def __init__(self, rates: Sequence[Rate]) -> None:
        self._rates: dict[str, list[tuple[date, Decimal]]] = {}
        for rate in sorted(rates, key=lambda r: r.day):
            self._rates.setdefault(rate.currency, []).append((rate.day, rate.rate))

    def before(self, currency: str, day: date) -> Decimal | None:
        """The rate of a day or of the last publication before it."""
        return self._pick(currency, lambda on: on <= day, -1)

    def after(self, currency: str, day: date) -> Decimal | None:
        """The rate of a day or of the next publication after it."""
        return self._pick(currency, lambda on: on >= day, 0)

    def average(self, currency: str, period: Period) -> Decimal | None:
        """The mean of the publications of a period."""
        if currency == "EUR":
            return Decimal(1)
        held = [r for on, r in self._rates.get(currency, []) if period.first <= on <= period.last]
        return EXACT.divide(sum(held, Decimal(0)), Decimal(len(held))) if held else None

    def _pick(self, currency: str, fits: Callable[[date], bool], at: int) -> Decimal | None:
        if currency == "EUR":
            return Decimal(1)
        held = [rate for on, rate in self._rates.get(currency, []) if fits(on)]
        return held[at] if held else None


# (currency, day of the row, period) -> units per EUR
Reading = Callable[[Published, str, date, Period], Decimal | None]

WRONG_DAYS: dict[str, tuple[Text, Reading]] = {
    "period_end": (
        Text("期末日汇率", "the rate of the last day of the period"),
        lambda p, c, _, period: p.before(c, period.last),
    ),
    "period_start": (
        Text("期初日汇率", "the rate of the first day of the period"),
        lambda p, c, _, period: p.before(c, period.first),
    ),
    "average": (
        Text("期间平均汇率", "the average rate of the period"),
        lambda p, c, _, period: p.average(c, period),
    ),
    "day_before": (
        Text("前一日汇率", "the rate of the day before"),
        lambda p, c, day, _: p.before(c, day - timedelta(days=1)),
    ),
    "two_days_before": (
        Text("前两日汇率", "the rate of two days before"),
        lambda p, c, day, _: p.before(c, day - timedelta(days=2)),
    ),
    "day_after": (
        Text("后一日汇率", "the rate of the day after"),
        lambda p, c, day, _: p.after(c, day + timedelta(days=1)),
    ),
    "row_day": (
        Text("当日汇率", "the rate of each row's own day"),
        lambda p, c, day, _: p.before(c, day),
    ),
}


def right(
    published: Published, currency: str, day: date, period: Period, key: str
) -> Decimal | None:
    """The rate the contract asks for in return `key` (`LOCAL/PL/…`, `OSS/…`)."""
    if not key.startswith("LOCAL/"):
        return published.after(currency, period.last)
    if key.startswith("LOCAL/PL/"):
        return published.before(currency, day - timedelta(days=1))
    return published.before(currency, day)
