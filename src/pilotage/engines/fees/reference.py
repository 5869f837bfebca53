"""Prices too low to be real, by the guide's fee examples (`law.guide_fee`, unverified): for warnings only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pilotage.engines import law
from pilotage.engines.fees.exchange import Rates
from pilotage.engines.fees.price_check import PriceFloor
from pilotage.engines.fees.rounding import to_money
from pilotage.kernel.decimals import Rounding

# Half the guide's lower end: the guide says "about", so a warning needs a clear distance (ours, not the guide's).
SUSPICIOUS = Fraction(1, 2)

# Service category → the guide's examples for one unit of it, and how often a year each is due.
_EXAMPLES = {
    "vat_filing": {"vat_filing_country_month": 12, "vat_filing_country_year": 1},
    "brand_registration": {"brand_registration_class": 1},
}


def price_floors(codes: Collection[str], rates: Rates, on: date) -> tuple[PriceFloor, ...]:
    """For each of these codes that the guide has an example of, the lowest floor for twelve months, per unit.

    Half the guide's lower end, in the currency of `rates`. Percentages give no floor:
    they depend on sales. Raises `FX_MISSING` when a rate is absent.
    """
    return tuple(
        PriceFloor(
            min(_yearly(name, times, rates, on) for name, times in examples.items()),
            code,
            per_unit=True,
        )
        for code, examples in _EXAMPLES.items()
        if code in codes
    )


def _yearly(name: str, times: int, rates: Rates, on: date) -> Decimal:
    low = law.guide_fee(name, on).value.low
    rate = Fraction(rates.rate(low.currency, on).value)
    year = Fraction(low.amount) * times * SUSPICIOUS * rate
    return to_money(year, rates.currency, Rounding.DOWN).amount
