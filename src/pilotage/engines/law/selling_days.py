"""Days on which a site sells or takes back more than usual (促销日、退货高峰), by rule, year by year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from pilotage.engines.law.dated import Dated
from pilotage.engines.law.holidays import easter
from pilotage.engines.law.loader import table, topic_tables
from pilotage.kernel.text import Text

_TOPIC, _WORDS, _ELSE = "selling_days", "selling_words", "default"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(r"(\d\d)-(\d|last)-([a-z]{3})([+-]\d+)?")


@dataclass(frozen=True, slots=True)
class SellingDays:
    """One event or peak of one year: `kind` is `event` or `returns`, both days are in it."""

    kind: str
    first: date
    last: date
    name: Text
    means: Text


def selling_days(site: str, first: date, last: date) -> list[Dated[SellingDays]]:
    """What lies wholly or partly in the days from `first` to `last`, by first day; a site's own entry beats the default's."""
    tables = topic_tables(_TOPIC)
    histories = dict(tables[_ELSE].histories)
    if site in tables:
        histories |= tables[site].histories
    found = [
        one.replaced(of)
        for history in histories.values()
        for one in history
        for year in range(first.year - 1, last.year + 1)
        if (of := _of_year(one.key, cast("Mapping[str, str]", one.value), year)).last >= first
        and of.first <= last
        and one.holds(of.first)
    ]
    return sorted(found, key=lambda one: (one.value.first, one.key))


def day_of(rule: str, year: int) -> date:
    """The day a rule names in a year; `05-2-sun+1` is the day after the second Sunday of May.

    >>> str(day_of("11-4-thu+1", 2026)), str(day_of("05-last-sun", 2027)), str(day_of("easter-21", 2026))
    ('2026-11-27', '2027-05-30', '2026-03-15')
    """
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule.removeprefix("easter")))
    if not (found := _WEEKDAY.fullmatch(rule)):
        return date.fromisoformat(f"{year}-{rule}")
    month, nth, weekday, more = found.groups()
    days = [day for day in _month(year, int(month)) if day.weekday() == _WEEKDAYS.index(weekday)]
    chosen = days[-1] if nth == "last" else days[int(nth) - 1]
    return chosen + timedelta(days=int(more or 0))


def _of_year(key: str, raw: Mapping[str, str], year: int) -> SellingDays:
    """The days of a year; what they are called and mean is the same on every site."""
    first = day_of(raw["first"], year)
    last = day_of(raw["last"], year) if "last" in raw else first
    if last < first:  # over the turn of the year
        last = day_of(raw["last"], year + 1)
    words = cast("Mapping[str, str]", table(_WORDS, _ELSE).on(key, first).value)
    name, means = Text(words["zh"], words["en"]), Text(words["means_zh"], words["means_en"])
    return SellingDays(words["kind"], first, last, name, means)


def _month(year: int, month: int) -> Iterator[date]:
    day = date(year, month, 1)
    while day.month == month:
        yield day
        day += timedelta(days=1)
