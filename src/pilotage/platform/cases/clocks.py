"""What the clocks of a case say at an instant: its events replayed by the promises it was opened under."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from pilotage.engines import contracts, sla, worktime
from pilotage.kernel.canonical import canonical_json
from pilotage.platform.cases.models import Case, CaseEvent


@dataclass(frozen=True, slots=True)
class Clock:
    """A promise not kept yet: `left` and `total` are working seconds; `left` is 0 once it is overdue."""

    promise: sla.Promise
    state: sla.State
    started: datetime
    due: datetime
    left: int
    total: int

    @property
    def paused(self) -> bool:
        return self.state is sla.State.PAUSED

    @property
    def overdue(self) -> bool:
        return self.state is sla.State.BREACHED

    @property
    def percent(self) -> int:
        """The share of its working time that is over, in whole per cent."""
        return 100 if self.overdue else 100 * (self.total - self.left) // max(1, self.total)


def told(events: Iterable[CaseEvent]) -> list[dict[str, Any]]:
    """The events in the shape of `sla replay`; anybody can put them to the command and get the same verdicts."""
    return [
        {
            "at": _text(event.at),
            "kind": event.kind,
            "case": event.case.ref,
            **({"question": event.text} if event.kind == "waiting_for_seller" else {}),
            **event.facts,
        }
        for event in events
    ]


def policy(case: Case) -> dict[str, Any]:
    """What the signed version promises, in the shape of `sla replay`."""
    return _policy(case.version.body)


def replayed(case: Case, at: datetime) -> sla.Replay:
    """Every promise of the case as seen at `at`; none where the partner opened it."""
    return sla.replay(_signed_terms(case), _events(case), _second(at))


def inputs_of(case: Case, at: datetime) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What `replayed` computes from, calendars apart under their hashes; kept with what it closes."""
    raw = [one for one in told(_counted(case)) if one["at"] <= _text(at)]
    return sla.kept_replay(policy(case), raw, _second(at))


def clocks(case: Case, at: datetime) -> list[Clock]:
    """What is not kept yet, the nearest first."""
    terms = _terms_at(case, at)
    running = [v for v in replayed(case, at).verdicts if v.ended is None]
    return sorted((_clock(terms, one, _second(at)) for one in running), key=lambda c: c.due)


def next_word(case: Case, at: datetime) -> datetime | None:
    """When a clock next has something to say: a share of its time over, or a pause that may end by itself."""
    terms = _terms_at(case, at)
    moments = []
    for clock in clocks(case, at):
        if clock.paused:
            moments.append(_second(at) + timedelta(hours=1))
        elif clock.percent < 100 or clock.due == _second(at):
            moments.append(_next_share(terms, clock, _second(at)))
    return min(moments, default=None)


def _next_share(terms: sla.Terms, clock: Clock, at: datetime) -> datetime:
    """The instant at which the next of `sla.PERCENTS` is reached; just after the due for the last."""
    ahead = [p for p in sla.PERCENTS if p > clock.percent] or [100]
    spent = -(-clock.total * ahead[0] // 100) - (clock.total - clock.left)
    reached = worktime.due(terms.calendar, at, worktime.Hours(max(0, spent))).at
    return max(reached, at) + timedelta(seconds=1)


def _clock(terms: sla.Terms, verdict: sla.Verdict, at: datetime) -> Clock:
    total = sla.budget_seconds(
        terms.calendar, verdict.start, terms.targets[verdict.promise], terms.cut_off
    )
    left = worktime.working_seconds(terms.calendar, at, verdict.due) if verdict.due > at else 0
    return Clock(verdict.promise, verdict.state, verdict.start, verdict.due, left, total)


def _events(case: Case) -> list[sla.Event]:
    zone = _signed_terms(case).calendar.zone
    raw = told(_counted(case)) if case.opened_side == "seller" else []
    return [sla.event_of(one, zone, canonical_json(one).decode()) for one in raw]


def _signed_terms(case: Case) -> sla.Terms:
    return _terms(_Signed(case.version.hash, case.version.body))


def _terms_at(case: Case, at: datetime) -> sla.Terms:
    """The promises that the case runs on at `at`, after the amendments that name it."""
    changed = [event for event in _counted(case) if event.kind == "policy_changed"]
    terms = _signed_terms(case)
    return sla.terms_after(terms, _events(case), _second(at)) if changed else terms


def _counted(case: Case) -> list[CaseEvent]:
    """The events of the case and of those that went into it, as far as promises run in them."""
    whole = [case, *(one for one in case.merged.all() if one.opened_side == "seller")]
    return [event for one in whole for event in one.events.all()]


@dataclass(frozen=True, slots=True)
class _Signed:
    """A signed text under its hash, by which it is told apart."""

    hash: str
    body: dict[str, Any] = field(compare=False)


@lru_cache(maxsize=256)
def _terms(signed: _Signed) -> sla.Terms:
    """Cases are many, contracts few."""
    return sla.terms_of(_policy(signed.body))


def _policy(body: dict[str, Any]) -> dict[str, Any]:
    return contracts.policy_of(contracts.contract_from(body))


def _text(at: datetime) -> str:
    return _second(at).isoformat(timespec="seconds").replace("+00:00", "Z")


def _second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
