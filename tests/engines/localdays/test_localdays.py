"""The local calendar: holidays by name as the working calendars have them, days by rule, nothing outside the days asked for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pilotage.engines import law, localdays
from pilotage.engines.law.loader import topic_tables
from pilotage.engines.law.schema import read_value
from pilotage.engines.law.selling_days import day_of
from pilotage.engines.worktime import kept
from pilotage.kernel.errors import Invalid

SITES = sorted(law.marketplaces())
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize("site", SITES)
def test_holidays_are_those_of_the_working_calendar(site):
    of = kept(f"{site}-standard")
    named = {one.first for one in localdays.ahead(site, date(2026, 1, 1), date(2030, 12, 31)) if one.kind == "holiday"}  # fmt: skip
    assert {day for day in named if of.week.get(day.weekday())} == {day for day in of.closed if day.year >= 2026}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ("11-4-thu+1", 2026, "2026-11-27"), ("11-4-thu+1", 2029, "2029-11-23"), ("11-4-thu+4", 2024, "2024-12-02"),
        ("05-2-sun", 2027, "2027-05-09"), ("05-last-sun", 2026, "2026-05-31"), ("06-3-sun", 2025, "2025-06-15"),
        ("easter-21", 2027, "2027-03-07"), ("easter-21", 2026, "2026-03-15"), ("12-24", 2026, "2026-12-24"),
    ],
)  # fmt: skip
def test_a_rule_names_its_day(rule, year, day):
    assert str(day_of(rule, year)) == day


@pytest.mark.parametrize("rule", ["11-5-thu", "11-4-thx", "13", "easter", "11-4-thu+", "last"])
def test_a_rule_that_names_no_day_is_refused(rule):
    with pytest.raises(ValueError, match="is none of"):
        read_value("selling_days", "x", {"first": rule})


def test_what_is_sold_has_its_words_and_no_words_are_idle():
    sold = {key for table in topic_tables("selling_days").values() for key in table.histories}
    assert sold == set(topic_tables("selling_words")["default"].histories)


def test_germany_at_christmas():
    found = localdays.ahead("DE", date(2026, 12, 25), date(2027, 1, 1))
    assert [(str(one.first), str(one.last), one.key, one.there, one.firm) for one in found] == [
        ("2026-12-04", "2026-12-27", "after_black_friday", "", False),
        ("2026-12-25", "2026-12-25", "holiday", "Erster Weihnachtstag", True),
        ("2026-12-26", "2026-12-26", "holiday", "Zweiter Weihnachtstag", True),
        ("2026-12-26", "2027-01-31", "after_christmas", "", False),
        ("2027-01-01", "2027-01-01", "holiday", "Neujahr", True),
    ]


def test_moon_days_are_not_firm_and_what_nobody_read_is_unverified():
    eid = [one for one in localdays.ahead("AE", date(2027, 3, 1), date(2027, 3, 31)) if "Eid" in one.name.en]  # fmt: skip
    assert eid and not any(one.firm for one in eid)
    assert {one.unverified for one in localdays.ahead("JP", date(2027, 1, 1), date(2027, 12, 31)) if one.kind != "holiday"} == {True}  # fmt: skip


def test_a_day_in_lieu_is_told_from_the_day_itself():
    found = localdays.ahead("GB", date(2027, 12, 25), date(2027, 12, 28))
    assert [(one.first.day, one.name.en) for one in found if one.kind == "holiday"] == [
        (25, "Christmas Day"), (26, "Boxing Day"), (27, "Christmas Day (in lieu)"), (28, "Boxing Day (in lieu)"),
    ]  # fmt: skip


def test_no_such_site():
    with pytest.raises(Invalid):
        localdays.ahead("XX", date(2026, 1, 1), date(2026, 1, 2))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SITES), DAYS, st.integers(0, 400), st.integers(0, 400))
def test_two_halves_hold_what_the_whole_holds(site, first, left, right):
    middle, last = first + timedelta(left), first + timedelta(left + right)
    whole = localdays.ahead(site, first, last)
    assert all(one.first <= last and one.last >= first for one in whole)
    parts = [*localdays.ahead(site, first, middle), *localdays.ahead(site, middle, last)]
    seen = {(one.first, one.key, one.name.en) for one in parts}
    assert seen == {(one.first, one.key, one.name.en) for one in whole}
