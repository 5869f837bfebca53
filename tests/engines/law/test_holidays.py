"""Working days: the table of holidays against the `holidays` package, Easter against dateutil."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter as known_easter

from pilotage.engines import law
from pilotage.engines.law.holidays import easter, working_day_from, working_day_of
from pilotage.kernel.errors import RuleGap
from pilotage.kernel.periods import Month


def test_easter() -> None:
    assert all(easter(year) == known_easter(year) for year in range(1900, 2200))


@pytest.mark.slow
@pytest.mark.parametrize("place", ["DE", "FR", "IT", "PL"])
def test_working_days_are_those_of_the_holidays_package(place: str) -> None:
    import holidays

    closed = holidays.country_holidays(place, years=range(2015, 2041))
    day = date(2015, 1, 1)
    while day.year < 2041:
        assert law.is_working_day(place, day) is (day.weekday() < 5 and day not in closed), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("place", "day", "moved"),
    [
        ("DE", "2026-04-03", "2026-04-07"),  # Good Friday to the Tuesday after Easter
        ("DE", "2026-12-25", "2026-12-28"),
        ("IT", "2027-10-04", "2027-10-05"),  # Saint Francis, a holiday since 2026
        ("IT", "2024-10-04", "2024-10-04"),
        ("PL", "2025-12-24", "2025-12-29"),  # Christmas Eve, a holiday since 2025
    ],
)
def test_the_next_working_day(place: str, day: str, moved: str) -> None:
    assert working_day_from(place, date.fromisoformat(day)) == date.fromisoformat(moved)


def test_the_nth_working_day_of_a_month() -> None:
    assert working_day_of("FR", Month(2026, 5), 1) == date(2026, 5, 4)
    assert working_day_of("FR", Month(2026, 5), 10) == date(2026, 5, 19)


def test_a_place_without_a_table_is_a_gap() -> None:
    with pytest.raises(RuleGap):
        law.public_holidays("SE", 2026)
