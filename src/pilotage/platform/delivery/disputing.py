"""When a deliverable may be disputed, and by whom."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.delivery.models import Deliverable
from pilotage.platform.delivery.states import Deliverable as State
from pilotage.platform.delivery.templates import rule_of
from pilotage.platform.delivery.terms import answer_by


def may_dispute(row: Deliverable, side: str, at: datetime) -> bool:
    """The last thing handed in for its step: the partner's when returned or unanswered, the seller's when accepted lately."""
    if row.step.deliverables.filter(number__gt=row.number).exists():
        return False
    if side == "partner":
        is_unanswered = row.state == State.SUBMITTED and row.answer_by and row.answer_by <= at
        return bool(row.state == State.RETURNED or is_unanswered)
    if row.state != State.ACCEPTED or row.answered_at is None:
        return False
    order = row.step.order
    until, _ = answer_by(order.contract, row.answered_at, rule_of(order.rule).dispute_within)
    return at < until
