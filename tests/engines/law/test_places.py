"""EU, currencies, excluded postcodes, reverse charge: each with the day it begins."""

from __future__ import annotations

from datetime import date

import pytest

from pilotage.engines import law

D2026 = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("country", "on", "member"),
    [
        ("DE", "2026-01-01", True),
        ("XI", "2026-01-01", True),
        ("GB", "2020-12-31", True),
        ("GB", "2021-01-01", False),
        ("HR", "2013-07-01", True),
        ("CH", "2026-01-01", False),
        ("MC", "2026-01-01", True),
        ("IM", "2026-01-01", False),
        ("CN", "2026-01-01", False),
    ],
)
def test_membership(country: str, on: str, member: bool) -> None:
    assert law.is_eu(country, date.fromisoformat(on)).value is member


def test_the_states_of_a_day() -> None:
    assert len(law.eu_states(D2026)) == len(law.eu_states_today()) == 28
    assert law.eu_states(date(2020, 6, 1)) == (law.eu_states_today() - {"XI"}) | {"GB"}


@pytest.mark.parametrize(
    ("country", "on", "currency"),
    [
        ("HR", "2022-12-31", "HRK"),
        ("HR", "2023-01-01", "EUR"),
        ("BG", "2025-12-31", "BGN"),
        ("BG", "2026-01-01", "EUR"),
        ("PL", "2026-01-01", "PLN"),
        ("XI", "2026-01-01", "GBP"),
        ("SE", "2026-01-01", "SEK"),
    ],
)
def test_currencies(country: str, on: str, currency: str) -> None:
    assert law.currency(country, date.fromisoformat(on)).value == currency


def test_the_bulgarian_euro_is_not_certain() -> None:
    assert law.currency("BG", D2026).unverified and not law.currency("HR", D2026).unverified


# The list of the tax contract, letter by letter.
EXCLUDED = """ES 35*|ES 38*|ES 51*|ES 52*|IT 23041|IT 22061|DE 27498|DE 78266|FI 22*
FR 971*|FR 972*|FR 973*|FR 974*|FR 975*|FR 976*|FR 984*|FR 986*|FR 987*|FR 988*
GR 63086|GB JE*|GB GY*"""


def test_excluded_territories_are_those_of_the_contract() -> None:
    found = {f"{t.country} {t.postcode}" for t in law.excluded_territories()}
    assert found == set(EXCLUDED.replace("\n", "|").split("|"))


@pytest.mark.parametrize(
    ("country", "postcode", "outside"),
    [
        ("ES", "35001", True),
        ("ES", "28001", False),
        ("GB", "je2 3ab", True),
        ("IT", "23041", True),
        ("IT", "230411", False),
        ("FR", "97 110", True),
        ("FR", "98500", False),
    ],
)
def test_postcodes(country: str, postcode: str, outside: bool) -> None:
    covering = [
        t for t in law.excluded_territories() if t.country == country and t.covers(postcode)
    ]
    assert bool(covering) is outside


@pytest.mark.parametrize(
    ("country", "unverified"),
    [("IT", False), ("ES", True), ("FR", True), ("NL", True), ("BE", True)],
)
def test_reverse_charge_countries_are_listed_with_their_confidence(
    country: str, unverified: bool
) -> None:
    asked = law.reverse_charge(country, D2026)
    assert asked is not None and asked.value is True
    assert asked.unverified is unverified


@pytest.mark.parametrize("country", ["DE", "GB", "CZ", "PL", "AT", "HU"])
def test_elsewhere_the_seller_owes_the_tax(country: str) -> None:
    asked = law.reverse_charge(country, D2026)
    assert asked is None or asked.value is False


def test_letters_of_vat_numbers_and_homes_of_places() -> None:
    assert (law.vat_prefix("GR"), law.vat_prefix("DE")) == ("EL", "DE")
    assert [law.vat_home(p) for p in ("XI", "MC", "IM", "DE", "VN")] == [
        "GB",
        "FR",
        "GB",
        "DE",
        "VN",
    ]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("amazon.co.uk", "GB"),
        ("www.Amazon.de", "DE"),
        ("A13V1IB3VIYZZH", "FR"),
        ("amazon.com.be", "BE"),
    ],
)
def test_a_site_is_found_by_domain_or_id(text: str, country: str) -> None:
    site = law.marketplace_of(text)
    assert site is not None and site.country == country


def test_there_are_23_sites_with_ids_of_their_own() -> None:
    sites = law.marketplaces().values()
    assert (
        len(sites) == 23 == len({s.marketplace_id for s in sites}) == len({s.domain for s in sites})
    )
    assert law.marketplace_of("N/A") is None
