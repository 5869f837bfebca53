"""VAT rates: which class a product code means, which rate a class has, which rates are legal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from pilotage.engines.law.dated import Dated, gap
from pilotage.engines.law.loader import Table, table, topic_tables
from pilotage.engines.law.places import vat_home
from pilotage.kernel.trail import Source

STANDARD = "standard"

_TOPIC = "vat_rates"
_POSTCODES = "postcodes"

# Amazon's product tax codes whose class is certain; any other code is unknown, not standard.
_CLASS_OF_CODE = {"": STANDARD, "A_GEN_STANDARD": STANDARD}


@dataclass(frozen=True, slots=True)
class RateRow:
    """One dated rate as a row to join on: `percent` is 19 for 19 %; open ends are None."""

    place: str
    rate_class: str
    percent: Decimal
    since: date | None
    until: date | None
    source: Source


def rate_class(product_tax_code: str) -> str | None:
    """The class of an Amazon product tax code; None when only the seller can know it.

    >>> rate_class("A_GEN_STANDARD"), rate_class(""), rate_class("A_BOOKS_GEN")
    ('standard', 'standard', None)
    """
    return _CLASS_OF_CODE.get(product_tax_code.strip().upper())


def vat_rate(country: str, rate_class: str, on: date) -> Dated[Decimal]:
    """The rate in percent of a class on a day; RuleGap where the tables are silent.

    Northern Ireland has the rates of GB, Monaco those of FR. Special territories (`PT-20`) are
    places of their own.
    """
    return cast(Dated[Decimal], table(_TOPIC, vat_home(country)).on(rate_class, on))


def legal_rates(country: str, on: date) -> dict[str, Dated[Decimal]]:
    """Every rate that a country has on a day, by class."""
    found = {
        key: cast(Dated[Decimal], entry)
        for key, history in _rates(table(_TOPIC, vat_home(country))).items()
        for entry in history
        if entry.holds(on)
    }
    if not found:
        raise gap(f"{_TOPIC}/{vat_home(country)}", "*", on)
    return found


def rate_rows(*, territories: bool = False) -> tuple[RateRow, ...]:
    """All dated rates of whole countries for a columnar join; `territories` adds `PT-20` and such."""
    return tuple(
        RateRow(place, key, cast(Decimal, entry.value), entry.since, entry.until, entry.source)
        for place, of_place in topic_tables(_TOPIC).items()
        if territories or "-" not in place
        for key, history in _rates(of_place).items()
        for entry in history
    )


def territory_postcodes() -> dict[str, tuple[str, ...]]:
    """Postcodes of the territories inside the VAT area with rates of their own: `PT-20` → `95*`."""
    return {
        place: cast(tuple[str, ...], of_place.history(_POSTCODES)[-1].value)
        for place, of_place in topic_tables(_TOPIC).items()
        if of_place.history(_POSTCODES)
    }


def _rates(of_place: Table) -> dict[str, tuple[Dated[object], ...]]:
    return {
        key: cast("tuple[Dated[object], ...]", history)
        for key, history in of_place.histories.items()
        if key != _POSTCODES
    }
