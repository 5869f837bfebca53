"""The offices: their zones, and the days on which they are closed (`closings/`, written by bin/calendars)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import yaml

OFFICES = ("USPTO", "EUIPO", "UKIPO", "JPO", "CNIPA")

_FOLDER = files("pilotage.engines.marks") / "closings"
_CHINA = ZoneInfo("Asia/Shanghai")
_LAST_SECOND = time(23, 59, 59)


class NoCalendar(Exception):
    """The kept closings do not reach that year."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office's zone and closings; Saturdays and Sundays are closed besides.

    `unverified` are those of the `closed` days that rest on general knowledge; `source` says of what.
    """

    name: str
    zone: ZoneInfo
    closed: frozenset[date]
    unverified: frozenset[date]
    source: str
    years: range

    def is_open(self, day: date) -> bool:
        """Raises `NoCalendar` for a year beyond the kept ones."""
        if day.year not in self.years:
            raise NoCalendar
        return day.weekday() < 5 and day not in self.closed

    def open_day_from(self, day: date) -> date:
        """The day itself when the office is open, else the next open one."""
        while not self.is_open(day):
            day += timedelta(days=1)
        return day

    def day_of(self, instant: datetime) -> date:
        """The office's own calendar day at an instant."""
        return instant.astimezone(self.zone).date()

    def end_in_china(self, day: date) -> datetime:
        """The last second of the office's day, in China time."""
        return datetime.combine(day, _LAST_SECOND, self.zone).astimezone(_CHINA)


@cache
def office(name: str) -> Office:
    """One of `OFFICES`."""
    raw = yaml.load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    closed: dict[int, list[date]] = raw["closed"]
    unverified = _days(raw.get("unverified", {}))
    return Office(
        name=name,
        zone=ZoneInfo(raw["zone"]),
        closed=_days(closed) | unverified,
        unverified=unverified,
        source=raw["source"],
        years=range(min(closed), max(closed) + 1),
    )


def _days(by_year: dict[int, list[date]]) -> frozenset[date]:
    return frozenset(day for days in by_year.values() for day in days)
