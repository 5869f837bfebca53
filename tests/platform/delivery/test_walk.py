"""Work walked by everybody at random: every state follows the tables, and what must hold holds between any two events."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.platform.delivery import making
from tests.platform.directory import making as world
from tests.platform.disputes.making import Parties

from pilotage.kernel.errors import PilotageError
from pilotage.platform.delivery import actions, queries, states, turns
from pilotage.platform.delivery.actions import Handed, Said
from pilotage.platform.delivery.models import Deliverable, Review, SealedReview
from pilotage.platform.disputes import actions as disputes
from pilotage.platform.disputes.models import Dispute
from pilotage.platform.disputes.states import OPEN as IN_DISPUTE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SIDES = st.sampled_from(["seller", "partner"])
ALL = [*states.ORDER.items(), *states.STEP.items(), *states.DELIVERABLE.items()]
OFTEN = [*("agree", "accept", "return_it", "dispute", "settle", "review") * 2, *["hand_in"] * 5, "take_back", "time_passes", "end"]  # fmt: skip
MOVES = {(before.__class__, str(before), str(to)) for (before, _, _), to in ALL}


class Walk(RuleBasedStateMachine):
    """One order from its proposal; whoever tries whatever."""

    start: datetime
    some: Parties
    silence = "no_acceptance"

    def __init__(self):
        super().__init__()
        self.point = transaction.savepoint()
        self.now = self.start
        by = self.some.side("partner", self.now)
        given = {"contract": self.some.contract.ref, "work": making.SEARCH}
        self.order = actions.propose(by=by, at=self.now, **given)
        self.seen = self.look()

    @initialize(begun=st.booleans())
    def begin(self, begun):
        """Half of the walks begin where the partner is to deliver."""
        if begun:
            actions.agree(by=self.some.side("seller", self.now), at=self.now, ref=self.order.ref)
            making.hand_in(self.some, self.order, self.now)
            self.seen = self.look()

    def teardown(self):
        transaction.savepoint_rollback(self.point)

    def look(self):
        """Every state there is now, by its kind and reference."""
        order = making.fresh(self.some, self.order)
        found = {order.ref: (states.Order, order.state)}
        found |= {one.ref: (states.Step, one.state) for one in order.steps.all()}
        handed = Deliverable.objects.filter(step__order=order)
        return found | {one.ref: (states.Deliverable, one.state) for one in handed}

    def try_to(self, action, side, **given):
        """The action; a refusal says why in both languages and changes nothing."""
        self.now += timedelta(minutes=1)
        by, before = self.some.side(side, self.now), self.look()
        try:
            with transaction.atomic():
                return action(by=by, at=self.now, **given)
        except PilotageError as refused:
            assert refused.says.zh and refused.says.en
            assert self.look() == before
            return None

    def agree(self, side):
        self.try_to(actions.agree, side, ref=self.order.ref)

    def end(self, side):
        self.try_to(actions.decline, side, ref=self.order.ref)
        self.try_to(actions.terminate, side, ref=self.order.ref, why="不再需要")

    def hand_in(self, side):
        step = turns.current(making.fresh(self.some, self.order)) or self.order.steps.last()
        handed = Handed("见附件", [making.file(self.some, side, self.now)])
        self.try_to(actions.hand_in, side, step=step.ref, handed=handed)

    def accept(self, side):
        self.answer(actions.accept, side)

    def return_it(self, side):
        self.answer(actions.return_it, side, why="不完整")

    def take_back(self, side):
        self.answer(actions.take_back, side)

    def dispute(self, side):
        self.answer(actions.dispute_deliverable, side, ground="INCOMPLETE", text="见附件")

    def answer(self, action, side, **given):
        last = Deliverable.objects.filter(step__order=self.order).order_by("pk").last()
        if last is not None:
            self.try_to(action, side, ref=last.ref, **given)

    def settle(self, side):
        """By the side that did not open it; every outcome in turn."""
        row = Dispute.objects.filter(state__in=IN_DISPUTE, contract=self.some.contract).first()
        if row is not None and row.opened_side != side:
            outcome = ("upheld", "refused", "upheld", "partly")[self.now.minute % 4]
            offer = self.try_to(disputes.propose, side, ref=row.ref, outcome=outcome, text="和解")
            self.try_to(disputes.settle, row.opened_side, ref=row.ref, seen=offer.offer_at)

    def review(self, side):
        step = self.order.steps.get(is_milestone=True)
        self.try_to(actions.review, side, step=step.ref, said=Said(True, True, True))

    def time_passes(self, side):
        self.now += timedelta(days=1 if side == "seller" else 8)
        actions.pass_time(by=world.product(self.now), at=self.now)

    # One rule for all: Hypothesis would leave most of many rules out of each walk.
    @rule(event=st.sampled_from(OFTEN), side=SIDES)
    def step(self, event, side):
        getattr(self, event)(side)

    @invariant()
    def every_state_follows_the_tables(self):
        now = self.look()
        for ref, (kind, state) in now.items():
            before = self.seen.get(ref, (kind, state))[1]
            assert before == state or (kind, before, state) in MOVES
        self.seen = now

    @invariant()
    def the_order_says_what_its_steps_say(self):
        order = making.fresh(self.some, self.order)
        steps = list(order.steps.all())
        finished = all(step.state in states.FINISHED for step in steps)
        assert (order.state == states.Order.DONE) <= finished
        assert (order.state == states.Order.OPEN) <= (not finished)
        for step in steps:
            waiting = step.deliverables.filter(state=states.Deliverable.SUBMITTED).count()
            assert waiting == (step.state == states.Step.SUBMITTED)
            assert (step.done_at is not None) == (step.state in states.FINISHED)

    @invariant()
    def money_falls_due_only_for_what_was_accepted(self):
        due = queries.billable(self.some.seller, self.some.contract, self.start, self.now + timedelta(1))  # fmt: skip
        milestone = self.order.steps.get(is_milestone=True)
        assert bool(due) <= (milestone.state == states.Step.DONE)
        taken = milestone.deliverables.filter(state=states.Deliverable.ACCEPTED).values_list("accepted_how", flat=True)  # fmt: skip
        assert bool(due) <= bool(taken)
        assert ("silence" in taken) <= (self.silence == "accepted")

    @invariant()
    def reviews_open_together(self):
        sealed, opened = SealedReview.objects.count(), Review.objects.count()
        assert not (sealed and opened)
        assert sealed <= 1


@pytest.mark.parametrize("silence", ["no_acceptance", "accepted"])
def test_work_walked_at_random(at, silence):
    some = making.parties(at, silence)
    walk = type("Walk", (Walk,), {"start": at, "some": some, "silence": silence})
    run_state_machine_as_test(
        walk,
        settings=settings(
            max_examples=2, stateful_step_count=20, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
