"""What every action shares: the order under its lock, the side that acts, the move by the tables, the event."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.delivery import queries, states, turns
from pilotage.platform.delivery.models import Deliverable, Step, WorkOrder
from pilotage.platform.delivery.templates import rule_of
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts import said
from pilotage.platform.engagements.contracts.states import Side


def locked(by: Viewer, ref: str, verb: str) -> tuple[WorkOrder, Side]:
    """The order, locked, and which side `by` is; raises `NotFound` or `NotAllowed`."""
    found = queries.work_order(by, ref)
    check_may(by, verb)
    side = contracts.side_of(by, found.contract)
    WorkOrder.objects.select_for_update().get(pk=found.pk)
    return queries.work_order(by, ref), side


def locked_by_clock(ref: str, at: datetime) -> WorkOrder:
    """The order, locked, for the product or what a dispute came to."""
    WorkOrder.objects.select_for_update().get(ref=ref)
    return queries.work_order(Viewer.product("delivery", at), ref)


def move_order(order: WorkOrder, event: str, actor: states.Actor) -> str:
    """Puts the order where the table says; gives the state it leaves."""
    before = order.state
    order.state = states.after(states.ORDER, states.Order(before), event, actor)
    return before


def move_step(step: Step, event: str, actor: states.Actor, at: datetime) -> None:
    """Puts the step where the table says, and saves it with the moment it was finished."""
    step.state = states.after(states.STEP, states.Step(step.state), event, actor)
    step.done_at = at if step.state in states.FINISHED else None
    step.save(update_fields=["state", "done_at"])


def move_deliverable(
    row: Deliverable, event: str, actor: states.Actor, *, by: Viewer, at: datetime
) -> None:
    """Puts what was handed in where the table says, and its step with it."""
    row.state = states.after(states.DELIVERABLE, states.Deliverable(row.state), event, actor)
    row.answered_by, row.answered_at = by.actor, at
    row.save()
    move_step(row.step, event, actor, at)


def finish(order: WorkOrder, step: Step, *, by: Viewer, at: datetime) -> None:
    """After a step was finished: a milestone opens the time for reviews, the last step completes the order."""
    if step.is_milestone:
        open_reviews(order, step, at)
    if _is_finished(order, at) and order.state == states.Order.OPEN:
        before = move_order(order, "complete", "product")
        order.ended_at, order.ended_by = at, by.actor
        order.save(update_fields=["state", "ended_at", "ended_by"])
        noted(order, "completed", by=by, at=at, before=before)


def _is_finished(order: WorkOrder, at: datetime) -> bool:
    """Whether no step is left, by the table as it is now."""
    return turns.current(queries.work_order(Viewer.product("delivery", at), order.ref)) is None


def open_reviews(order: WorkOrder, step: Step, at: datetime) -> None:
    """From now on both sides may review, once in the life of a milestone."""
    if step.review_until is None:
        step.review_until = at + timedelta(days=rule_of(order.rule).review_days)
        step.save(update_fields=["review_until"])


def noted(
    order: WorkOrder, action: str, *, by: Viewer, at: datetime, before: str = "", **after: Any
) -> None:
    """The event in the seller's chain."""
    said.noted(
        order.contract, f"work:{order.ref}", action, by=by, at=at, before=before,
        basis=order.contract.ref, state=str(order.state), **after,
    )  # fmt: skip
