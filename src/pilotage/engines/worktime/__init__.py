"""Working time (工作时间): calendars as sets of seconds, due instants, working days.

    calendar = kept("CN-standard")
    due(calendar, datetime(2026, 2, 13, 8, 30, tzinfo=UTC), "P1WD").at

A calendar's hours are half-open intervals of local time; a date's own hours (China's make-up working days,
调休) beat its closing, its closing beats the week. Instants are aware; answers are in UTC.
Contract: `sla.md`, "Times and calendars" and "`sla due`".
"""

from pilotage.engines.worktime.budget import Hours, WorkingDays, parse_budget
from pilotage.engines.worktime.calendar import Calendar, Fault
from pilotage.engines.worktime.cases import calendar_of, spelt_out
from pilotage.engines.worktime.due import Due, closing, due, working_seconds
from pilotage.engines.worktime.intervals import instant_of, is_working_day
from pilotage.engines.worktime.kept import kept, kept_names

__all__ = [
    "Calendar",
    "Due",
    "Fault",
    "Hours",
    "WorkingDays",
    "calendar_of",
    "closing",
    "due",
    "instant_of",
    "is_working_day",
    "kept",
    "kept_names",
    "parse_budget",
    "spelt_out",
    "working_seconds",
]
