"""A party of a contract enters what the partner says of a month: a table as it was written, numbered, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pilotage.engines.statements import CLAIM_REASONS, Claim, RejectedClaim, claims_of
from pilotage.kernel.canonical import canonical_json, sha256
from pilotage.kernel.errors import Invalid
from pilotage.kernel.periods import Month, parse_period
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.documents.models import Document
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts import said
from pilotage.platform.engagements.models import Contract
from pilotage.platform.notices.actions import tell
from pilotage.platform.reports.models import PartnerFigures


@transaction.atomic
def claim(
    *, by: Viewer, at: datetime, contract: str, month: str, rows: Sequence[Mapping[str, Any]],
    document: Document | None = None, unread: Sequence[RejectedClaim] = (),
) -> PartnerFigures:  # fmt: skip
    """Keep the rows as the next entry of the month. Raises `Invalid` for no month or no figure, `NotAllowed`, `NotFound`.

    `rows` are {figure, value, unit, period}; `unread` are those of a file that say no figure.
    """
    check_may(by, "case.write")
    found = contracts.contract(by, contract)
    side = contracts.side_of(by, found)
    told = month_of(month, at)
    kept, rejected = claims_of(rows)
    if not kept:
        raise _nothing((*unread, *rejected))
    Contract.objects.select_for_update(of=("self",)).get(pk=found.pk)
    before = PartnerFigures.objects.filter(contract=found, month=str(told)).count()
    made = PartnerFigures.objects.create(
        contract=found, month=str(told), number=before + 1, side=side,
        rows=[_row(one) for one in kept], rejected=[asdict(one) for one in (*unread, *rejected)],
        document=document, entered_by=by.actor,
        entered_by_name=by.person_name or by.organisation_name, entered_at=at,
    )  # fmt: skip
    said.noted(
        found, f"claimed_figures:{made.ref}", "entered", by=by, at=at, month=made.month,
        number=made.number, side=side, rows=sha256(canonical_json(made.rows)),
    )  # fmt: skip
    if side == "partner":
        tell(
            by=by, at=at, organisation=found.seller, kind="month_report.claimed",
            about=f"claimed_figures:{made.ref}",
            title=_TOLD.with_(month=made.month, partner=found.partner.name),
            link=reverse("reports:claimed", args=[made.ref]),
        )  # fmt: skip
    return made


def month_of(month: str, at: datetime) -> Month:
    """A month that has begun in Beijing. Raises `Invalid`."""
    told = parse_period(month)
    if not isinstance(told, Month):
        raise Invalid("NO_SUCH_MONTH", Text("月份应如 2026-09。", "A month is like 2026-09."))
    if told.first > timezone.localdate(at):
        raise Invalid(
            "MONTH_TO_COME",
            Text("{month} 还没有开始。", "{month} has not begun."),
            Text("请选择已经开始的月份。", "Choose a month that has begun."),
            month=month,
        )
    return told


def _row(one: Claim) -> dict[str, str]:
    return {"figure": one.named, "key": one.key, "value": str(one.value), "unit": one.unit, "period": one.period}  # fmt: skip


def _nothing(rejected: Sequence[RejectedClaim]) -> Invalid:
    why = CLAIM_REASONS[rejected[0].reason] if rejected else Text("没有填写", "nothing was written")
    return Invalid(
        "NOTHING_CLAIMED",
        Text("没有可以读取的数字：{why}。", "There is no figure that can be read: {why}."),
        Text("请至少写一个指标和数值。", "Write at least one figure and its value."),
        why=why,
    )


_TOLD = Text("{partner} 登记了 {month} 的数字，请与月报核对", "{partner} entered its figures of {month}: compare them")  # fmt: skip
