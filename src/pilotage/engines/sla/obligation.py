"""One promise on one case: from when it counts, what does not count, and when it is due."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pilotage.engines.sla.terms import Budget, Promise, Terms
from pilotage.engines.worktime import Calendar, Due, Hours, due, working_seconds

Pause = tuple[datetime, datetime]
_HOUR = 3600


@dataclass
class Obligation:
    """The running state of one replay; it never leaves the replay that made it.

    `counted_from` is `start` until a prospective change restarts the count. `pauses` are half-open
    stretches that do not count: questions to the seller, and time between resolved and reopened.
    """

    promise: Promise
    case: str | None
    start: datetime
    calendar: Calendar
    budget: Budget
    cut_off: int | None
    counted_from: datetime = field(init=False)
    pauses: list[Pause] = field(default_factory=list)
    ended: datetime | None = None
    superseded: bool = False
    not_before: tuple[datetime, int] | None = None

    def __post_init__(self) -> None:
        self.counted_from = self.start

    def due(self, seen: datetime) -> Due:
        """When it is due, with the pauses up to `seen`; raises `worktime.Fault`."""
        pauses = self.pauses_until(seen)
        found = due(self.calendar, self.counted_from, self.budget, pauses, self.cut_off)
        if self.not_before is None:
            return found
        since, seconds = self.not_before
        spared = due(self.calendar, since, Hours(seconds), pauses)
        return max(found, spared, key=lambda answer: answer.at)

    def end(self, seen: datetime) -> datetime:
        """When it ended, or `seen` while it is open."""
        return seen if self.ended is None else self.ended

    def pauses_until(self, seen: datetime) -> list[Pause]:
        """The pauses that have begun, cut at the end or at `seen`."""
        until = self.end(seen)
        return [(begin, min(end, until)) for begin, end in self.pauses if begin < until]

    def is_paused(self, seen: datetime) -> bool:
        """Whether it is open and `seen` lies inside a pause."""
        return self.ended is None and any(begin <= seen < end for begin, end in self.pauses)

    def worked(self, begin: datetime, until: datetime) -> int:
        """Working, unpaused seconds in [begin, until)."""
        return working_seconds(self.calendar, begin, until, self.pauses_until(until))

    def pause(self, begin: datetime, end: datetime) -> None:
        """Stop counting from `begin` to `end` at the latest."""
        self.pauses.append((begin, end))

    def end_pauses(self, at: datetime) -> None:
        """Count again from `at` on."""
        self.pauses = [(begin, min(end, at)) for begin, end in self.pauses]

    def finish(self, at: datetime) -> None:
        """It is done: met or breached, and no longer changed."""
        self.end_pauses(at)
        self.ended = at

    def go_on(self, at: datetime) -> None:
        """Open again; the time since it ended does not count."""
        if self.ended is not None:
            self.pauses.append((self.ended, at))
            self.ended = None

    def judge_anew(self, terms: Terms, at: datetime) -> None:
        """Under new terms from its own start, but with an hour (or all it had left) after `at`."""
        left = working_seconds(self.calendar, at, self.due(at).at)
        self._take(terms)
        self.counted_from, self.not_before = self.start, (at, min(_HOUR, left))

    def restart(self, terms: Terms, at: datetime) -> None:
        """The target of new terms in full, from `at` on."""
        self._take(terms)
        self.counted_from, self.not_before = at, None

    def _take(self, terms: Terms) -> None:
        self.calendar = terms.calendar
        self.budget = terms.targets.get(self.promise, self.budget)
