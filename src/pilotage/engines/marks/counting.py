"""Counting periods: which day a month's count begins with, and how terms of years keep their day."""

from __future__ import annotations

from datetime import date, timedelta

from pilotage.engines.law import Counted, Span
from pilotage.kernel.periods import Month, add_months

_DAY = timedelta(days=1)


def counted(event: date, span: Span, how: Counted) -> date:
    """The last day of a period that an event starts, before it is moved off closed days.

    >>> counted(date(2023, 2, 28), Span(months=3), "next_day")
    datetime.date(2023, 5, 31)
    >>> counted(date(2010, 10, 11), Span(months=2), "with_event")
    datetime.date(2010, 12, 10)
    """
    if span.days or not span.months:
        return event + span.days * _DAY
    if how == "next_day" and not span.whole_years and span.months > 0:
        return _from_next_day(event, span.months)
    reached = add_months(event, span.months)
    return reached - _DAY if how == "with_event" else reached


def _from_next_day(event: date, months: int) -> date:
    """Ends the day before the like-numbered day; where there is none, with the month (Civil Code 143)."""
    begins = event + _DAY
    month = Month.of(begins).shifted(months)
    if begins.day > month.last.day:
        return month.last
    return add_months(begins, months) - _DAY
