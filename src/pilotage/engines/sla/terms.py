"""What is promised (服务等级协议): targets in working time, and the rules for pauses and reopening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pilotage.engines.worktime import Calendar, Hours, WorkingDays

Budget = Hours | WorkingDays

# How long a question may stop the clock where nothing else is agreed.
DEFAULT_PAUSE_CAP = WorkingDays(10)


class Promise(StrEnum):
    """What a case can owe, in the order in which verdicts of one start are told."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    CORRECTION = "correction"


class Reopen(StrEnum):
    """`TOTAL`: the same correction goes on; `FIRST`: its verdict stays and a new one starts."""

    TOTAL = "total"
    FIRST = "first"


@dataclass(frozen=True)
class Terms:
    """One version of a policy. A target that is absent is not promised.

    `cut_off` is a clock reading in seconds of the local day, for targets in working days.
    """

    calendar: Calendar
    targets: Mapping[Promise, Budget]
    cut_off: int | None = None
    pause_cap: Budget = DEFAULT_PAUSE_CAP
    reopen: Reopen = Reopen.TOTAL


@dataclass(frozen=True)
class Change:
    """New values; what is not named stays. `add_closed` joins the closed dates of the calendar."""

    targets: Mapping[Promise, Budget]
    calendar: Calendar | None = None
    add_closed: frozenset[date] = frozenset()

    def touches(self, promise: Promise) -> bool:
        """Whether an open obligation of that kind runs on other values after the change."""
        return promise in self.targets or self.calendar is not None or bool(self.add_closed)

    def applied_to(self, terms: Terms) -> Terms:
        """The terms from the change on."""
        calendar = self.calendar or terms.calendar
        if self.add_closed:
            calendar = replace(calendar, closed=calendar.closed | self.add_closed)
        return replace(terms, calendar=calendar, targets={**terms.targets, **self.targets})
