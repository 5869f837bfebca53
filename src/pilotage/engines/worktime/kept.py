"""Calendars kept in the product, by name: `CN-standard`, and `DE-standard` and so on for each site country."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from pilotage.engines.worktime.calendar import Calendar, Fault, Hours

_FOLDER = files("pilotage.engines.worktime") / "calendars"


@cache
def kept(name: str) -> Calendar:
    """The calendar of that name; `UNKNOWN_CALENDAR` when none is kept."""
    if name not in kept_names():
        raise Fault("UNKNOWN_CALENDAR")
    raw = yaml.load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    hours = _hours(raw["hours"])
    return Calendar(
        zone=ZoneInfo(raw["zone"]),
        week=dict.fromkeys(raw["weekdays"], hours),
        closed=frozenset(_days(raw["closed"])),
        extra=dict.fromkeys(_days(raw.get("make_up", {})), hours),
        published_until=date.fromisoformat(str(raw["published_until"])),
    )


@cache
def kept_names() -> frozenset[str]:
    """Every name that `kept` answers to."""
    return frozenset(
        f.name.removesuffix(".yaml") for f in _FOLDER.iterdir() if f.name.endswith(".yaml")
    )


def _hours(pairs: list[list[str]]) -> Hours:
    return tuple((_seconds(opening), _seconds(closing)) for opening, closing in pairs)


def _seconds(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _days(years: Mapping[Any, list[Any]]) -> list[date]:
    return [date.fromisoformat(str(day)) for days in years.values() for day in days]
