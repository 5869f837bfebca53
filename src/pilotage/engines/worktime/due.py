"""When a budget of working time is used up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pilotage.engines.worktime.budget import Budget, Hours, parse_budget
from pilotage.engines.worktime.calendar import Calendar, Fault
from pilotage.engines.worktime.intervals import (
    DAY,
    Interval,
    is_working_day,
    local_date,
    merged,
    own_intervals,
    without,
    working_intervals,
)

HORIZON = 3_653 * DAY


@dataclass(frozen=True, slots=True)
class Due:
    """An instant in UTC; provisional when its last counted second lies past the published calendar."""

    at: datetime
    provisional: bool


def due(
    calendar: Calendar,
    start: datetime,
    budget: str | Budget,
    pauses: Sequence[tuple[datetime, datetime]] = (),
    cut_off: int | None = None,
) -> Due:
    """The earliest instant at which `budget` of working, unpaused time since `start` has passed.

    `start` and pauses are aware; `cut_off` is a local clock reading in seconds, for working days: what
    arrives at or after it counts as received on the next working day. Raises `Fault` with the code
    EMPTY_CALENDAR, BAD_BUDGET, BAD_PAUSE or BEYOND_HORIZON.

    >>> from pilotage.engines.worktime.kept import kept
    >>> due(kept("CN-standard"), datetime(2026, 11, 25, 2, 0, tzinfo=UTC), "P1WD").at
    datetime.datetime(2026, 11, 26, 10, 0, tzinfo=datetime.timezone.utc)
    """
    if calendar.is_empty:
        raise Fault("EMPTY_CALENDAR")
    wanted = parse_budget(budget) if isinstance(budget, str) else budget
    begin, gaps = int(start.timestamp()), _gaps(pauses)
    if not isinstance(wanted, Hours):
        closing = _closing(calendar, begin, wanted.days, cut_off)
        if not gaps:
            return _answer(calendar, closing)
        wanted = Hours(_seconds_between(calendar, begin, closing, []))
    return _answer(calendar, _reached(calendar, begin, wanted.seconds, gaps))


def closing(calendar: Calendar, day: date) -> Due:
    """The last closing of a local date, or of the first working day after it. Raises `Fault`.

    >>> from pilotage.engines.worktime.kept import kept
    >>> closing(kept("CN-standard"), date(2026, 11, 28)).at  # a Saturday
    datetime.datetime(2026, 11, 30, 10, 0, tzinfo=datetime.timezone.utc)
    """
    if calendar.is_empty:
        raise Fault("EMPTY_CALENDAR")
    if not is_working_day(calendar, day):
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=calendar.zone)
        day = _next_working_day(calendar, day, int(noon.timestamp()))
    return _answer(calendar, max(end for _, end in own_intervals(calendar, day)))


def working_seconds(
    calendar: Calendar,
    start: datetime,
    end: datetime,
    pauses: Sequence[tuple[datetime, datetime]] = (),
) -> int:
    """Working, unpaused seconds in [start, end); 0 when end is not after start."""
    begin, until = int(start.timestamp()), int(end.timestamp())
    return _seconds_between(calendar, begin, until, _gaps(pauses))


def _reached(calendar: Calendar, begin: int, seconds: int, gaps: list[Interval]) -> int:
    if seconds == 0:
        return begin
    # One second more, so that a budget that ends with the horizon is still found.
    open_time = without(working_intervals(calendar, begin, begin + HORIZON + 1), gaps)
    for opening, closing in open_time:
        if closing - opening >= seconds:
            if opening + seconds - begin > HORIZON:
                break
            return opening + seconds
        seconds -= closing - opening
    raise Fault("BEYOND_HORIZON")


def _closing(calendar: Calendar, begin: int, days: int, cut_off: int | None) -> int:
    """The last closing of the n-th working day after the day of receipt."""
    clock = datetime.fromtimestamp(begin, calendar.zone)
    day = clock.date()
    reading = clock.hour * 3600 + clock.minute * 60 + clock.second
    late = cut_off is not None and reading >= cut_off
    if late or not is_working_day(calendar, day):
        day = _next_working_day(calendar, day, begin)
    for _ in range(days):
        day = _next_working_day(calendar, day, begin)
    return max(end for _, end in own_intervals(calendar, day))


def _next_working_day(calendar: Calendar, day: date, begin: int) -> date:
    last = local_date(begin + HORIZON + DAY, calendar.zone)
    while day <= last:
        day += timedelta(days=1)
        if is_working_day(calendar, day):
            return day
    raise Fault("BEYOND_HORIZON")


def _seconds_between(calendar: Calendar, begin: int, until: int, gaps: list[Interval]) -> int:
    open_time = without(working_intervals(calendar, begin, until), gaps)
    return sum(max(0, min(closing, until) - opening) for opening, closing in open_time)


def _gaps(pauses: Sequence[tuple[datetime, datetime]]) -> list[Interval]:
    gaps = [(int(begin.timestamp()), int(end.timestamp())) for begin, end in pauses]
    if any(end < begin for begin, end in gaps):
        raise Fault("BAD_PAUSE")
    return merged(gaps)


def _answer(calendar: Calendar, at: int) -> Due:
    published = calendar.published_until
    provisional = published is not None and local_date(at - 1, calendar.zone) > published
    return Due(datetime.fromtimestamp(at, UTC), provisional)
