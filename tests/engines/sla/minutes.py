"""A few weeks of one zone, minute by minute: which of them are worked. Written from the contract alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np

DAYS = 30
MINUTES = DAYS * 1440
_STEP = 15  # every change of clocks since 2018 falls on a quarter of an hour of UTC


class Weeks:
    """The minutes from `start` (UTC), and for each reading of the wall clock where it stands."""

    def __init__(self, zone: str, start: datetime) -> None:
        self.zone, self.start = ZoneInfo(zone), start
        quarters = [start + timedelta(minutes=m) for m in range(0, MINUTES, _STEP)]
        shifts = [q.astimezone(self.zone).utcoffset() // timedelta(minutes=1) for q in quarters]
        # The wall clock in minutes since `start`'s own reading of UTC.
        self.wall = np.arange(MINUTES) + np.repeat(shifts, _STEP)
        self.low = int(self.wall.min())
        size = int(self.wall.max()) - self.low + 1
        self.first, self.last = np.full(size, -1), np.full(size, -1)
        places = self.wall - self.low
        self.last[places] = np.arange(MINUTES)
        self.first[places[::-1]] = np.arange(MINUTES)[::-1]
        for jump in np.flatnonzero(np.diff(self.wall) > 1):
            skipped = slice(places[jump] + 1, places[jump + 1])
            self.first[skipped] = self.last[skipped] = jump + 1
        self.masks: dict[str, np.ndarray] = {}
        days = (self.date(MINUTES - 1) - self.date(0)).days
        self.dates = [self.date(0) + timedelta(days=d) for d in range(days + 1)]

    def worked(self, calendar) -> np.ndarray:
        """One boolean a minute. Hours at the very edges of the weeks may be missing."""
        key = json.dumps(calendar, sort_keys=True)
        if key not in self.masks:
            if len(self.masks) > 20:
                self.masks.clear()
            mask = self.masks[key] = np.zeros(MINUTES, dtype=bool)
            for day in self.dates:
                for begin, end in self.spans(calendar, day):
                    mask[begin:end] = True
        return self.masks[key]

    def spans(self, calendar, day) -> list[tuple[int, int]]:
        """The non-empty intervals of one local date, as minutes."""
        midnight = self.reading(datetime(day.year, day.month, day.day))
        found = []
        for opening, closing in hours(calendar, day):
            begin, end = midnight + clock(opening), midnight + clock(closing)
            if begin >= 0 and end < len(self.first) and self.first[begin] < self.last[end]:
                found.append((int(self.first[begin]), int(self.last[end])))
        return found

    def reading(self, local: datetime) -> int:
        return (local.replace(tzinfo=UTC) - self.start) // timedelta(minutes=1) - self.low

    def date(self, minute: int):
        return (self.start + timedelta(minutes=int(self.wall[minute]))).date()


@cache
def weeks(zone: str, start: datetime) -> Weeks:
    return Weeks(zone, start)


def hours(calendar, day):
    name = day.isoformat()
    if name in calendar.get("extra", {}):
        return calendar["extra"][name]
    closed = name in calendar.get("closed", ())
    return [] if closed else calendar["week"].get(str(day.weekday()), [])


def clock(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
