"""Every step against the transition table: each event by each side in each state, then long random walks."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction
from tests.platform.directory import making as world
from tests.platform.engagements import signing
from tests.platform.engagements.signing import proposal, seen

from pilotage.kernel.errors import PilotageError
from pilotage.platform.engagements.contracts import actions
from pilotage.platform.engagements.contracts.states import OPEN, TABLE, State
from pilotage.platform.engagements.models import Contract, ContractSignature

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SIDES = ("seller", "partner")
EVENTS = ("revise", "offer", "counter", "agree", "sign", "withdraw", "give_notice")
# In a walk: signing often enough to get through, withdrawing seldom enough.
OFTEN = (2, 6, 4, 8, 12, 1, 2)
# How each state is reached from a draft, as (event, side).
WAYS = {
    State.DRAFTED: (),
    State.OFFERED: (("offer", "partner"),),
    State.COUNTERED: (("offer", "partner"), ("counter", "seller")),
    State.AGREED: (("offer", "partner"), ("agree", "seller")),
    State.SIGNED_BY_ONE: (("offer", "partner"), ("agree", "seller"), ("sign", "seller")),
    State.IN_FORCE: (("offer", "partner"), ("agree", "seller"), ("sign", "seller"), ("sign", "partner")),
    State.WITHDRAWN: (("withdraw", "partner"),),
}  # fmt: skip
WAYS[State.ENDED] = (*WAYS[State.IN_FORCE], ("end", "product"))


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.VAR = tmp_path


class Walker:
    """One contract at a time, a clock that only goes forward, and no two proposals alike."""

    def __init__(self, at):
        self.now, self.table, self.number = at, signing.table(at), 0
        self.begin()

    def begin(self):
        row = actions.draft(by=self.by("partner"), at=self.now, referral_ref=self.table.referral.ref)  # fmt: skip
        actions.revise(by=self.by("partner"), at=self.now, ref=row.ref, proposal=self.other())
        self.row = Contract.objects.get(pk=row.pk)

    def by(self, side):
        return replace(getattr(self.table, side), at=self.now)

    def other(self):
        self.number += 1
        return proposal(term={"starts": "2026-12-01", "ends": "2027-11-30", "notice_days": self.number})  # fmt: skip

    def do(self, event, side):
        """The event as its action; the clock moves on so that every code is a new one."""
        self.now += timedelta(minutes=3)
        if event == "end":
            later = self.now.replace(year=2028)
            return actions.end_due(by=world.product(), at=later)
        by, given = self.by(side), {}
        if event in ("revise", "counter"):
            given["proposal"] = self.other()
        if event in ("counter", "agree", "sign"):
            given["seen"] = seen(self.row)
        if event == "sign":
            given["code"] = signing.code(by, self.now)
        getattr(actions, event)(by=by, at=self.now, ref=self.row.ref, **given)
        return None

    def state(self):
        self.row.refresh_from_db()
        return State(self.row.state)

    def check(self):
        """What must hold between any two events."""
        state, versions = self.state(), list(self.row.versions.order_by("number"))
        assert [v.number for v in versions] == list(range(1, self.row.current + 1))
        standing = ContractSignature.objects.filter(version__contract=self.row, cancelled_at=None)
        wanted = {State.SIGNED_BY_ONE: 1, State.IN_FORCE: 2, State.ENDED: 2}.get(state, 0)
        assert standing.count() == wanted
        assert {s.hash for s in standing} <= {versions[-1].hash}
        assert len({s.side for s in standing}) == wanted
        is_signed = state in (State.IN_FORCE, State.ENDED)
        assert bool(self.row.evidence_sha256) == bool(self.row.paper_sha256) == is_signed
        assert (self.row.ended_at is not None) == (state in (State.ENDED, State.WITHDRAWN))


@pytest.mark.parametrize("state", State)
def test_each_event_does_what_the_table_says_and_nothing_else(at, state):
    walker = _in(state, at)
    for event, side in product(EVENTS, SIDES):
        with transaction.atomic():
            _check_step(walker, state, event, side)
            transaction.set_rollback(True)


def _check_step(walker, state, event, side):
    step = TABLE.get((state, event, side))
    signed_by_this_side = state is State.SIGNED_BY_ONE and (event, side) == ("sign", "seller")
    if step is None or signed_by_this_side:
        with pytest.raises(PilotageError):
            walker.do(event, side)
    else:
        walker.do(event, side)
    assert walker.state() == (state if step is None or signed_by_this_side else step.to)
    walker.check()


def _in(state, at):
    walker = Walker(at)
    for event, side in WAYS[state]:
        walker.do(event, side)
    assert walker.state() == state
    return walker


def _walk(seed, at, steps):
    dice, walker, reached = random.Random(seed), Walker(at), set()
    for _ in range(steps):
        if walker.state() not in (*OPEN, State.IN_FORCE):
            walker.begin()
        event, side = dice.choices(EVENTS, OFTEN)[0], dice.choice(SIDES)
        before = walker.state()
        try:
            walker.do(event, side)
        except PilotageError as refused:
            assert refused.says.zh and refused.says.en
            assert walker.state() == before
        else:
            assert walker.state() == TABLE[before, event, side].to
        walker.check()
        reached.add(walker.state())
        if walker.state() is State.IN_FORCE and dice.random() < 0.3:
            assert walker.do("end", "product") == 1
            walker.check()
            reached.add(State.ENDED)
            walker.begin()
    return reached


def test_a_short_walk_keeps_every_invariant(at):
    assert _walk(1, at, 40)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_long_walks_reach_every_state(at, seed):
    assert _walk(seed, at, 250) == set(State)
