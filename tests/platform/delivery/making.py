"""Work between two parties, as far along as a test wants it."""

from __future__ import annotations

from datetime import datetime

from tests.platform.disputes.making import Parties
from tests.platform.disputes.making import parties as two

from pilotage.platform.access import queries as access
from pilotage.platform.delivery import actions, queries, states, turns
from pilotage.platform.delivery.actions import Handed, Work
from pilotage.platform.delivery.models import Deliverable, WorkOrder
from pilotage.platform.documents.actions import receive

NEEDS = (["vat_filing", "DE"], ["brand_registration", "DE"])
PROJECT = {"code": "mark", "kind": "project", "amount": "500.00", "currency": "EUR", "count": 1}
SEARCH = Work("trade_mark_search", "brand_registration", "DE", "德国商标查询", "mark")


def parties(at: datetime, silence: str = "no_acceptance") -> Parties:
    acceptance = {"acceptance": "P5WD", "silence": silence}
    return two(at, NEEDS, acceptance=acceptance, fees={"plan": [PROJECT]})


def under_way(some: Parties, at: datetime, work: Work = SEARCH) -> WorkOrder:
    """Proposed by the partner, agreed by the seller."""
    order = actions.propose(by=some.side("partner", at), at=at, contract=some.contract.ref, work=work)  # fmt: skip
    return actions.agree(by=some.side("seller", at), at=at, ref=order.ref)


def file(some: Parties, side: str, at: datetime) -> str:
    """A file of that side's own, by reference."""
    by = some.side(side, at)
    owner = access.own_organisation(by)
    made = receive(by=by, at=at, owner=owner, kind="deliverable", name="报告.pdf", chunks=[b"%PDF"])
    return made.ref


def hand_in(some: Parties, order: WorkOrder, at: datetime, text: str = "见附件") -> Deliverable:
    """The next step taken by the side whose it is, with words and a file."""
    step = turns.current(fresh(some, order))
    side = "seller" if step.actor == "seller" else "partner"
    handed = Handed(text, [file(some, side, at)])
    return actions.hand_in(by=some.side(side, at), at=at, step=step.ref, handed=handed)


def delivered(some: Parties, at: datetime) -> Deliverable:
    """A trade mark search whose report waits for the seller."""
    order = under_way(some, at)
    hand_in(some, order, at)
    return hand_in(some, order, at)


def accepted(some: Parties, at: datetime) -> Deliverable:
    return actions.accept(by=some.side("seller", at), at=at, ref=delivered(some, at).ref)


def fresh(some: Parties, order: WorkOrder) -> WorkOrder:
    return queries.work_order(some.seller, order.ref)


def finished(some: Parties, order: WorkOrder, at: datetime) -> WorkOrder:
    """Every step that is left, each accepted where it needs to be."""
    while turns.current(fresh(some, order)) is not None:
        made = hand_in(some, order, at)
        if made.state == states.Deliverable.SUBMITTED:
            actions.accept(by=some.side("seller", at), at=at, ref=made.ref)
    return fresh(some, order)
