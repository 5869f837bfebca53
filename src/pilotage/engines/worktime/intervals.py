"""From local hours to working intervals in real seconds (Unix time), across clock changes.

An interval runs from the first occurrence of its opening to the last occurrence of its closing; a local
time that does not exist is the instant of the transition. Intervals that touch or overlap are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pilotage.engines.worktime.calendar import Calendar

DAY = 86_400
_EPOCH = datetime(1970, 1, 1)  # a reading of the clock, like the times it is taken from
_SECOND = timedelta(seconds=1)
Interval = tuple[int, int]


def instant_of(local: datetime, zone: ZoneInfo, *, last: bool = False) -> int:
    """Unix seconds of a local time without offset: its first (or `last`) occurrence, else the transition."""
    wall = (local - _EPOCH) // _SECOND
    early = wall - _shift(local, zone)
    late = wall - _shift(local.replace(fold=1), zone)
    if early == late:
        return early
    if early < late:  # the clock went back: the time occurs twice
        return late if last else early
    return _transition(late, early, zone)


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether the date's own hours hold at least one second."""
    return bool(own_intervals(calendar, day))


def own_intervals(calendar: Calendar, day: date) -> list[Interval]:
    """The intervals of one local date, sorted; those that fall wholly into a skipped hour are gone."""
    found = calendar.known.get(day)
    if found is None:
        found = calendar.known[day] = _worked_out(calendar, day)
    return found


def _worked_out(calendar: Calendar, day: date) -> list[Interval]:
    midnight = datetime(day.year, day.month, day.day)
    found = []
    for opening, closing in calendar.hours(day):
        begin = instant_of(midnight + timedelta(seconds=opening), calendar.zone)
        end = instant_of(midnight + timedelta(seconds=closing), calendar.zone, last=True)
        if begin < end:
            found.append((begin, end))
    return sorted(found)


def working_intervals(calendar: Calendar, start: int, until: int) -> Iterator[Interval]:
    """Disjoint working intervals that meet [start, until), in order, clipped at `start` only."""
    # A date's hours may reach into the next one where midnight occurs twice.
    day = local_date(start, calendar.zone) - timedelta(days=1)
    waiting: list[Interval] = []
    while True:
        waiting = _merged(waiting + own_intervals(calendar, day))
        day += timedelta(days=1)
        next_day = instant_of(datetime(day.year, day.month, day.day), calendar.zone)
        while waiting and (waiting[0][1] < next_day or next_day >= until):
            begin, end = waiting.pop(0)
            if begin >= until:
                return
            if end > start:
                yield max(begin, start), end
        if next_day >= until:
            return


def without(intervals: Iterator[Interval], gaps: list[Interval]) -> Iterator[Interval]:
    """The intervals less the sorted, disjoint gaps."""
    for begin, end in intervals:
        at = begin
        for gap_begin, gap_end in gaps:
            if gap_end <= at:
                continue
            if gap_begin >= end:
                break
            if gap_begin > at:
                yield at, gap_begin
            at = max(at, gap_end)
        if at < end:
            yield at, end


def merged(intervals: list[Interval]) -> list[Interval]:
    """Sorted and disjoint; empty ones are gone."""
    return _merged([interval for interval in intervals if interval[0] < interval[1]])


def local_date(second: int, zone: ZoneInfo) -> date:
    """The local date that a second lies on."""
    return datetime.fromtimestamp(second, zone).date()


def _merged(intervals: list[Interval]) -> list[Interval]:
    result: list[Interval] = []
    for begin, end in sorted(intervals):
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((begin, end))
    return result


def _shift(local: datetime, zone: ZoneInfo) -> int:
    """The offset in seconds that a reading of the clock has; asked of the zone itself, which is quick."""
    shift = zone.utcoffset(local)
    return 0 if shift is None else shift // _SECOND


def _transition(low: int, high: int, zone: ZoneInfo) -> int:
    """The first second of the new offset, between two instants around a skipped time."""
    before = _offset(low - 1, zone)
    low -= 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    return high


def _offset(second: int, zone: ZoneInfo) -> timedelta | None:
    return datetime.fromtimestamp(second, zone).utcoffset()
