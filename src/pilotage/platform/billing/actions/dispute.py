"""The partner disputes a line of a credit, a side disputes an invoice; within the contract's time for it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import NotAllowed, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.billing import queries
from pilotage.platform.billing.periods import dispute_until
from pilotage.platform.cases.telling import PROMISES
from pilotage.platform.disputes import actions as disputes
from pilotage.platform.disputes.models import Dispute, Subject
from pilotage.platform.engagements.contracts import queries as contracts

_CREDIT = Text("{first} 账期赔偿：{promise} {amount} {currency}", "Credit of {first}: {promise} {amount} {currency}")  # fmt: skip
_INVOICE = Text("账单 {number}：{amount} {currency}", "Invoice {number}: {amount} {currency}")


@transaction.atomic
def dispute_credit(*, by: Viewer, at: datetime, ref: str, ground: str, text: str) -> Dispute:
    """One line, by its reference. If it is upheld that line is reversed, and nothing else moves."""
    line = queries.credit_line(by, ref)
    contract = line.credit.contract
    if contracts.side_of(by, contract) != "partner":
        raise NotAllowed(
            "THE_PARTNERS_TO_DISPUTE",
            Text("赔偿由服务商提出异议。", "A credit is the partner's to dispute."),
            Text("金额有误请对账单提出争议。", "Dispute the invoice if its amount is wrong."),
        )
    _check_in_time(at, line.credit.dispute_until)
    about = _CREDIT.with_(
        first=line.credit.first,
        promise=PROMISES.get(line.key, Text(line.key, line.key)),
        amount=f"{line.amount:.2f}",
        currency=line.credit.currency,
    )
    return disputes.open_dispute(
        by=by, at=at, contract=contract, subject_kind=Subject.CREDIT, subject_ref=line.ref,
        about=about, ground=ground, text=text,
    )  # fmt: skip


@transaction.atomic
def dispute_invoice(*, by: Viewer, at: datetime, ref: str, ground: str, text: str) -> Dispute:
    """The whole invoice; what is upheld the partner corrects by a credit note."""
    invoice = queries.invoice(by, ref)
    _check_in_time(at, dispute_until(invoice))
    about = _INVOICE.with_(
        number=invoice.number, amount=f"{invoice.total:.2f}", currency=invoice.currency
    )
    return disputes.open_dispute(
        by=by, at=at, contract=invoice.contract, subject_kind=Subject.INVOICE,
        subject_ref=invoice.ref, about=about, ground=ground, text=text,
    )  # fmt: skip


def _check_in_time(at: datetime, until: datetime) -> None:
    if at >= until:
        raise WrongState(
            "TOO_LATE_TO_DISPUTE",
            Text(
                "合同约定的异议期已过（{until}）。",
                "The contract's time to dispute it is over ({until}).",
            ),
            until=f"{until:%Y-%m-%d}",
        )
