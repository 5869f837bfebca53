"""Ending a contract in force: notice by either side, and the last day passing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from pilotage.engines.contracts import contract_from, machine_values
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts import telling
from pilotage.platform.engagements.contracts.actions.step import locked, moved, noted
from pilotage.platform.engagements.contracts.legal_day import legal_day
from pilotage.platform.engagements.contracts.states import OPEN, State
from pilotage.platform.engagements.models import Contract

_WITHOUT_TERM = 30


@transaction.atomic
def give_notice(*, by: Viewer, at: datetime, ref: str) -> Contract:
    """The contract ends after the notice it names (30 days where it names none), if not sooner anyway."""
    row, side = locked(by, ref, "contract.sign")
    before = moved(row, "give_notice", side)
    values = machine_values(contract_from(row.versions.get(number=row.current).body))
    notice = timedelta(days=values.get("term.notice_days", _WITHOUT_TERM))
    last = legal_day(row, at) + notice
    if row.ends_on and row.ends_on <= last:
        raise Invalid(
            "ENDS_SOONER",
            Text(
                "合同本来就在 {day} 终止，早于通知期满。",
                "The contract ends on {day} anyway, before the notice would have run out.",
            ),
            day=row.ends_on.isoformat(),
        )
    row.ends_on = last
    row.save(update_fields=["ends_on"])
    noted(row, "notice_given", by=by, at=at, before=before, side=side, ends_on=last.isoformat())
    telling.other_side(row, side, "notice", at=at)
    return row


def end_due(*, by: Viewer, at: datetime) -> int:
    """Ends every contract whose last day has passed where its seller is; gives how many."""
    latest = (at + timedelta(days=1)).date()
    due = Contract.objects.filter(state=State.IN_FORCE, ends_on__lt=latest)
    return sum(_ended(ref, by, at) for ref in due.values_list("ref", flat=True))


@transaction.atomic
def _ended(ref: str, by: Viewer, at: datetime) -> bool:
    row = Contract.objects.select_for_update(of=("self",)).select_related("seller", "partner").get(ref=ref)  # fmt: skip
    if row.state != State.IN_FORCE or row.ends_on is None or row.ends_on >= legal_day(row, at):
        return False
    before = moved(row, "end", "product")
    row.ended_at = at
    row.save(update_fields=["state", "ended_at"])
    row.amendments.filter(state__in=OPEN).update(state=State.WITHDRAWN, ended_at=at)
    noted(row, "ended", by=by, at=at, before=before)
    telling.both_sides(row, "ended", at=at)
    return True
