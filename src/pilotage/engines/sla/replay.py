"""From events to verdicts: the same events give the same verdicts, whenever and wherever this runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pilotage.engines.sla.events import Event, Merged, PolicyChanged, in_order
from pilotage.engines.sla.proof import verdict_hash
from pilotage.engines.sla.story import Story
from pilotage.engines.sla.terms import Promise, Terms
from pilotage.engines.sla.verdict import Verdict, judge

_RANKS = {promise: rank for rank, promise in enumerate(Promise)}


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event that did not count, and why: `FUTURE`, `NO_QUESTION`, `NOT_SIGNED`."""

    event: Event
    reason: str


@dataclass(frozen=True, slots=True)
class Replay:
    """Verdicts in order of start, as seen at `as_of` (None when nothing counted)."""

    verdicts: tuple[Verdict, ...]
    refused: tuple[Refusal, ...]
    as_of: datetime | None


def replay(terms: Terms, events: Iterable[Event], as_of: datetime | None = None) -> Replay:
    """The verdicts of the events up to `as_of`; absent, up to the last that was not refused.

    `terms` are those in force before the first event. Raises `worktime.Fault`
    (EMPTY_CALENDAR, BEYOND_HORIZON).
    """
    seen = [event for event in in_order(events) if as_of is None or event.at <= as_of]
    refused = tuple(
        Refusal(event, reason) for event in seen if (reason := event.reason_to_refuse) is not None
    )
    counted = [event for event in seen if event.reason_to_refuse is None]
    at = as_of if as_of is not None or not counted else counted[-1].at
    if at is None:
        return Replay((), refused, None)
    story = Story(terms, _only_case(counted))
    for event in counted:
        story.tell(event)
    return Replay(_verdicts(story, at), refused, at)


def terms_after(terms: Terms, events: Iterable[Event], at: datetime) -> Terms:
    """The terms that new obligations run on at `at`, after every change of policy that counted by then."""
    for event in in_order(events):
        if isinstance(event, PolicyChanged) and event.at <= at and event.reason_to_refuse is None:
            terms = event.change.applied_to(terms)
    return terms


def _verdicts(story: Story, at: datetime) -> tuple[Verdict, ...]:
    ordered = sorted(story.obligations, key=lambda o: (o.start, _RANKS[o.promise]))
    verdicts = []
    for obligation in ordered:
        verdict = judge(obligation, story.handovers(obligation), at)
        if verdict.closed:
            verdict = replace(verdict, hash=verdict_hash(obligation, verdict))
        verdicts.append(verdict)
    return tuple(verdicts)


def _only_case(events: Sequence[Event]) -> str | None:
    """The one name when all events tell of one case."""
    names = {event.case for event in events if event.case is not None}
    names |= {name for event in events if isinstance(event, Merged) for name in event.cases}
    return names.pop() if len(names) == 1 else None
