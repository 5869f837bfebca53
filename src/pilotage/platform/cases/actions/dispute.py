"""A side disputes a closed verdict of a case or a duty, within the contract's time for it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import duties, queries
from pilotage.platform.cases.disputed import dispute_until
from pilotage.platform.cases.models import CaseVerdict, Duty
from pilotage.platform.cases.telling import PROMISES
from pilotage.platform.disputes import actions as disputes
from pilotage.platform.disputes.models import Dispute, Subject

_VERDICT = Text("{promise}：{title}（{state}）", "{promise}: {title} ({state})")
_STATES = {"met": Text("按时", "in time"), "breached": Text("逾期", "late")}


@transaction.atomic
def dispute_verdict(*, by: Viewer, at: datetime, ref: str, ground: str, text: str) -> Dispute:
    """A closed verdict (`vdt_…`) or a duty that is done (`dty_…`). Upheld, it stays and no longer counts."""
    row: CaseVerdict | Duty = (
        duties.duty(by, ref) if ref[:4] == "dty_" else queries.verdict(by, ref)
    )
    until = dispute_until(row)
    if until is None or row.state not in _STATES:
        raise WrongState(
            "NOTHING_TO_DISPUTE",
            Text("还没有可争议的判定。", "There is no verdict to dispute yet."),
            Text("判定定格后才能提出。", "It can be disputed once it is frozen."),
        )
    if at >= until:
        raise WrongState(
            "TOO_LATE_TO_DISPUTE",
            Text(
                "合同约定的异议期已过（{until}）。",
                "The contract's time to dispute it is over ({until}).",
            ),
            until=f"{until:%Y-%m-%d}",
        )
    contract = row.contract if isinstance(row, Duty) else row.case.contract
    return disputes.open_dispute(
        by=by, at=at, contract=contract, subject_kind=Subject.VERDICT, subject_ref=row.ref,
        about=_about(row), ground=ground, text=text,
    )  # fmt: skip


def _about(row: CaseVerdict | Duty) -> Text:
    state = _STATES[row.state]
    if isinstance(row, Duty):
        says = Text("{about}（{state}）", "{about} ({state})")
        return says.with_(about=Text(row.about_zh, row.about_en), state=state)
    return _VERDICT.with_(promise=PROMISES[row.promise], title=row.case.title, state=state)
