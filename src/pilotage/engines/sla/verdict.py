"""How an obligation stands at an instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pilotage.engines.sla.events import HandedOver
from pilotage.engines.sla.obligation import Obligation
from pilotage.engines.sla.terms import Promise


class State(StrEnum):
    """`PROVISIONAL` stands in place of running and breached where the calendar is not published."""

    SUPERSEDED = "superseded"
    BREACHED = "breached"
    MET = "met"
    PAUSED = "paused"
    RUNNING = "running"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One obligation as seen at an instant; times in UTC, `ended` None while it is open.

    `owners` are working seconds by team, when the case was handed over. A verdict that is
    `closed` has a `hash` over all that it depended on, which no later edit changes.
    """

    promise: Promise
    case: str | None
    start: datetime
    due: datetime
    ended: datetime | None
    state: State
    overrun_seconds: int
    owners: tuple[tuple[str, int], ...] = ()
    hash: str | None = None

    @property
    def closed(self) -> bool:
        """Met, breached or superseded for good."""
        return self.ended is not None and self.state is not State.PROVISIONAL


def judge(obligation: Obligation, handovers: Sequence[HandedOver], seen: datetime) -> Verdict:
    """The verdict at `seen`, without its hash."""
    due = obligation.due(seen)
    state = _state(obligation, due.at, seen)
    if due.provisional and state in (State.RUNNING, State.BREACHED):
        state = State.PROVISIONAL
    late = state is State.BREACHED
    return Verdict(
        promise=obligation.promise,
        case=obligation.case,
        start=obligation.start,
        due=due.at,
        ended=obligation.ended,
        state=state,
        overrun_seconds=obligation.worked(due.at, obligation.end(seen)) if late else 0,
        owners=_owners(obligation, handovers, seen),
    )


def _state(obligation: Obligation, due: datetime, seen: datetime) -> State:
    if obligation.superseded:
        return State.SUPERSEDED
    if obligation.end(seen) > due:
        return State.BREACHED
    if obligation.ended is not None:
        return State.MET
    return State.PAUSED if obligation.is_paused(seen) else State.RUNNING


def _owners(
    obligation: Obligation, handovers: Sequence[HandedOver], seen: datetime
) -> tuple[tuple[str, int], ...]:
    """Each team's working seconds; together all that the obligation used."""
    if not handovers:
        return ()
    begin, end = obligation.counted_from, obligation.end(seen)
    edges = [min(max(handover.at, begin), end) for handover in handovers]
    teams = [handover.giver for handover in handovers] + [handovers[-1].taker]
    used: dict[str, int] = {}
    for team, since, until in zip(teams, [begin, *edges], [*edges, end], strict=True):
        used[team] = used.get(team, 0) + obligation.worked(since, until)
    return tuple(used.items())
