"""What a dispute about work comes to: a returned deliverable is accepted, an accepted one returned, a review struck."""

from __future__ import annotations

from datetime import datetime

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.delivery import queries, states, telling
from pilotage.platform.delivery.actions.answer import accepted
from pilotage.platform.delivery.actions.moving import (
    locked_by_clock,
    move_deliverable,
    move_order,
    noted,
)
from pilotage.platform.delivery.models import Deliverable, Review
from pilotage.platform.disputes.models import Dispute
from pilotage.platform.disputes.states import Outcome

_BY_DISPUTE = Text("按争议 {ref} 的结果退回", "Returned by the outcome of dispute {ref}")


def deliverable_ended(dispute: Dispute, by: Viewer, at: datetime) -> None:
    """Upheld: the partner's counts as accepted, the seller's as returned. Anything else leaves it as it is."""
    if dispute.outcome != Outcome.UPHELD:
        return
    product = Viewer.product("disputes", at)
    found = queries.deliverable(product, dispute.subject_ref)
    order = locked_by_clock(found.step.order.ref, at)
    row = queries.deliverable(product, dispute.subject_ref)
    row.step.order = order
    is_accepted = row.state == states.Deliverable.ACCEPTED
    if dispute.opened_side == "partner" and not is_accepted:
        accepted(row, "dispute", by=by, at=at)
    elif dispute.opened_side == "seller" and is_accepted:
        _returned(row, dispute, by, at)


def review_ended(dispute: Dispute, by: Viewer, at: datetime) -> None:
    """Upheld: the review is taken down and counts no more."""
    if dispute.outcome != Outcome.UPHELD:
        return
    row = Review.objects.select_related("step__order__contract__seller").get(
        ref=dispute.subject_ref
    )
    row.struck_at = at
    row.save(update_fields=["struck_at"])
    noted(row.step.order, "review_struck", by=by, at=at, review=row.ref, dispute=dispute.ref)


def _returned(row: Deliverable, dispute: Dispute, by: Viewer, at: datetime) -> None:
    order = row.step.order
    row.why = _BY_DISPUTE.with_(ref=dispute.ref).zh
    move_deliverable(row, "return", "dispute", by=by, at=at)
    if order.state == states.Order.DONE:
        move_order(order, "reopen", "dispute")
        order.ended_at, order.ended_by = None, ""
        order.save(update_fields=["state", "ended_at", "ended_by"])
    noted(order, "returned", by=by, at=at, deliverable=row.ref, dispute=dispute.ref)
    telling.both_sides(order, "returned", at=at, step=row.step)
