"""The programme's legal days: those of Shanghai. Outcomes are counted by the record's days instead, see `cohorts`."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Asia/Shanghai")


def today(at: datetime) -> date:
    """The day that it is there at that instant."""
    return at.astimezone(_ZONE).date()


def start(on: date) -> datetime:
    """The first instant of that day there."""
    return datetime.combine(on, time(), _ZONE)
