"""An alert is dismissed with a reason, opened as a case with its file, or taken up again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.brand import queries
from pilotage.platform.brand.case_file import case_file
from pilotage.platform.brand.models import Alert
from pilotage.platform.brand.states import after
from pilotage.platform.cases import actions as cases
from pilotage.platform.cases.actions.step import Told

LONGEST = 500
_TITLE = Text("商标近似申请：{mark} ← {filed}", "Near filing: {mark} ← {filed}")
_MOST_OF_A_SIGN = 40


@transaction.atomic
def dismiss(*, by: Viewer, at: datetime, ref: str, why: str) -> Alert:
    """Nothing is done about it, for this reason. Raises `Invalid`, `WrongState`."""
    row = _locked(by, ref)
    said = why.strip()
    if not said or len(said) > LONGEST or "\0" in said:
        raise Invalid(
            "NO_REASON",
            Text("请写明理由，最多 {most} 字。", "Say why, at most {most} characters."),
            most=LONGEST,
        )
    row.why = said
    return _moved(row, "dismiss", by, at, why=said[:200])


@transaction.atomic
def reopen(*, by: Viewer, at: datetime, ref: str) -> Alert:
    """It was dismissed and is looked at again."""
    row = _locked(by, ref)
    row.why = ""
    return _moved(row, "reopen", by, at)


@transaction.atomic
def open_case(*, by: Viewer, at: datetime, ref: str, contract: str) -> Alert:
    """A case under a contract in force, with the file of the alert as its first message."""
    row = _locked(by, ref)
    after(row.state, "open_case")  # before anything is opened
    title = _TITLE.with_(
        mark=row.mark.sign[:_MOST_OF_A_SIGN], filed=row.filed["mark"][:_MOST_OF_A_SIGN]
    )
    made = cases.open_case(
        by=by, at=at, contract=contract, title=title.zh,
        told=Told(text=case_file(row), key=f"alert:{row.ref}"),
    )  # fmt: skip
    row.case = made.ref
    return _moved(row, "open_case", by, at, case=made.ref)


def _locked(by: Viewer, ref: str) -> Alert:
    check_may(by, "brand.decide")
    seen = queries.alert(by, ref)
    rows = Alert.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "mark", "register__document").get(pk=seen.pk)


def _moved(row: Alert, event: str, by: Viewer, at: datetime, **facts: object) -> Alert:
    before = row.state
    row.state = after(before, event)
    row.decided_by, row.decided_at = by.actor, at
    row.save()
    record(
        by=by.actor, at=at, tenant=row.organisation.ref, action=f"mark_alert.{event}",
        object=f"mark_alert:{row.ref}", before={"state": before}, after={"state": row.state, **facts},
    )  # fmt: skip
    return row
