"""Every event by either side in every state: what the table has happens, everything else is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.db import transaction
from tests.platform.cases.making import Talk, opened, talk
from tests.platform.directory import making as world

from pilotage.kernel.errors import PilotageError
from pilotage.platform.cases import actions
from pilotage.platform.cases.states import TABLE, State

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
TOLD = ("reply", "thank", "ask", "resolve", "reopen")
EVENTS = (*TOLD, "hand_over", "merge")


def do(some: Talk, event: str, side: str, other: str, colleague: str) -> None:
    at = TEN + timedelta(hours=2)
    given = {"by": some.some.side(side, at), "at": at, "ref": some.case.ref}
    if event in TOLD:
        some.do(side, event, at)
    elif event == "merge":
        actions.merge(into=other, **given)
    else:
        actions.hand_over(to=colleague, **given)


@pytest.mark.parametrize("state", State)
def test_only_what_the_table_has(state):
    some = talk(TEN)
    at = TEN + timedelta(hours=1)
    other = opened(some.some, at, title="另一件").ref
    colleague = world.member(some.some.contract.partner, "colleague").person_ref
    if state is State.MERGED:
        by = some.some.side("seller", at)
        actions.merge(by=by, at=at, ref=some.case.ref, into=other)
    elif state is not State.OPEN:
        some.do("partner", {State.WAITING: "ask", State.RESOLVED: "resolve"}[state], at)
    assert some.state() == state
    for event, side in product(EVENTS, ("seller", "partner")):
        step = TABLE.get((state, event, side))
        with transaction.atomic():
            try:
                do(some, event, side, other, colleague)
                happened = some.state()
            except PilotageError:
                happened = None
            transaction.set_rollback(True)
        assert happened == (step.to if step else None), f"{side} {event}"
