"""How a dispute ends: the parties settle it, the opener withdraws it, the programme decides it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.disputes import states, telling
from pilotage.platform.disputes.actions.step import argued, ended, locked, noted
from pilotage.platform.disputes.models import Dispute
from pilotage.platform.engagements.contracts.said import worded


@transaction.atomic
def propose(*, by: Viewer, at: datetime, ref: str, outcome: str, text: str) -> Dispute:
    """A side proposes how to end it; the newest proposal counts. The programme does not see it."""
    row, side, part = argued(by, ref)
    if not states.can(row.state, "settle", part):
        raise states.wrong_state(row.state)
    _check_outcome(outcome)
    row.offer_side, row.offer_outcome, row.offer_at = side, outcome, at
    row.offer_text = worded(text)
    row.save(update_fields=["offer_side", "offer_outcome", "offer_text", "offer_at"])
    noted(row, "offered", by=by, at=at, side=side)
    telling.other_side(row, side, "offered", at=at)
    return row


@transaction.atomic
def settle(*, by: Viewer, at: datetime, ref: str, seen: datetime) -> Dispute:
    """The other side agrees to the proposal made at `seen`; the dispute ends with its outcome."""
    row, side, part = argued(by, ref)
    if not row.offer_side or row.offer_side == side or row.offer_at != seen:
        raise WrongState(
            "NO_SUCH_OFFER",
            Text("没有可以同意的和解提议。", "There is no proposal for you to agree to."),
            Text("请刷新页面查看最新提议。", "Reload the page to see the latest one."),
        )
    row.outcome = row.offer_outcome
    ended(row, "settle", part, by=by, at=at)
    telling.both_sides(row, "settled", at=at)
    return row


@transaction.atomic
def withdraw(*, by: Viewer, at: datetime, ref: str) -> Dispute:
    """The opener takes it back; all stays as it was."""
    row, side, part = argued(by, ref)
    ended(row, "withdraw", part, by=by, at=at)
    telling.other_side(row, side, "withdrawn", at=at)
    return row


@transaction.atomic
def decide(
    *, by: Viewer, at: datetime, ref: str, outcome: str, reasons_zh: str, reasons_en: str = ""
) -> Dispute:
    """The programme decides and says why; both sides read it, and what follows for the thing happens with it."""
    row = locked(by, ref, "dispute.decide")
    _check_outcome(outcome)
    row.outcome = outcome
    row.reasons_zh, row.reasons_en = worded(reasons_zh), reasons_en.strip()
    ended(row, "decide", "operator", by=by, at=at)
    telling.both_sides(row, "decided", at=at)
    return row


def _check_outcome(outcome: str) -> None:
    if outcome not in states.OUTCOMES:
        raise Invalid(
            "NO_SUCH_OUTCOME",
            Text("请选择结果：支持、部分支持或不支持。", "Choose: upheld, in part, or refused."),
        )
