"""Somebody else at the partner goes on with a case; no verdict changes by it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.reading import first
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import queries
from pilotage.platform.cases.actions.step import Told, happened, locked
from pilotage.platform.cases.models import Case


@transaction.atomic
def hand_over(*, by: Viewer, at: datetime, ref: str, to: str) -> Case:
    """To a colleague by reference; each one's working seconds are told apart from now on."""
    row, side = locked(by, ref)
    nobody = NotFound(
        "NO_SUCH_COLLEAGUE",
        Text("本组织没有这个人。", "There is nobody of that name in your organisation."),
    )
    taker = first(queries.colleagues(by, row).filter(person__ref=to), nobody).person
    giver = row.handler.ref if row.handler else by.person_ref
    if giver == taker.ref:
        return row
    row.handler = taker
    told = Told(str(taker))
    happened(
        row, "hand_over", "handed_over", side, by=by, at=at, told=told,
        **{"from": giver, "to": taker.ref},
    )  # fmt: skip
    return row
