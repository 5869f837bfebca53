"""Due days as the sources give them, periods, representatives, producer responsibility, the guide."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotage.engines import law
from pilotage.kernel.errors import RuleGap
from pilotage.kernel.periods import Month, parse_period

D2026 = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("place", "form", "period", "due"),
    [
        ("EU", "OSS", "2026-Q1", "2026-04-30"),
        ("EU", "OSS", "2025-Q4", "2026-01-31"),  # a Saturday: no shift
        ("EU", "IOSS", "2026-01", "2026-02-28"),
        ("GB", "MTD", "2026-Q1", "2026-05-07"),
        ("XI", "MTD", "2026-Q1", "2026-05-07"),
        ("DE", "UStVA", "2026-01", "2026-02-10"),
        ("DE", "UStVA", "2026-Q1", "2026-04-10"),
        ("DE", "ZM", "2026-03", "2026-04-27"),  # the 25th is a Saturday
        ("DE", "UStVA", "2026-03", "2026-04-10"),
        ("DE", "UStVA", "2025-04", "2025-05-12"),  # the 10th is a Saturday
        ("DE", "ZM", "2026-11", "2026-12-28"),  # Christmas, then a weekend
        ("FR", "CA3", "2026-01", "2026-02-19"),
        ("FR", "DES", "2026-04", "2026-05-19"),  # 1, 8, 14 May are holidays
        ("ES", "303", "2026-Q1", "2026-04-20"),
        ("ES", "303", "2025-Q4", "2026-01-30"),
        ("ES", "303", "2026-01", "2026-02-28"),  # monthly: the 30th, in February the last day
        ("ES", "349", "2025-12", "2026-01-30"),
        ("IT", "LIPE", "2026-Q1", "2026-06-01"),  # 31 May is a Sunday
        ("IT", "LIPE", "2025-Q1", "2025-06-03"),  # Saturday, Sunday, Republic Day
        ("IT", "LIPE", "2023-Q2", "2023-10-02"),
        ("IT", "LIPE", "2026-Q2", "2026-09-30"),
        ("IT", "LIPE", "2025-Q4", "2026-03-02"),
        ("IT", "LIPE", "2024-Q3", "2024-12-02"),
        ("IT", "LIPE", "2026-05", "2026-09-30"),  # a month is filed with its quarter
        ("PL", "JPK_V7M", "2026-01", "2026-02-25"),
        ("NL", "btw-aangifte", "2026-Q1", "2026-05-31"),  # a Sunday: the authority's dates stay
        ("NL", "btw-aangifte", "2025-Q2", "2025-08-31"),
        ("NL", "btw-aangifte", "2025-10", "2025-12-31"),
        ("AT", "U30", "2026-01", "2026-03-15"),
        ("BE", "Intervat", "2026-01", "2026-02-20"),
        ("SE", "SKV4700", "2026-01", "2026-03-12"),
        ("SE", "SKV4700", "2026-06", "2026-08-17"),
        ("SE", "SKV4700", "2026-11", "2027-01-17"),
        ("IE", "VAT3", "2026-01", "2026-03-23"),
        ("IE", "VAT3", "2026-02", "2026-03-23"),
    ],
)
def test_due_days(place: str, form: str, period: str, due: str) -> None:
    asked = parse_period(period)
    assert asked is not None
    assert law.due_date(place, form, asked).value == date.fromisoformat(due)


@given(st.integers(2021, 2030), st.integers(1, 12))
def test_a_return_is_due_after_its_period_and_within_half_a_year(year: int, month: int) -> None:
    period = Month(year, month)
    for country in law.eu_states_today() | {"GB"}:
        form = law.local_form(country, period.last)
        if form and (country != "BE" or year >= 2025):
            due = law.due_date(country, form.value.code, period).value
            assert 0 < (due - period.last).days < 184, (country, period)


def test_what_the_sources_say_of_weekends() -> None:
    known = {
        (f.value.jurisdiction, f.value.code): f.value.weekend
        for place in ("EU", "DE", "ES", "GB", "NL", "IT", "PL")
        for f in law.forms(place, D2026)
    }
    assert known["EU", "OSS"] == known["EU", "IOSS"] == known["NL", "btw-aangifte"] == "none"
    assert known["DE", "UStVA"] == known["IT", "LIPE"] == "next_working_day"
    assert known["GB", "MTD"] == known["ES", "303"] == "unstated"


@given(st.integers(2025, 2030), st.integers(1, 12))
def test_a_day_that_moves_off_weekends_is_a_working_day_soon_after(year: int, month: int) -> None:
    for place, form in (("DE", "UStVA"), ("DE", "ZM"), ("PL", "JPK_V7M")):
        due = law.due_date(place, form, Month(year, month)).value
        nominal = Month(year, month).shifted(1).first.replace(day=10 if form == "UStVA" else 25)
        assert due.weekday() < 5 and 0 <= (due - nominal).days <= 5


def test_annual_returns_and_forms_nobody_recorded() -> None:
    assert law.annual_due_date("DE", "USt", 2025).value == date(2026, 7, 31)
    assert law.annual_due_date("DE", "USt", 2026).value == date(2027, 8, 2)  # 31 July is a Saturday
    assert law.annual_due_date("ES", "390", 2025).value == date(2026, 1, 30)
    assert law.local_form("HU", D2026) is None
    with pytest.raises(RuleGap):
        law.annual_due_date("DE", "UStVA", 2025)
    with pytest.raises(RuleGap):
        law.due_date("PL", "JPK_V7M", Month(2026, 1).quarter)


@pytest.mark.parametrize(
    ("country", "period"),
    [
        ("GB", "quarter"),
        ("XI", "quarter"),
        ("ES", "quarter"),
        ("NL", "quarter"),
        ("DE", "month"),
        ("HU", "month"),
    ],
)
def test_periods(country: str, period: str) -> None:
    assert law.local_period(country, D2026).value == period


@pytest.mark.parametrize(
    ("country", "needed", "unverified"),
    [
        ("FR", "yes", False),
        ("PL", "yes", False),
        ("IT", "yes", False),
        ("ES", "yes", True),
        ("DE", "no", False),
        ("GB", "if_directed", False),
        ("IE", "no", True),
    ],
)
def test_representatives_of_a_chinese_seller(country: str, needed: str, unverified: bool) -> None:
    rule = law.fiscal_representation(country, D2026)
    assert rule is not None
    assert (rule.value.needed, rule.unverified) == (needed, unverified)


def test_representation_nobody_recorded_is_none_not_no() -> None:
    assert law.fiscal_representation("HU", D2026) is None


@pytest.mark.parametrize(
    ("country", "stream", "number", "well_formed"),
    [
        ("DE", "packaging", "DE1234567890123", True),
        ("DE", "packaging", "DE123456789012", False),
        ("DE", "weee", "WEEE-Reg.-Nr. DE 12345678", True),
        ("FR", "household_packaging", "FR123456_01ABCD", True),
        ("FR", "household_packaging", "FR123456_05ABCD", False),
        ("FR", "weee", "FR123456_05ABCD", True),
        ("ES", "packaging", "ENV/2024/123456789", True),
        ("ES", "packaging", "ENV/２０２４/123456789", False),
        ("AT", "packaging", "any", None),
    ],
)
def test_numbers_are_well_formed_or_not_or_unknown(
    country: str, stream: str, number: str, well_formed: bool | None
) -> None:
    scheme = law.epr_number_format(country, stream, D2026)
    assert scheme is not None and scheme.value.well_formed(number) is well_formed


def test_france_has_one_number_per_stream() -> None:
    schemes = law.epr_schemes("FR", D2026)
    assert len(schemes) == 11 == len({s.value.pattern for s in schemes})


@pytest.mark.parametrize(
    ("country", "stream", "on", "required"),
    [
        ("DE", "batteries", "2025-08-17", None),
        ("DE", "batteries", "2025-08-18", "yes"),
        ("DE", "packaging", "2026-08-11", None),
        ("DE", "packaging", "2026-08-12", "disputed"),
        ("AT", "packaging", "2023-01-01", "yes"),
        ("FR", "toys", "2026-01-01", "yes"),
        ("HU", "packaging", "2026-11-25", None),
        ("EU", "packaging", "2026-11-25", "disputed"),
    ],
)
def test_authorised_representatives_are_dated_flags(
    country: str, stream: str, on: str, required: str | None
) -> None:
    flag = law.authorised_representative(country, stream, date.fromisoformat(on))
    assert (flag.value.required if flag else None) == required


@pytest.mark.parametrize(
    ("country", "scheme", "on", "due"),
    [
        ("DE", "packaging", "2026-05-15", "2026-05-15"),
        ("DE", "packaging", "2026-05-16", "2027-05-15"),
        ("DE", "weee", "2026-11-25", "2026-12-15"),
        ("FR", "household_packaging", "2027-11-25", "2028-02-29"),
        ("ES", "packaging", "2026-11-25", "2027-02-28"),
    ],
)
def test_producer_reports_come_round(country: str, scheme: str, on: str, due: str) -> None:
    day = date.fromisoformat(on)
    deadlines = law.epr_deadlines(country, scheme, day)
    assert min(d.value.next_after(day) for d in deadlines) == date.fromisoformat(due)


def test_the_guide_is_quoted_never_certain() -> None:
    asked = (
        law.guide_sites("strong", D2026),
        law.guide_annual_sales(D2026),
        law.guide_fee("vat_filing_country_month", D2026),
    )
    assert all(entry.unverified for entry in asked)
    assert {"DE", "JP"} <= law.guide_sites("strong", D2026).value
    assert law.guide_sites("weak", D2026).value == {"US", "CA", "MX"}
    assert law.guide_annual_sales(D2026).value.text() == "1000000.00"


@pytest.mark.parametrize(
    ("place", "form", "on", "period", "due"),
    [
        ("DE", "UStVA", "2026-02-10", "2026-01", "2026-02-10"),
        ("DE", "UStVA", "2026-02-11", "2026-02", "2026-03-10"),
        ("IT", "LIPE", "2026-11-25", "2026-Q3", "2026-11-30"),
        ("GB", "MTD", "2026-11-25", "2026-Q4", "2027-02-07"),
        ("IE", "VAT3", "2026-11-25", "2026-11/12", "2027-01-23"),
        ("BE", "Intervat", "2025-02-20", "2025-01", "2025-02-20"),
        ("EU", "OSS", "2027-01-31", "2026-Q4", "2027-01-31"),
        ("DE", "USt", "2026-07-31", "2025", "2026-07-31"),
        ("ES", "390", "2026-01-31", "2026", "2027-01-30"),
    ],
)
def test_what_is_due_next(place: str, form: str, on: str, period: str, due: str) -> None:
    found = law.next_due(place, form, date.fromisoformat(on)).value
    assert (found.period, found.day) == (period, date.fromisoformat(due))


@given(st.dates(date(2025, 3, 1), date(2030, 12, 31)))
def test_the_next_day_is_never_past_and_never_skips_one(on: date) -> None:
    for place, form in (
        ("DE", "UStVA"),
        ("IT", "LIPE"),
        ("ES", "303"),
        ("EU", "OSS"),
        ("SE", "SKV4700"),
    ):
        found = law.next_due(place, form, on).value
        assert found.day >= on
        assert law.next_due(place, form, found.day).value.day == found.day


@pytest.mark.parametrize(
    ("place", "form", "times"),
    [
        ("DE", "UStVA", 12),
        ("GB", "MTD", 4),
        ("IT", "LIPE", 4),
        ("IE", "VAT3", 6),
        ("DE", "USt", 1),
        ("EU", "IOSS", 12),
    ],
)
def test_how_often_a_year(place: str, form: str, times: int) -> None:
    assert law.returns_per_year(place, form, D2026) == times
