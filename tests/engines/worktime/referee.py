"""A slow second opinion: steps through real seconds (or minutes) and asks of each whether it is worked.

Written from the contract alone; shares no code with the engine.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class Referee:
    """`case` is a case of `sla due` with a spelt-out calendar on whole minutes."""

    def __init__(self, case):
        calendar = case["calendar"]
        self.zone = ZoneInfo(calendar["tz"])
        self.week, self.closed = calendar.get("week", {}), set(calendar.get("closed", ()))
        self.extra = calendar.get("extra", {})
        self.pauses = [(self.at(a), self.at(b)) for a, b in case.get("pauses", ())]
        self.spans: dict = {}

    def at(self, text):
        read = datetime.fromisoformat(text)
        return read.astimezone(UTC) if read.tzinfo else self.instants(read)[0]

    def instants(self, local):
        """Every real minute whose wall clock reads `local`; for a skipped time, the moment of the jump."""
        around = datetime(local.year, local.month, local.day, local.hour, local.minute, tzinfo=UTC)
        minutes = [around + timedelta(minutes=m) for m in range(-15 * 60, 15 * 60 + 1)]
        walls = [m.astimezone(self.zone).replace(tzinfo=None) for m in minutes]
        hits = [m for m, wall in zip(minutes, walls, strict=True) if wall == local]
        if hits:
            return hits
        jump = next(i for i in range(1, len(walls)) if walls[i - 1] < local < walls[i])
        return [minutes[jump]]

    def hours(self, day):
        name = day.isoformat()
        if name in self.extra:
            return self.extra[name]
        return [] if name in self.closed else self.week.get(str(day.weekday()), [])

    def intervals(self, day):
        if day not in self.spans:
            self.spans[day] = [
                (self.instants(self.wall(day, a))[0], self.instants(self.wall(day, b))[-1])
                for a, b in self.hours(day)
            ]
        return self.spans[day]

    @staticmethod
    def wall(day, clock):
        hours, minutes = map(int, clock.split(":"))
        return datetime(day.year, day.month, day.day) + timedelta(hours=hours, minutes=minutes)

    def worked(self, minute):
        day = minute.astimezone(self.zone).date()
        near = [span for d in (day - DAY, day, day + DAY) for span in self.intervals(d)]
        paused = any(a <= minute < b for a, b in self.pauses)
        return not paused and any(a <= minute < b for a, b in near)

    def due(self, start, minutes):
        """The earliest minute with that many worked minutes since `start`."""
        at, left = self.at(start), minutes
        while left:
            left -= self.worked(at)
            at += timedelta(minutes=1)
        return at
