"""Whose turn it is in a work order, from its steps alone."""

from __future__ import annotations

from pilotage.platform.delivery.models import Step, WorkOrder
from pilotage.platform.delivery.states import FINISHED, Order
from pilotage.platform.delivery.states import Step as StepState
from pilotage.platform.engagements.contracts.states import OTHER


def current(order: WorkOrder) -> Step | None:
    """The step that comes next, from the steps fetched with the order; None when all are finished."""
    return next((step for step in order.steps.all() if step.state not in FINISHED), None)


def turn(order: WorkOrder) -> str:
    """Which side has to act: `seller`, `partner`, or nobody (empty) once the order has ended.

    While an authority works, its answer is the partner's to bring.
    """
    if order.state == Order.PROPOSED:
        return OTHER[order.proposed_side]  # type: ignore[index]
    step = current(order)
    if order.state != Order.OPEN or step is None:
        return ""
    if step.state == StepState.SUBMITTED or step.actor == "seller":
        return "seller"
    return "partner"
