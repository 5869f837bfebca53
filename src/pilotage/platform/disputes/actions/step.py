"""What every step shares: the dispute under its lock, who acts in it, the move by the table, the event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.disputes import queries, states
from pilotage.platform.disputes.consequences import follow
from pilotage.platform.disputes.models import Dispute
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts import said
from pilotage.platform.engagements.contracts.states import Side


def locked(by: Viewer, ref: str, verb: str) -> Dispute:
    """The dispute, locked, if `by` may see it and holds the verb."""
    found = queries.dispute(by, ref)
    check_may(by, verb)
    Dispute.objects.select_for_update().get(pk=found.pk)
    return queries.dispute(by, ref)


def argued(by: Viewer, ref: str) -> tuple[Dispute, Side, states.Actor]:
    """The dispute, locked, for one of its parties: which side that is, and which part it plays."""
    row = locked(by, ref, "dispute.argue")
    side = contracts.side_of(by, row.contract)
    return row, side, "opener" if side == row.opened_side else "respondent"


def moved(row: Dispute, event: str, actor: states.Actor) -> str:
    """Puts the dispute into the state that the table names; gives the state it leaves."""
    before = row.state
    row.state = states.after(before, event, actor)
    return before


def ended(row: Dispute, event: str, actor: states.Actor, *, by: Viewer, at: datetime) -> None:
    """The end: saved with its outcome, noted, and what follows for the thing disputed."""
    before = moved(row, event, actor)
    row.ended_at, row.ended_by = at, by.actor
    row.save()
    noted(row, str(row.state), by=by, at=at, before=before, outcome=row.outcome)
    follow(row, by, at)


def noted(
    row: Dispute, action: str, *, by: Viewer, at: datetime, before: str = "", **after: Any
) -> None:
    """The event in the seller's chain."""
    said.noted(
        row.contract, f"dispute:{row.ref}", action, by=by, at=at, before=before, basis=row.rule,
        state=str(row.state), **after,
    )  # fmt: skip
