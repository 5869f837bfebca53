"""What a contract itself owes (合同义务), whatever happens in its cases: reports, filings, the export of data.

    owed = Owed(Duty.PERIODIC_REPORT, "2026-10", kept("CN-standard"), start, WorkingDays(10))
    stands(owed, seen).due

No clock of these ever stops: there is no question that moves the end of a month or a date of the law.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from pilotage.engines.sla.proof import ENGINE_VERSION
from pilotage.engines.sla.statutory import filing_due
from pilotage.engines.sla.terms import Budget
from pilotage.engines.sla.verdict import State
from pilotage.engines.worktime import (
    Calendar,
    Due,
    Hours,
    WorkingDays,
    closing,
    due,
    working_seconds,
)
from pilotage.engines.worktime.intervals import working_intervals
from pilotage.kernel.canonical import canonical_json, sha256


class Duty(StrEnum):
    """What a contract can owe besides the answers in its cases."""

    PERIODIC_REPORT = "periodic_report"
    STATUTORY_FILING = "statutory_filing"
    DATA_EXPORT = "data_export"


@dataclass(frozen=True, slots=True)
class Days:
    """Calendar days, of which the day of the start is none; on a day off, the next working day is the last."""

    days: int


@dataclass(frozen=True, slots=True)
class ByLaw:
    """The end of the law's last day, and how much earlier the filing was promised to be in."""

    at: datetime
    buffer: timedelta


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty: `of` says which period, return or request; `ended` when it was done, None while it is open."""

    duty: Duty
    of: str
    calendar: Calendar
    start: datetime
    within: Budget | Days
    by_law: ByLaw | None = None
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a duty stands at an instant; a closed one has a `hash` over all that it rests on."""

    owed: Owed
    due: datetime
    state: State
    overrun_seconds: int
    is_provisional: bool
    hash: str | None = None

    @property
    def closed(self) -> bool:
        """Met or breached for good."""
        return self.owed.ended is not None and self.state is not State.PROVISIONAL


def due_of(owed: Owed) -> Due:
    """When it is due: as promised, for a filing at least its buffer before the law's date. Raises `Fault`."""
    promised = _promised(owed)
    if owed.by_law is None:
        return promised
    at = filing_due(promised.at, owed.by_law.at, owed.by_law.buffer).astimezone(UTC)
    return Due(at, promised.provisional and at == promised.at)


def stands(owed: Owed, seen: datetime) -> Standing:
    """The verdict at `seen`; a due that rests on days not published yet neither breaks nor costs anything."""
    found = due_of(owed)
    until = seen if owed.ended is None else owed.ended
    state = State.BREACHED if until > found.at else State.RUNNING
    if owed.ended is not None and state is State.RUNNING:
        state = State.MET
    if found.provisional and state is not State.MET:
        state = State.PROVISIONAL
    late = state is State.BREACHED
    overrun = working_seconds(owed.calendar, found.at, until) if late else 0
    standing = Standing(owed, found.at, state, overrun, found.provisional)
    if not standing.closed:
        return standing
    return Standing(owed, found.at, state, overrun, found.provisional, _hash(standing))


def reached(owed: Owed, percent: int) -> datetime:
    """When so much of the working time between start and due is over; the due itself for 100."""
    at = due_of(owed).at
    if percent >= 100:
        return at
    seconds = working_seconds(owed.calendar, owed.start, at)
    return due(owed.calendar, owed.start, Hours(-(-seconds * percent // 100))).at


def _promised(owed: Owed) -> Due:
    if isinstance(owed.within, Days):
        first = owed.start.astimezone(owed.calendar.zone).date()
        return closing(owed.calendar, first + timedelta(days=owed.within.days))
    return due(owed.calendar, owed.start, owed.within)


def _hash(standing: Standing) -> str:
    """Working time goes in as instants: only another calendar for these very hours changes it."""
    owed = standing.owed
    until = _second(max(standing.due, owed.ended or standing.due))
    hours = working_intervals(owed.calendar, _second(owed.start), until)
    return sha256(
        canonical_json(
            {
                "engine": ENGINE_VERSION,
                "duty": str(owed.duty),
                "of": owed.of,
                "start": owed.start,
                "within": budget_text(owed.within),
                "by_law": None if owed.by_law is None else owed.by_law.at,
                "buffer_days": None if owed.by_law is None else owed.by_law.buffer.days,
                "worked": [[opening, min(closes, until)] for opening, closes in hours],
                "due": standing.due,
                "ended": owed.ended,
                "state": str(standing.state),
                "overrun_seconds": standing.overrun_seconds,
            }
        )
    )


def budget_text(within: Budget | Days) -> str:
    """`PT4H`-like seconds, `P10WD`, or `P5D`."""
    if isinstance(within, Days):
        return f"P{within.days}D"
    return f"P{within.days}WD" if isinstance(within, WorkingDays) else f"PT{within.seconds}S"


def _second(at: datetime) -> int:
    return int(at.timestamp())
