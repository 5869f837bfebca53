"""Rates of exchange as dated facts: the latest one on or before the day of the quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pilotage.engines.fees import fields
from pilotage.engines.fees.fields import Fields
from pilotage.engines.fees.refusals import bad_case, fx_missing


class Rate(NamedTuple):
    """Units of the quote's currency for one unit; `on` is None for the same currency."""

    value: Decimal
    on: date | None


SAME = Rate(Decimal(1), None)


@dataclass(frozen=True, slots=True)
class Rates:
    """Dated rates by foreign currency, all into the one `currency` of the quote."""

    currency: str
    dated: Mapping[str, tuple[tuple[date, Decimal], ...]] = field(default_factory=dict)

    def rate(self, currency: str, on: date) -> Rate:
        """The rate with the latest date ≤ `on`; raises `FX_MISSING`."""
        if currency == self.currency:
            return SAME
        known = [entry for entry in self.dated.get(currency, ()) if entry[0] <= on]
        if not known:
            raise fx_missing(currency, on)
        day, value = max(known, key=lambda entry: entry[0])
        return Rate(value, day)


def rates_from(fx: Fields, currency: str) -> Rates:
    """`{"EUR": [{"date", "rate"}, …]}` as dated rates into `currency`."""
    return Rates(currency, {code: _dated(fx, code) for code in fx})


def _dated(fx: Fields, code: str) -> tuple[tuple[date, Decimal], ...]:
    return tuple(
        (fields.case_day(entry, "date"), fields.amount(entry, "rate", bad_case))
        for entry in fields.case_objects(fx, code)
    )
