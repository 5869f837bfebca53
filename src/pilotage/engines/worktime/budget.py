"""How much working time: `PT4H`, `PT1H30M`, `PT5400S` are seconds; `P3WD` is working days."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pilotage.engines.worktime.calendar import Fault

_HOURS = re.compile(r"PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", re.ASCII)
_DAYS = re.compile(r"P(\d+)WD", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hours:
    """Working seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Whole working days after the one on which the work is received."""

    days: int


Budget = Hours | WorkingDays


def parse_budget(text: object) -> Budget:
    """The budget that a text spells; every other text is `BAD_BUDGET`.

    >>> parse_budget("PT1H30M"), parse_budget("P3WD")
    (Hours(seconds=5400), WorkingDays(days=3))
    """
    if isinstance(text, str):
        if match := _HOURS.fullmatch(text):
            hours, minutes, seconds = map(_whole, match.groups())
            return Hours(hours * 3600 + minutes * 60 + seconds)
        if (match := _DAYS.fullmatch(text)) and _whole(match[1]) >= 1:
            return WorkingDays(_whole(match[1]))
    raise Fault("BAD_BUDGET")


def _whole(digits: str | None) -> int:
    """The number; past 18 digits any number is beyond every horizon, and Python refuses to read it."""
    significant = (digits or "").lstrip("0") or "0"
    return int(significant) if len(significant) <= 18 else 10**18
