"""VAT rates against a table copied by hand from the corrected facts, on forty dates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pilotage.engines import law
from pilotage.kernel.errors import RuleGap

# First day → standard rate, per country; before the first day the tables are silent.
STANDARD = {
    "AT": {"1984-01-01": "20"},
    "BE": {"1996-01-01": "21"},
    "BG": {"1999-01-01": "20"},
    "CY": {"2014-01-13": "19"},
    "CZ": {"2013-01-01": "21"},
    "DE": {"2020-07-01": "16", "2021-01-01": "19"},
    "DK": {"1992-01-01": "25"},
    "EE": {"2009-07-01": "20", "2024-01-01": "22", "2025-07-01": "24"},
    "ES": {"2012-09-01": "21"},
    "FI": {"2013-01-01": "24", "2024-09-01": "25.5"},
    "FR": {"2014-01-01": "20"},
    "GB": {"2011-01-04": "20"},
    "GR": {"2016-06-01": "24"},
    "HR": {"2012-03-01": "25"},
    "HU": {"2012-01-01": "27"},
    "IE": {"2012-01-01": "23", "2020-09-01": "21", "2021-03-01": "23"},
    "IT": {"2013-10-01": "22"},
    "LT": {"2009-09-01": "21"},
    "LU": {"2015-01-01": "17", "2023-01-01": "16", "2024-01-01": "17"},
    "LV": {"2012-07-01": "21"},
    "MT": {"2004-01-01": "18"},
    "NL": {"2012-10-01": "21"},
    "PL": {"2011-01-01": "23"},
    "PT": {"2011-01-01": "23"},
    "RO": {"2017-01-01": "19", "2025-08-01": "21"},
    "SE": {"1990-07-01": "25"},
    "SI": {"2013-07-01": "22"},
    "SK": {"2011-01-01": "20", "2025-01-01": "23"},
}

# Forty days: both sides of every change since 2020, and days between.
DAYS = """
2016-06-01 2017-01-01 2018-03-14 2019-12-31 2020-01-01 2020-06-30 2020-07-01 2020-08-31
2020-09-01 2020-12-31 2021-01-01 2021-02-28 2021-03-01 2021-06-30 2021-07-01 2022-02-28
2022-12-31 2023-01-01 2023-06-15 2023-12-31 2024-01-01 2024-02-29 2024-08-31 2024-09-01
2024-12-31 2025-01-01 2025-03-31 2025-06-30 2025-07-01 2025-07-31 2025-08-01 2025-12-31
2026-01-01 2026-02-10 2026-03-31 2026-06-30 2026-07-01 2026-08-12 2026-11-25 2027-01-01
""".split()


def expected(country: str, on: str) -> Decimal | None:
    held = [rate for since, rate in STANDARD[country].items() if since <= on]
    return Decimal(held[-1]) if held else None


def test_the_table_covers_27_states_and_the_united_kingdom_on_40_days() -> None:
    assert set(STANDARD) == (law.eu_states_today() - {"XI"}) | {"GB"}
    assert len(STANDARD) == 28 and len(set(DAYS)) == 40


@pytest.mark.parametrize("country", sorted(STANDARD))
@pytest.mark.parametrize("on", DAYS)
def test_standard_rates(country: str, on: str) -> None:
    rate, day = expected(country, on), date.fromisoformat(on)
    if rate is None:
        with pytest.raises(RuleGap):
            law.vat_rate(country, "standard", day)
    else:
        assert law.vat_rate(country, "standard", day).value == rate


@pytest.mark.parametrize(
    ("place", "rate_class", "on", "rate"),
    [
        ("PT-20", "standard", "2021-07-01", "16"),  # public sets say 18
        ("PT-30", "standard", "2026-01-01", "22"),
        ("PT-30", "reduced1", "2024-09-30", "5"),
        ("PT-30", "reduced1", "2024-10-01", "4"),
        ("FR-971", "standard", "2026-01-01", "8.5"),
        ("AT-6991", "standard", "2026-01-01", "19"),
        ("FI", "reduced2", "2025-12-31", "14"),
        ("FI", "reduced2", "2026-01-01", "13.5"),
        ("EE", "reduced2", "2025-06-30", "13"),
        ("XI", "standard", "2026-01-01", "20"),
        ("MC", "standard", "2026-01-01", "20"),
        ("IM", "reduced", "2026-01-01", "5"),
        ("CH", "standard", "2023-12-31", "7.7"),
        ("CH", "standard", "2024-01-01", "8.1"),
    ],
)
def test_territories_and_other_classes(place: str, rate_class: str, on: str, rate: str) -> None:
    assert law.vat_rate(place, rate_class, date.fromisoformat(on)).value == Decimal(rate)


def test_an_unverified_rate_says_so() -> None:
    assert law.vat_rate("LT", "reduced2", date(2026, 1, 1)).unverified
    assert not law.vat_rate("LT", "reduced2", date(2025, 12, 31)).unverified


def test_a_class_that_ended_is_no_legal_rate_any_more() -> None:
    before, after = date(2025, 6, 30), date(2025, 7, 1)
    assert {r.value for r in law.legal_rates("EE", before).values()} == {
        Decimal(n) for n in (22, 9, 13)
    }
    assert {r.value for r in law.legal_rates("EE", after).values()} == {
        Decimal(n) for n in (24, 13, 9)
    }


def test_rate_rows_say_the_same_as_asking_one_by_one() -> None:
    for row in law.rate_rows(territories=True):
        for day in filter(None, (row.since, row.until)):
            assert law.vat_rate(row.place, row.rate_class, day).value == row.percent
    assert all("-" not in row.place for row in law.rate_rows())


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("A_GEN_STANDARD", "standard"),
        ("", "standard"),
        (" a_gen_standard ", "standard"),
        ("A_BOOKS_GEN", None),
    ],
)
def test_only_two_product_codes_have_a_certain_class(code: str, found: str | None) -> None:
    assert law.rate_class(code) == found
