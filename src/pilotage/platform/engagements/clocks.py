"""When a partner must have answered, and when the whole search ends. Pure; calendars come from `worktime`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pilotage.engines import worktime

# The programme's own rule: first answer one working day, whole matching five (facts: guide says 3-5 working days).
ANSWER_WITHIN = "P1WD"
MATCH_WITHIN = "P5WD"


@dataclass(frozen=True, slots=True)
class Deadline:
    """An instant in UTC; provisional when the calendar's year is not published yet."""

    at: datetime
    provisional: bool


def accept_by(calendar: str, sent_at: datetime, match_by: datetime) -> Deadline:
    """One working day of the partner's calendar, never later than the end of the whole search."""
    due = _due(calendar, sent_at, ANSWER_WITHIN)
    return due if due.at <= match_by else Deadline(match_by, due.provisional)


def match_by(calendar: str, opened_at: datetime) -> Deadline:
    """Five working days of the seller's calendar."""
    return _due(calendar, opened_at, MATCH_WITHIN)


def _due(calendar: str, start: datetime, budget: str) -> Deadline:
    due = worktime.due(worktime.kept(calendar), start, budget)
    return Deadline(due.at, due.provisional)
