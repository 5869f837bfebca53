"""A case is done, is not done after all, or goes on in another one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import telling
from pilotage.platform.cases.actions.step import (
    Told,
    happened,
    kept,
    locked,
    noted,
    sent_before,
    settle,
)
from pilotage.platform.cases.models import Case, CaseEvent
from pilotage.platform.cases.states import after
from pilotage.platform.engagements.contracts.said import worded


@transaction.atomic
def resolve(*, by: Viewer, at: datetime, ref: str, told: Told) -> CaseEvent:
    """Either side says that it is done: what was open ends."""
    row, side = locked(by, ref)
    if before := sent_before(row, "resolved", told):
        return before
    made = happened(row, "resolve", "resolved", side, by=by, at=at, told=told)
    telling.other_side(row, side, "resolved", at=at)
    return made


@transaction.atomic
def reopen(*, by: Viewer, at: datetime, ref: str, told: Told) -> CaseEvent:
    """The seller says why it was not done; the correction goes on as the contract says."""
    row, side = locked(by, ref)
    worded(told.text)
    if before := sent_before(row, "reopened", told):
        return before
    made = happened(row, "reopen", "reopened", side, by=by, at=at, told=told)
    telling.other_side(row, side, "reopened", at=at)
    return made


@transaction.atomic
def merge(*, by: Viewer, at: datetime, ref: str, into: str) -> Case:
    """The case goes on in another of the same contract; of what both owed, what is due first goes on."""
    # Locked in the order of their references, so that two merges the other way round wait for each other.
    rows = {one: locked(by, one) for one in sorted({ref, into})}
    if len(rows) != 2:
        raise _cannot_merge()
    (row, side), (whole, _) = rows[ref], rows[into]
    same_kind = (row.contract_id, row.opened_side) == (whole.contract_id, whole.opened_side)
    if not same_kind or row.version_id != whole.version_id:
        raise _cannot_merge()
    after(whole.state, "merge", side)
    before, row.state = row.state, after(row.state, "merge", side)
    row.merged_into, row.changed_at, whole.changed_at = whole, at, at
    row.wake_at = None
    row.save(update_fields=["state", "merged_into", "changed_at", "wake_at"])
    row.merged.update(merged_into=whole)
    whole.save(update_fields=["changed_at"])
    kept(whole, "merged", side, by=by, at=at, told=Told(row.title), cases=[whole.ref, row.ref])
    settle(whole, by, at)
    noted(row, "merged", by=by, at=at, before=before, into=whole.ref)
    return whole


def _cannot_merge() -> Invalid:
    return Invalid(
        "CANNOT_MERGE",
        Text(
            "只能合并同一合同同一版本、同一方开的两份服务单。",
            "Only two cases of one version of a contract, opened by one side, can be merged.",
        ),
        Text("请另选一份。", "Choose another one."),
    )
