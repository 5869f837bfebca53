"""Cases and their obligations, event by event: the rules of the contract's table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from pilotage.engines.sla.events import (
    Event,
    HandedOver,
    Merged,
    Mode,
    Opened,
    PartnerReplied,
    PolicyChanged,
    Reopened,
    Resolved,
    SellerReplied,
    WaitingForSeller,
)
from pilotage.engines.sla.obligation import Obligation
from pilotage.engines.sla.terms import Promise, Reopen, Terms
from pilotage.engines.worktime import due

_RESPONSES = (Promise.FIRST_RESPONSE, Promise.NEXT_RESPONSE)


@dataclass(eq=False)
class Case:
    """One case: what it owes now, and the correction it owed last."""

    name: str | None
    terms: Terms
    owed: dict[Promise, Obligation] = field(default_factory=dict)
    correction: Obligation | None = None
    opened: bool = False
    resolved: bool = False
    handovers: list[HandedOver] = field(default_factory=list)


class Story:
    """The cases of one list of events. Feed it events in order; read `obligations`.

    `unnamed` is the case that events without a name belong to.
    """

    def __init__(self, terms: Terms, unnamed: str | None = None) -> None:
        self.terms = terms
        self.obligations: list[Obligation] = []
        self._unnamed = unnamed
        self._cases: dict[str | None, Case] = {}

    def handovers(self, obligation: Obligation) -> list[HandedOver]:
        """Who gave the obligation's case to whom, in order."""
        return self._case(obligation.case).handovers

    def tell(self, event: Event) -> None:
        """Let one event have its effect."""
        match event:
            case Merged():
                self._merge(event)
            case PolicyChanged():
                self._change(event)
            case _:
                self._tell_case(self._case(event.case), event)

    def _tell_case(self, case: Case, event: Event) -> None:
        match event:
            case Opened() if not case.opened:
                case.opened = True
                self._start(case, Promise.FIRST_RESPONSE, event.at)
                self._start(case, Promise.CORRECTION, event.at)
            case PartnerReplied(auto=False):
                _finish(case, _RESPONSES, event.at)
            case SellerReplied():
                self._hear_seller(case, event)
            case WaitingForSeller():
                _finish(case, _RESPONSES, event.at)
                _pause(case, event.at)
            case Resolved():
                _finish(case, Promise, event.at)
                case.resolved = True
            case Reopened():
                self._reopen(case, event.at)
            case HandedOver():
                case.handovers.append(event)

    def _hear_seller(self, case: Case, event: SellerReplied) -> None:
        if correction := case.owed.get(Promise.CORRECTION):
            correction.end_pauses(event.at)
        if event.needs_action:
            if Promise.NEXT_RESPONSE not in case.owed:
                self._start(case, Promise.NEXT_RESPONSE, event.at)
            self._reopen(case, event.at)

    def _reopen(self, case: Case, at: datetime) -> None:
        if not case.resolved:
            return
        case.resolved = False
        if case.terms.reopen is Reopen.FIRST:
            self._start(case, Promise.CORRECTION, at)
        elif case.correction is not None:
            case.correction.go_on(at)
            case.owed[Promise.CORRECTION] = case.correction

    def _start(self, case: Case, promise: Promise, at: datetime) -> None:
        terms = case.terms
        if (budget := terms.targets.get(promise)) is None:
            return
        started = Obligation(promise, case.name, at, terms.calendar, budget, terms.cut_off)
        self.obligations.append(started)
        case.owed[promise] = started
        if promise is Promise.CORRECTION:
            case.correction = started

    def _change(self, event: PolicyChanged) -> None:
        if event.case is None:
            self.terms = event.change.applied_to(self.terms)
            concerned: Iterable[Case] = _distinct(self._cases.values())
        else:
            concerned = [self._case(event.case)]
        for case in concerned:
            case.terms = event.change.applied_to(case.terms)
            for obligation in case.owed.values():
                if event.change.touches(obligation.promise):
                    _adapt(obligation, case.terms, event)

    def _merge(self, event: Merged) -> None:
        cases = _distinct(self._case(name) for name in event.cases)
        if not cases:
            return
        whole = cases[0]
        whole.name = event.cases[0]
        for promise in Promise:
            _keep_earliest(cases, promise, event.at)
        for other in cases[1:]:
            whole.owed |= other.owed
            whole.handovers.extend(other.handovers)
        whole.handovers.sort(key=lambda handover: handover.at)
        whole.correction = whole.owed.get(Promise.CORRECTION) or _last_ended(cases)
        whole.opened = any(case.opened for case in cases)
        whole.resolved = all(case.resolved for case in cases if case.opened) and whole.opened
        self._rename(cases, whole)

    def _rename(self, cases: list[Case], whole: Case) -> None:
        """The merged names, and events without a name, mean the whole from now on."""
        for name, case in list(self._cases.items()):
            if case in cases:
                self._cases[name] = whole
        self._unnamed = whole.name

    def _case(self, name: str | None) -> Case:
        name = self._unnamed if name is None else name
        if name not in self._cases:
            self._cases[name] = Case(name, self.terms)
        return self._cases[name]


def _finish(case: Case, promises: Iterable[Promise], at: datetime) -> None:
    for promise in promises:
        if obligation := case.owed.pop(promise, None):
            obligation.finish(at)


def _pause(case: Case, at: datetime) -> None:
    if correction := case.owed.get(Promise.CORRECTION):
        terms = case.terms
        cap = due(terms.calendar, at, terms.pause_cap, cut_off=terms.cut_off)
        correction.pause(at, cap.at)


def _adapt(obligation: Obligation, terms: Terms, event: PolicyChanged) -> None:
    if event.at > obligation.due(event.at).at:
        return
    if event.mode is Mode.RETROACTIVE:
        obligation.judge_anew(terms, event.at)
    else:
        obligation.restart(terms, event.at)


def _keep_earliest(cases: list[Case], promise: Promise, at: datetime) -> None:
    """The one due first (and of those, the one that began first) goes on; the others are superseded."""
    rivals = [case for case in cases if promise in case.owed]
    rivals.sort(key=lambda case: (case.owed[promise].due(at).at, case.owed[promise].start))
    for case in rivals[1:]:
        superseded = case.owed.pop(promise)
        superseded.finish(at)
        superseded.superseded = True


def _last_ended(cases: list[Case]) -> Obligation | None:
    last = [case.correction for case in cases if case.correction is not None]
    ended = [correction for correction in last if not correction.superseded]
    return max(ended, key=lambda correction: correction.end(correction.start), default=None)


def _distinct(cases: Iterable[Case]) -> list[Case]:
    return list({id(case): case for case in cases}.values())
