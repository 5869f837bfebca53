"""What the sides say to each other; a question of the partner pauses the correction, nothing else does."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import telling
from pilotage.platform.cases.actions.step import Told, happened, locked, sent_before
from pilotage.platform.cases.models import CaseEvent
from pilotage.platform.engagements.contracts.said import worded


@transaction.atomic
def reply(*, by: Viewer, at: datetime, ref: str, told: Told, auto: bool = False) -> CaseEvent:
    """Words of either side; `auto` when a machine of the partner wrote them: it answers nothing.

    The seller's words end a pause, and take up again what was resolved.
    """
    row, side = locked(by, ref)
    kind = f"{side}_replied"
    worded(told.text)
    if before := sent_before(row, kind, told):
        return before
    facts = {"auto": auto} if side == "partner" else {}
    made = happened(row, "reply", kind, side, by=by, at=at, told=told, **facts)
    telling.other_side(row, side, "replied", at=at)
    return made


@transaction.atomic
def thank(*, by: Viewer, at: datetime, ref: str, told: Told) -> CaseEvent:
    """The seller says something that needs no answer; it starts no clock."""
    row, side = locked(by, ref)
    worded(told.text)
    if before := sent_before(row, "seller_replied", told):
        return before
    facts = {"marked": "no_action_needed"}
    return happened(row, "thank", "seller_replied", side, by=by, at=at, told=told, **facts)


@transaction.atomic
def ask(*, by: Viewer, at: datetime, ref: str, told: Told) -> CaseEvent:
    """The partner asks the seller something without which it cannot go on: the correction pauses."""
    row, side = locked(by, ref)
    worded(told.text)
    if before := sent_before(row, "waiting_for_seller", told):
        return before
    made = happened(row, "ask", "waiting_for_seller", side, by=by, at=at, told=told)
    telling.other_side(row, side, "asked", at=at)
    return made
