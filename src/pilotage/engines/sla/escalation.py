"""When somebody must be told: shares of the working time of an open obligation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pilotage.engines.sla.obligation import Pause
from pilotage.engines.sla.terms import Budget
from pilotage.engines.worktime import Calendar, Hours, WorkingDays, due, working_seconds

PERCENTS = (50, 75, 90, 100)


def escalations(
    calendar: Calendar,
    start: datetime,
    budget: Budget,
    pauses: Sequence[Pause] = (),
    cut_off: int | None = None,
    percents: Sequence[int] = PERCENTS,
) -> tuple[tuple[int, datetime], ...]:
    """(percent, instant) pairs, counted forwards from the start in working, unpaused seconds.

    A share that is no whole second is reached with the second in which it falls. The last
    instant is the due itself. Raises `worktime.Fault`.
    """
    seconds = budget_seconds(calendar, start, budget, cut_off)
    return tuple(
        (percent, due(calendar, start, Hours(-(-seconds * percent // 100)), pauses).at)
        for percent in percents
    )


def warning(
    calendar: Calendar,
    start: datetime,
    budget: Budget,
    before: Hours,
    pauses: Sequence[Pause] = (),
    cut_off: int | None = None,
) -> datetime:
    """The instant with `before` of working time left, or the start when it never had more."""
    left = max(0, budget_seconds(calendar, start, budget, cut_off) - before.seconds)
    return due(calendar, start, Hours(left), pauses).at


def budget_seconds(
    calendar: Calendar, start: datetime, budget: Budget, cut_off: int | None = None
) -> int:
    """The budget in working seconds; days end with the closing of the last one."""
    if isinstance(budget, WorkingDays):
        closing = due(calendar, start, budget, cut_off=cut_off).at
        return working_seconds(calendar, start, closing)
    return budget.seconds
