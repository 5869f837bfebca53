"""Calendars and cases as JSON: the shapes of the contract `sla due`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pilotage.engines.worktime.budget import parse_budget
from pilotage.engines.worktime.calendar import Calendar, Fault, Hours
from pilotage.engines.worktime.due import due
from pilotage.engines.worktime.intervals import instant_of
from pilotage.engines.worktime.kept import kept

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?", re.ASCII)


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    """One case of `sla due`: `{"id", "due", "due_local", "provisional"}` or `{"id", "error"}`."""
    try:
        calendar = calendar_of(case.get("calendar"))
        if calendar.is_empty:
            raise Fault("EMPTY_CALENDAR")
        budget = parse_budget(case.get("budget"))
        start = time_of(case.get("start"), calendar.zone)
        pauses = _pauses(case.get("pauses"), calendar.zone)
        found = due(calendar, start, budget, pauses, clock_of(case.get("cut_off")))
    except Fault as fault:
        return {"id": case.get("id"), "error": fault.code}
    except OverflowError:  # the calendar of dates ends before the horizon does
        return {"id": case.get("id"), "error": "BEYOND_HORIZON"}
    return {
        "id": case.get("id"),
        "due": found.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "due_local": found.at.astimezone(calendar.zone).isoformat(),
        "provisional": found.provisional,
    }


def calendar_of(raw: object) -> Calendar:
    """The calendar a case spells out or names; `UNKNOWN_CALENDAR`, `UNKNOWN_ZONE`."""
    if not isinstance(raw, Mapping):
        raise Fault("UNKNOWN_CALENDAR")
    if "name" in raw and "tz" not in raw:
        return kept(str(raw["name"]))
    try:
        return _spelt_out(raw)
    except (ValueError, TypeError, AttributeError) as error:
        if isinstance(error, Fault) and error.code == "UNKNOWN_ZONE":
            raise
        raise Fault("UNKNOWN_CALENDAR") from None


def spelt_out(calendar: Calendar) -> dict[str, Any]:
    """A calendar as a case spells it out; `calendar_of` reads the same calendar back."""
    return {
        "tz": calendar.zone.key,
        "week": {str(day): _pairs(hours) for day, hours in sorted(calendar.week.items())},
        "closed": sorted(day.isoformat() for day in calendar.closed),
        "extra": {day.isoformat(): _pairs(hours) for day, hours in sorted(calendar.extra.items())},
        "published_until": calendar.published_until and calendar.published_until.isoformat(),
    }


def _pairs(hours: Hours) -> list[list[str]]:
    return [[f"{at // 3600:02d}:{at % 3600 // 60:02d}" for at in pair] for pair in hours]


def _spelt_out(raw: Mapping[str, Any]) -> Calendar:
    week = {int(day): _hours(hours) for day, hours in (raw.get("week") or {}).items()}
    extra = {
        date.fromisoformat(day): _hours(hours) for day, hours in (raw.get("extra") or {}).items()
    }
    until = raw.get("published_until")
    return Calendar(
        zone=_zone(raw.get("tz")),
        week=week,
        closed=frozenset(date.fromisoformat(day) for day in raw.get("closed") or ()),
        extra=extra,
        published_until=date.fromisoformat(until) if until else None,
    )


def time_of(text: object, zone: ZoneInfo) -> datetime:
    """An instant: with its offset, or a local time of the zone (first occurrence, or the transition)."""
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        raise Fault("BAD_TIME")
    try:
        read = datetime.fromisoformat(text)
        if read.tzinfo is not None:
            return read.astimezone(UTC)
        return datetime.fromtimestamp(instant_of(read, zone), UTC)
    except (ValueError, OverflowError):
        raise Fault("BAD_TIME") from None


def clock_of(text: object) -> int | None:
    """`HH:MM` as seconds of the day; None for none."""
    if text is None:
        return None
    if not isinstance(text, str) or not _CLOCK.fullmatch(text):
        raise Fault("BAD_TIME")
    hours, minutes = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _hours(raw: object) -> Hours:
    pairs = raw if isinstance(raw, list) else []
    return tuple((clock_of(opening) or 0, clock_of(closing) or 0) for opening, closing in pairs)


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Fault("UNKNOWN_ZONE") from None


def _pauses(raw: object, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    pairs = raw if isinstance(raw, list) else []
    try:
        return [(time_of(begin, zone), time_of(end, zone)) for begin, end in pairs]
    except (TypeError, ValueError) as error:
        if isinstance(error, Fault):
            raise
        raise Fault("BAD_PAUSE") from None
