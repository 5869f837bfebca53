"""A line that was wrong is taken back by a credit note; the invoice stays as it was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from pilotage.engines import ledger
from pilotage.kernel.errors import Invalid
from pilotage.kernel.money import Money
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.billing import books, queries, telling
from pilotage.platform.billing.models import Code, CreditNote, InvoiceLine, Kind
from pilotage.platform.engagements.contracts.said import noted
from pilotage.platform.engagements.models import Contract

LONGEST = 500
_TAKEN_FROM = {Kind.SERVICE: Code.FEES, Kind.PASS_THROUGH: Code.PASS_THROUGH}


@transaction.atomic
def issue_credit_note(
    *, by: Viewer, at: datetime, ref: str, position: int, amount: Money, reason: str, key: str
) -> CreditNote:
    """The partner takes back `amount` of a line of its invoice; the same key is the same note.

    Raises `Invalid`, `NotAllowed`, `NotFound`.
    """
    check_may(by, "invoice.issue")
    line = queries.line(by, ref, position)
    found = line.invoice.contract
    Contract.objects.select_for_update().get(pk=found.pk)
    if before := line.credit_notes.filter(key=key).first():
        return _same(before, amount, reason)
    _check(line, amount, reason)
    row = CreditNote.objects.create(
        line=line,
        partner=line.invoice.partner,
        number=books.next_number(line.invoice.partner, "note"),
        amount=amount.amount,
        currency=amount.currency,
        reason=reason.strip(),
        key=key,
        issued_by=by.actor,
        issued_at=at,
    )
    transfer = ledger.Transfer(_TAKEN_FROM[Kind(line.kind)], Code.RECEIVABLE, amount)
    books.post(
        found, ledger.Entry((transfer,)), kind="credit_note", about=row.ref,
        key=f"note:{row.ref}", by=by.actor, at=at,
    )  # fmt: skip
    noted(
        found, f"credit_note:{row.ref}", "issued", by=by, at=at,
        invoice=ref, amount=amount.text(), currency=amount.currency,
    )  # fmt: skip
    telling.corrected(row, at=at)
    return row


def _check(line: InvoiceLine, amount: Money, reason: str) -> None:
    if Kind(line.kind) not in _TAKEN_FROM:
        raise Invalid(
            "NOT_A_CHARGE",
            Text("只能冲红服务费或代收代付。", "Only a charge can be taken back."),
            Text("赔偿请提出争议。", "Dispute a credit instead."),
        )
    if not reason.strip() or len(reason) > LONGEST:
        raise Invalid(
            "SAY_WHY",
            Text("请写明原因，最多 {most} 字。", "Say why, in at most {most} characters."),
            most=LONGEST,
        )
    taken = line.credit_notes.aggregate(sum=Sum("amount"))["sum"] or 0
    left = Money(line.amount - taken, line.invoice.currency)
    if amount.currency != left.currency or not 0 < amount.amount <= left.amount:
        raise Invalid(
            "MORE_THAN_BILLED",
            Text("最多可冲红 {left} {currency}。", "At most {left} {currency} can be taken back."),
            left=left.text(),
            currency=left.currency,
        )


def _same(before: CreditNote, amount: Money, reason: str) -> CreditNote:
    if (before.amount, before.reason) != (amount.amount, reason.strip()):
        raise Invalid(
            "KEY_REUSED",
            Text("这个编号已用于另一张红字账单。", "This key was used for another credit note."),
            Text("请换一个编号。", "Use another key."),
        )
    return before
