"""What the law says of a place: member of the EU since when, which currency, which postcodes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from pilotage.engines.law.dated import Dated
from pilotage.engines.law.loader import Table, table, topic_tables
from pilotage.kernel.text import Text

_TOPIC = "places"


@dataclass(frozen=True, slots=True)
class ExcludedTerritory:
    """A part of a country outside the VAT territory; `postcode` ends in `*` when it is a prefix."""

    country: str
    postcode: str
    name: Text

    def covers(self, postcode: str) -> bool:
        """Whether a postcode lies in it; spaces and case do not matter."""
        compact = postcode.replace(" ", "").upper()
        if self.postcode.endswith("*"):
            return compact.startswith(self.postcode[:-1])
        return compact == self.postcode


def is_eu(country: str, on: date) -> Dated[bool]:
    """Whether a place counts as EU for goods on a day; RuleGap for a place the tables lack."""
    return cast(Dated[bool], table(_TOPIC, vat_country(country)).on("eu", on))


def eu_states(on: date) -> frozenset[str]:
    """The member states of a day, with XI while Northern Ireland counts as EU for goods."""
    return frozenset(
        place
        for place, of_place in topic_tables(_TOPIC).items()
        if any(entry.value is True and entry.holds(on) for entry in of_place.history("eu"))
    )


def eu_states_today() -> frozenset[str]:
    """The members whose membership has no end on record: the 27 states and XI."""
    return frozenset(
        place
        for place, of_place in topic_tables(_TOPIC).items()
        if (history := of_place.history("eu")) and history[-1].value is True
    )


def currency(country: str, on: date) -> Dated[str]:
    """The currency (ISO 4217) in which a place's returns are kept on a day."""
    return cast(Dated[str], table(_TOPIC, vat_country(country)).on("currency", on))


def currency_rows() -> tuple[Dated[str], ...]:
    """Every dated currency for a columnar join; `table` is `places/<country>`."""
    return tuple(
        cast(Dated[str], entry)
        for of_place in topic_tables(_TOPIC).values()
        for entry in of_place.history("currency")
    )


def vat_country(place: str) -> str:
    """The country whose VAT area a place belongs to: Monaco is FR, the Isle of Man is GB."""
    return _only(topic_tables(_TOPIC).get(place), "counts_as") or place


def vat_home(place: str) -> str:
    """Where a place's rates and returns are: that of `vat_country`, and GB for XI."""
    country = vat_country(place)
    return _only(topic_tables(_TOPIC).get(country), "files_in") or country


def vat_prefix(country: str) -> str:
    """The letters before a VAT number and in files for authorities: `EL` for GR."""
    return _only(topic_tables(_TOPIC).get(country), "vat_prefix") or country


def excluded_territories() -> tuple[ExcludedTerritory, ...]:
    """Every territory outside the VAT area of its country, by postcode (Dir. 2006/112 art. 6)."""
    return tuple(
        ExcludedTerritory(place, row["postcode"], Text(row["zh"], row["en"]))
        for place, of_place in topic_tables(_TOPIC).items()
        for entry in of_place.history("excluded_postcodes")[-1:]
        for row in cast("tuple[Mapping[str, str], ...]", entry.value)
    )


def _only(of_place: Table | None, key: str) -> str | None:
    history = of_place.history(key) if of_place else ()
    return cast(str, history[-1].value) if history else None
