"""Every event by everybody in every state against the table, and random walks that never leave it."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.platform.directory import making as world
from tests.platform.disputes.making import opened, parties

from pilotage.kernel.errors import PilotageError
from pilotage.platform.disputes import actions
from pilotage.platform.disputes.models import Dispute
from pilotage.platform.disputes.rules import rule_of
from pilotage.platform.disputes.states import OPEN, TABLE, WITH_OUTCOME, State
from pilotage.platform.notices.models import Letter

pytestmark = pytest.mark.django_db
EVENTS = ("answer", "escalate", "settle", "withdraw", "decide")
STEPS = [*product(EVENTS, ("opener", "respondent", "operator")), ("time passes", "product")]
WAYS = {
    State.OPENED: (),
    State.ANSWERED: (("answer", "respondent"),),
    State.ESCALATED: (("answer", "respondent"), ("escalate", "respondent")),
    State.SETTLED: (("settle", "respondent"),),
    State.DECIDED: (("answer", "respondent"), ("escalate", "opener"), ("decide", "operator")),
    State.WITHDRAWN: (("withdraw", "opener"),),
    State.LAPSED: (("lapse", "product"),),
}


class Walk:
    """A dispute opened by one side; time stands until the product acts, which acts when all terms are over."""

    def __init__(self, some, at, opener="partner"):
        self.some, self.now = some, at
        self.sides = {
            "opener": opener,
            "respondent": "seller" if opener == "partner" else "partner",
        }
        self.row = opened(some, at, opener)

    def by(self, actor):
        return self.some.side(self.sides.get(actor, actor), self.now)

    def do(self, event, actor):
        given = {"at": self.now, "ref": self.row.ref}
        if actor == "product":
            late = self.now + timedelta(days=90)
            actions.pass_time(by=world.product(late), at=late)
        elif event == "answer":
            actions.say(by=self.by(actor), text="答复", **given)
        elif event == "settle":
            other = "respondent" if actor == "opener" else "opener"
            offer = actions.propose(by=self.by(other), outcome="partly", text="各半", **given)
            actions.settle(by=self.by(actor), seen=offer.offer_at, **given)
        elif event == "decide":
            actions.decide(by=self.by(actor), outcome="upheld", reasons_zh="成立", **given)
        else:
            getattr(actions, event)(by=self.by(actor), **given)

    def state(self):
        self.row.refresh_from_db()
        return State(self.row.state)

    def check(self):
        """What holds between any two events."""
        state = self.state()
        assert (self.row.ended_at is None) == (state in OPEN)
        assert bool(self.row.outcome) == (state in WITH_OUTCOME)
        assert bool(self.row.reasons_zh) == (state is State.DECIDED)
        if state is State.DECIDED:
            assert self.row.escalated_at is not None

    def step(self, event, actor):
        """The event: its new state is the table's, or it is refused in words and nothing changes."""
        if actor == "product":
            event = rule_of(self.row.rule).untended[self.sides["opener"]]
        before = self.state()
        wanted = TABLE.get((before, event, actor))
        is_early = (before, event, actor) == (State.OPENED, "escalate", "opener")
        only_words = event == "answer" and actor in self.sides and before in OPEN
        if (wanted or only_words or actor == "product") and not is_early:
            self.do(event, actor)
            assert self.state() == (wanted.to if wanted else before)
        else:
            with pytest.raises(PilotageError) as refused, transaction.atomic():
                self.do(event, actor)
            assert refused.value.says.zh and refused.value.says.en
            assert self.state() == before
        self.check()


@pytest.mark.parametrize("state", State)
def test_each_event_does_what_the_table_says_and_nothing_else(at, state):
    walk = Walk(parties(at), at)
    for step in WAYS[state]:
        walk.do(*step)
    assert walk.state() == state
    for event, actor in STEPS:
        with transaction.atomic():
            walk.step(event, actor)
            transaction.set_rollback(True)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    opener=st.sampled_from(["seller", "partner"]),
    steps=st.lists(st.sampled_from(STEPS), max_size=8),
)
def test_walks_stay_in_the_table(at, opener, steps):
    with transaction.atomic():
        walk = Walk(parties(at), at, opener)
        for event, actor in steps:
            walk.step(event, actor)
        assert Dispute.objects.count() == 1
        assert Letter.objects.exists()
        transaction.set_rollback(True)
