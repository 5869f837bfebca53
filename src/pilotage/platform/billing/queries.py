"""Money as its two parties see it; the programme only counts."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet, Sum

from pilotage.kernel.errors import NotFound
from pilotage.kernel.money import Money
from pilotage.kernel.text import Text
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.billing.due import Due, due
from pilotage.platform.billing.models import (
    Account,
    Code,
    Invoice,
    InvoiceLine,
    ServiceCredit,
    ServiceCreditLine,
)
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.models import Contract


def invoices(viewer: Viewer) -> QuerySet[Invoice]:
    """The viewer's side's own, newest first."""
    every = Invoice.objects.select_related("contract__seller", "contract__partner", "partner")
    return own(viewer, every.order_by("-issued_at", "-pk"), _column(viewer, "contract"))


def invoice(viewer: Viewer, ref: str) -> Invoice:
    """One of them, or `NotFound`."""
    return first(invoices(viewer).filter(ref=ref), _none())


def line(viewer: Viewer, ref: str, position: int) -> InvoiceLine:
    """A line of an invoice the viewer may see."""
    rows = InvoiceLine.objects.filter(invoice=invoice(viewer, ref), position=position)
    return first(rows.select_related("invoice__contract__seller", "invoice__partner"), _none())


def of_contract(viewer: Viewer, contract: Contract) -> QuerySet[Invoice]:
    """The invoices of one contract with all that tells how they stand."""
    rows = invoices(viewer).filter(contract=contract)
    return rows.prefetch_related("lines__credit_notes", "payments")


def credits(viewer: Viewer) -> QuerySet[ServiceCredit]:
    """Service credits of the viewer's side, newest first."""
    every = ServiceCredit.objects.select_related("contract__seller", "contract__partner")
    every = every.prefetch_related("lines__reversal")
    return own(viewer, every.order_by("-computed_at", "-pk"), _column(viewer, "contract"))


def credit(viewer: Viewer, ref: str) -> ServiceCredit:
    """One of them, or `NotFound`."""
    return first(credits(viewer).filter(ref=ref), _none())


def credit_line(viewer: Viewer, ref: str) -> ServiceCreditLine:
    """A promise's part of a credit."""
    rows = ServiceCreditLine.objects.filter(ref=ref, credit__in=credits(viewer).order_by())
    return first(
        rows.select_related("credit__contract__seller", "credit__contract__partner"), _none()
    )


def owed(viewer: Viewer, contract: Contract) -> list[Money]:
    """What the seller owes the partner, a line a currency: debits less credits of the receivable."""
    contracts.side_of(viewer, contract)
    sums = []
    for account in Account.objects.filter(contract=contract, code=Code.RECEIVABLE):
        sides = (account.debits, account.credits)
        debits, credits_ = (
            side.aggregate(sum=Sum("amount"))["sum"] or Decimal(0) for side in sides
        )
        sums.append(Money(debits - credits_, account.currency).rounded())
    return sorted(sums, key=lambda money: money.currency)


def to_bill(viewer: Viewer, contract: Contract) -> list[Due]:
    """Periods that are over and have something to bill."""
    contracts.side_of(viewer, contract)
    return due(contract, viewer.at)


def _column(viewer: Viewer, path: str) -> str:
    return f"{path}__partner" if viewer.is_partner else f"{path}__seller"


def _none() -> NotFound:
    return NotFound(
        "NO_SUCH_DOCUMENT_OF_MONEY",
        Text("没有这份账单或赔偿。", "There is no such invoice or credit."),
        Text("请从工作台重新打开。", "Open it again from the workspace."),
    )
