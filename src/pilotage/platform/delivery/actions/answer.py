"""The seller answers what was handed in; silence answers only where the contract says so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import NotAllowed
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.delivery import queries, states, telling
from pilotage.platform.delivery.actions.moving import (
    finish,
    locked,
    locked_by_clock,
    move_deliverable,
    noted,
)
from pilotage.platform.delivery.models import Deliverable
from pilotage.platform.disputes.states import OPEN as IN_DISPUTE
from pilotage.platform.engagements.contracts.said import digest, worded


@transaction.atomic
def accept(*, by: Viewer, at: datetime, ref: str) -> Deliverable:
    """The seller accepts; a milestone falls due with it."""
    row = _to_answer(by, ref)
    accepted(row, "seller", by=by, at=at)
    return row


@transaction.atomic
def return_it(*, by: Viewer, at: datetime, ref: str, why: str) -> Deliverable:
    """The seller does not accept it and says why; the step begins anew."""
    row = _to_answer(by, ref)
    row.why = worded(why)
    move_deliverable(row, "return", "seller", by=by, at=at)
    noted(row.step.order, "returned", by=by, at=at, deliverable=row.ref, words=digest(row.why))
    telling.other_side(row.step.order, "seller", "returned", at=at, step=row.step)
    return row


def accepted(row: Deliverable, how: states.Actor, *, by: Viewer, at: datetime) -> None:
    """It is accepted, by the seller, by silence the contract speaks of, or by what a dispute came to."""
    row.accepted_how = "silence" if how == "product" else how
    move_deliverable(row, "accept", how, by=by, at=at)
    order = row.step.order
    noted(order, "accepted", by=by, at=at, deliverable=row.ref, how=row.accepted_how)
    telling.both_sides(order, "accepted", at=at, step=row.step)
    finish(order, row.step, by=by, at=at)


@transaction.atomic
def pass_over(*, by: Viewer, at: datetime, ref: str) -> bool:
    """The time to answer is over: accepted where the contract says so, else the seller is reminded, once."""
    found = queries.deliverable(by, ref)
    order = locked_by_clock(found.step.order.ref, at)
    row = queries.deliverable(by, ref)
    if row.state != states.Deliverable.SUBMITTED or row.answer_by is None or row.answer_by > at:
        return False
    row.step.order = order
    about = queries.dispute_about(by, row)
    is_disputed = about is not None and about.state in IN_DISPUTE
    if order.silence_accepts and order.state == states.Order.OPEN and not is_disputed:
        accepted(row, "product", by=by, at=at)
        return True
    if row.reminded_at is not None:
        return False
    row.reminded_at = at
    row.save(update_fields=["reminded_at"])
    telling.one_side(order, "seller", "unanswered", at=at, step=row.step)
    return True


def _to_answer(by: Viewer, ref: str) -> Deliverable:
    """What was handed in, its order locked, for the seller."""
    found = queries.deliverable(by, ref)
    order, side = locked(by, found.step.order.ref, "work.accept")
    if side != "seller":
        raise NotAllowed(
            "SELLER_ONLY", Text("只有卖家可以验收。", "Only the seller accepts what is delivered.")
        )
    row = queries.deliverable(by, ref)
    row.step.order = order
    return row
