"""A side disputes what was handed in, or what was said of it in a review."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.delivery import queries, reviews
from pilotage.platform.delivery.actions.moving import locked
from pilotage.platform.delivery.disputing import may_dispute
from pilotage.platform.delivery.models import WorkOrder
from pilotage.platform.disputes.actions import open_dispute
from pilotage.platform.disputes.models import Dispute, Subject


@transaction.atomic
def dispute_deliverable(*, by: Viewer, at: datetime, ref: str, ground: str, text: str) -> Dispute:
    """The partner disputes a return or silence, the seller what it had accepted, each in its time."""
    found = queries.deliverable(by, ref)
    order, side = locked(by, found.step.order.ref, "dispute.argue")
    row = queries.deliverable(by, ref)
    if not may_dispute(row, side, at):
        raise _not_now()
    return _opened(by, at, order, Subject.DELIVERABLE, row.ref, _about(order, row.step.name_zh, row.step.name_en), ground, text)  # fmt: skip


@transaction.atomic
def dispute_review(*, by: Viewer, at: datetime, ref: str, ground: str, text: str) -> Dispute:
    """The side that a review is about disputes it."""
    found = reviews.review(by, ref)
    order, side = locked(by, found.step.order.ref, "dispute.argue")
    if found.side == side or found.struck_at is not None:
        raise _not_now()
    about = _about(order, "评价", "review")
    return _opened(by, at, order, Subject.REVIEW, found.ref, about, ground, text)


def _opened(
    by: Viewer,
    at: datetime,
    order: WorkOrder,
    kind: str,
    ref: str,
    about: Text,
    ground: str,
    text: str,
) -> Dispute:
    return open_dispute(
        by=by,
        at=at,
        contract=order.contract,
        subject_kind=kind,
        subject_ref=ref,
        about=about,
        ground=ground,
        text=text,
    )


def _about(order: WorkOrder, zh: str, en: str) -> Text:
    return Text(f"{order.title} · {zh}", f"{order.title} · {en}")


def _not_now() -> WrongState:
    return WrongState(
        "NOT_DISPUTABLE_NOW",
        Text("现在不能对它提出争议。", "It cannot be disputed now."),
        Text(
            "服务商可对退回或逾期未验收提出，卖家可在接受后的异议期内提出。",
            "A partner disputes a return or late silence; a seller, within its time for that, what it accepted.",
        ),
    )
