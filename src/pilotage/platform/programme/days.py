"""The programme's legal days: those of `TIME_ZONE`. Outcomes are counted by the record's days instead, see `cohorts`."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone


def today(at: datetime) -> date:
    """The day that it is there at that instant."""
    return timezone.localdate(at)


def start(on: date) -> datetime:
    """The first instant of that day there."""
    return timezone.make_aware(datetime.combine(on, time()))
