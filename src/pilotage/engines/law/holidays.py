"""National public holidays and working days, where a due day moves off them.

Kept as a table of their own: the `holidays` package knows every country and takes a second to
load, which is a quarter of what a small tax run may take. A test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import count, islice

from pilotage.engines.law.loader import table
from pilotage.kernel.periods import Month

_EASTER = "easter"


@cache
def public_holidays(place: str, year: int) -> frozenset[date]:
    """The national holidays of a year, without Sundays; RuleGap for a place without a table."""
    days = set()
    for history in table("public_holidays", place).histories.values():
        for entry in history:
            day = _day(str(entry.value), year)
            if entry.holds(day):
                days.add(day)
    return frozenset(days)


def is_working_day(place: str, day: date) -> bool:
    """Neither weekend nor national holiday; holidays of a region only do not count."""
    return day.weekday() < 5 and day not in public_holidays(place, day.year)


def working_day_from(place: str, day: date) -> date:
    """The day itself when it is a working day, else the next one."""
    return next(d for d in _days_from(day) if is_working_day(place, d))


def working_day_of(place: str, month: Month, nth: int) -> date:
    """The nth working day of a month, counted from 1."""
    working = (day for day in _days_from(month.first) if is_working_day(place, day))
    return next(islice(working, nth - 1, None))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8).

    >>> easter(2026), easter(2038)
    (datetime.date(2026, 4, 5), datetime.date(2038, 4, 25))
    """
    century, in_century = divmod(year, 100)
    golden = year % 19
    skipped, leap = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - skipped - moon + 15) % 30
    leaps, rest = divmod(in_century, 4)
    weekday = (32 + 2 * leap + 2 * leaps - epact - rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _day(rule: str, year: int) -> date:
    if rule.startswith(_EASTER):
        return easter(year) + timedelta(days=int(rule.removeprefix(_EASTER)))
    return date.fromisoformat(f"{year}-{rule}")


def _days_from(first: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in count())
