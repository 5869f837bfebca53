"""What the programme's guide says: who gains from a partner, and its examples of fees.

Statements of one secondary copy of the guide, so each is `unverified`; examples are not quotes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from pilotage.engines.law.dated import Dated
from pilotage.engines.law.loader import table
from pilotage.kernel.decimals import plain
from pilotage.kernel.money import Money


@dataclass(frozen=True, slots=True)
class FeeRange:
    """The lowest and highest example of a fee; equal when the guide gives one figure."""

    low: Money
    high: Money

    def __str__(self) -> str:
        ends = dict.fromkeys((plain(self.low.amount), plain(self.high.amount)))
        return f"{self.low.currency} {'–'.join(ends)}"


def guide_sites(strength: str, on: date) -> Dated[frozenset[str]]:
    """Site countries where the guide sees a `strong` or a `weak` case for a partner."""
    entry = table("guide", "fit").on(f"{strength}_sites", on)
    return entry.replaced(frozenset(cast("tuple[str, ...]", entry.value)))


def guide_annual_sales(on: date) -> Dated[Money]:
    """Yearly sales above which the guide sees a strong case: USD 1,000,000."""
    entry = table("guide", "fit").on("strong_annual_sales", on)
    raw = cast("Mapping[str, object]", entry.value)
    return entry.replaced(Money(cast(Decimal, raw["amount"]), str(raw["currency"])))


def guide_fee(name: str, on: date) -> Dated[FeeRange]:
    """A fee example: `vat_filing_country_month` is EUR 80 per country and month."""
    entry = table("guide", "fees").on(name, on)
    raw = cast("Mapping[str, object]", entry.value)
    currency = str(raw["currency"])
    low, high = (Money(cast(Decimal, raw[end]), currency) for end in ("low", "high"))
    return entry.replaced(FeeRange(low, high))
