"""A side states a payment. Money itself moves elsewhere, never here."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from pilotage.engines import ledger
from pilotage.kernel.errors import Invalid
from pilotage.kernel.money import Money
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.billing import books, queries, telling
from pilotage.platform.billing.models import Code, Payment
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts.said import noted
from pilotage.platform.engagements.models import Contract


@transaction.atomic
def note_payment(
    *, by: Viewer, at: datetime, ref: str, amount: Money, on: date, key: str
) -> Payment:
    """The seller says it paid, the partner that it received; only the receipt changes what is owed.

    Raises `Invalid`, `NotAllowed`, `NotFound`.
    """
    check_may(by, "invoice.note_payment")
    invoice = queries.invoice(by, ref)
    side = contracts.side_of(by, invoice.contract)
    Contract.objects.select_for_update().get(pk=invoice.contract_id)
    if before := invoice.payments.filter(key=key).first():
        _check_same(before, side, amount, on)
        return before
    if amount.currency != invoice.currency:
        raise Invalid(
            "OTHER_CURRENCY",
            Text("账单货币是 {currency}。", "The invoice is in {currency}."),
            currency=invoice.currency,
        )
    # Refuses what is no amount, before anything is kept.
    transfer = ledger.Transfer(Code.PAID, Code.RECEIVABLE, amount)
    row = Payment.objects.create(
        invoice=invoice,
        side=side,
        amount=amount.amount,
        currency=amount.currency,
        on=on,
        key=key,
        noted_by=by.actor,
        noted_at=at,
    )
    if side == "partner":
        books.post(
            invoice.contract, ledger.Entry((transfer,)), kind="payment", about=row.ref,
            key=f"payment:{row.ref}", by=by.actor, at=at,
        )  # fmt: skip
    noted(
        invoice.contract, f"payment:{row.ref}", f"stated_by_{side}", by=by, at=at,
        invoice=invoice.ref, amount=amount.text(), currency=amount.currency, on=on.isoformat(),
    )  # fmt: skip
    telling.paid(row, at=at)
    return row


def _check_same(before: Payment, side: str, amount: Money, on: date) -> None:
    same = (before.side, before.amount, before.on) == (side, amount.amount, on)
    if not same:
        raise Invalid(
            "KEY_REUSED",
            Text("这个编号已用于另一笔付款。", "This key was used for another payment."),
            Text("请换一个编号。", "Use another key."),
        )
