"""How long the process takes: the service-level engine over its moves. The clock stands while the seller has the move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pilotage.engines import sla, worktime
from pilotage.engines.worktime import WorkingDays
from pilotage.platform.onboarding.intake import MOVES, OPEN, Side, State, working_days
from pilotage.platform.onboarding.models import Intake, IntakeMove

# The seller has a year: the engine wants an end to every pause, and nobody else can make this move.
_CAP = WorkingDays(250)


@dataclass(frozen=True, slots=True)
class Clock:
    """`used` are working seconds that each side had the move; `due` is None while the seller has it."""

    state: sla.State
    due: datetime | None
    used: dict[Side, int]
    day: int

    @property
    def counted(self) -> int:
        """Working seconds that count for the promise."""
        return self.used["operator"] + self.used["partner"]

    @property
    def late(self) -> bool:
        return self.state is sla.State.BREACHED


def clock(intake: Intake, moves: Sequence[IntakeMove], at: datetime) -> Clock:
    """As it stands at `at`, from all moves in order."""
    calendar = worktime.kept(intake.calendar)
    terms = sla.Terms(
        calendar, {sla.Promise.CORRECTION: WorkingDays(working_days()[0])}, pause_cap=_CAP
    )
    replayed = sla.replay(terms, list(_events(intake, moves)), at)
    verdict = replayed.verdicts[0]
    stands = intake.ended_at is None and MOVES[State(intake.state)] == "seller"
    return Clock(
        state=verdict.state,
        due=None if stands and verdict.state is sla.State.PAUSED else verdict.due,
        used=_used(intake, moves, at, calendar),
        day=_day(calendar, intake.opened_at),
    )


def _events(intake: Intake, moves: Sequence[IntakeMove]) -> list[sla.Event]:
    """It begins with the seller's move; each move that gives it back to the seller is a question."""
    told: list[sla.Event] = [
        sla.Opened(at=intake.opened_at),
        sla.WaitingForSeller(at=intake.opened_at, question=State.PAPERS),
    ]
    # Each move leads to the state that the one after it began from.
    for number, move in enumerate(moves, start=1):
        to = State(moves[number].state if number < len(moves) else intake.state)
        if move.side == "seller":
            told.append(sla.SellerReplied(at=move.at, needs_action=False))
        if to in OPEN and MOVES[to] == "seller":
            told.append(sla.WaitingForSeller(at=move.at, question=to))
        if to not in OPEN:
            told.append(sla.Resolved(at=move.at))
    return told


def _used(
    intake: Intake, moves: Sequence[IntakeMove], at: datetime, calendar: worktime.Calendar
) -> dict[Side, int]:
    used: dict[Side, int] = {"seller": 0, "partner": 0, "operator": 0}
    since = intake.opened_at
    for move in moves:
        used[MOVES[State(move.state)]] += worktime.working_seconds(calendar, since, move.at)
        since = move.at
    if intake.ended_at is None:
        used[MOVES[State(intake.state)]] += worktime.working_seconds(calendar, since, at)
    return used


def _day(calendar: worktime.Calendar, start: datetime) -> int:
    """Seconds of work in the first whole working day after the start: what a day means on the page."""
    one = worktime.due(calendar, start, WorkingDays(1)).at
    two = worktime.due(calendar, one + timedelta(seconds=1), WorkingDays(1)).at
    return worktime.working_seconds(calendar, one, two) or 1
