"""Where a row starts and ends, and whose number the buyer has."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum import get_cc_module
from tests.engines.tax.referee.reading import Row

EU = set(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split()
)
OUTSIDE = {
    "ES": ("35*", "38*", "51*", "52*"),
    "IT": ("23041", "22061"),
    "DE": ("27498", "78266"),
    "FI": ("22*",),
    "FR": ("971*", "972*", "973*", "974*", "975*", "976*", "984*", "986*", "987*", "988*"),
    "GR": ("63086",),
    "GB": ("JE*", "GY*"),
}
BELONGS_TO = {"MC": "FR", "IM": "GB", "EL": "GR"}


@dataclass(frozen=True)
class Journey:
    """Places of a row; "" is missing, `ES-OUT` a part of Spain outside the VAT area."""

    dep: str
    arr: str


def journey(row: Row) -> Journey:
    dep = _place(row, "SALE_DEPART_COUNTRY", "DEPARTURE_COUNTRY", "DEPARTURE_POST_CODE")
    arr = _place(row, "SALE_ARRIVAL_COUNTRY", "ARRIVAL_COUNTRY", "ARRIVAL_POST_CODE")
    if {dep, arr} <= {"GB", "XI"}:
        # "One country when both ends are GB or XI": read as GB, also for XI to XI.
        return Journey("GB", "GB")
    return Journey(dep, arr)


def _place(row: Row, first: str, second: str, postcode: str) -> str:
    country = (row.words.get(first) or row.words.get(second) or "").upper()
    country = BELONGS_TO.get(country, country)
    post = re.sub(r"\s", "", row.words.get(postcode, "")).upper()
    if country == "GB" and post.startswith("BT"):
        return "XI"
    for rule in OUTSIDE.get(country, ()):
        if post.startswith(rule[:-1]) if rule.endswith("*") else post == rule:
            return f"{country}-OUT"
    return country


def home(place: str) -> str:
    """Northern Ireland files, and has its rates, in the return of GB."""
    return "GB" if place == "XI" else place


def buyer(row: Row) -> tuple[str | None, bool]:
    """(number with prefix or None, whether a number was given that is none)."""
    word = re.sub(r"[\s.\-/]", "", row.words.get("BUYER_VAT_NUMBER", "")).upper()
    if not word:
        return None, False
    country = row.words.get("BUYER_VAT_NUMBER_COUNTRY", "").upper()
    for attempt in (word, _prefix(country) + word if country else ""):
        if found := _valid(attempt):
            return found, False
    return None, True


def issuer(number: str) -> str:
    return "GR" if number[:2] == "EL" else number[:2]


def _prefix(country: str) -> str:
    return "EL" if country in ("GR", "EL") else country


def _valid(number: str) -> str | None:
    country, digits = number[:2], number[2:]
    country = "EL" if country == "GR" else country
    if not country or country not in {_prefix(state) for state in EU} | {"GB"}:
        return None
    rules = get_cc_module({"EL": "gr", "XI": "gb"}.get(country, country.lower()), "vat")
    if not rules.is_valid(digits):
        return None
    found: str = rules.compact(digits)
    return country + (found.removeprefix(country))
