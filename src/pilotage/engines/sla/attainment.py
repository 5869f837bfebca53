"""What a period's verdicts amount to: how many were met and breached, as service credits ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pilotage.engines.sla.terms import Promise
from pilotage.engines.sla.verdict import State, Verdict


@dataclass(frozen=True, slots=True)
class Attainment:
    """Closed verdicts of one promise. The shape of `fees credits`: key, met, breached."""

    key: str
    met: int
    breached: int


def attained(verdicts: Iterable[Verdict]) -> tuple[Attainment, ...]:
    """One entry for each promise that had a closed verdict or an open one.

    Superseded and provisional verdicts earn nothing and cost nothing, nor does what is still
    open: an overdue promise is counted in the period in which it is kept.
    """
    counts: dict[Promise, dict[State, int]] = {}
    for verdict in verdicts:
        of_promise = counts.setdefault(verdict.promise, {})
        if verdict.closed:
            of_promise[verdict.state] = of_promise.get(verdict.state, 0) + 1
    return tuple(_entry(promise, counts[promise]) for promise in Promise if promise in counts)


def _entry(promise: Promise, states: Mapping[State, int]) -> Attainment:
    return Attainment(str(promise), states.get(State.MET, 0), states.get(State.BREACHED, 0))
