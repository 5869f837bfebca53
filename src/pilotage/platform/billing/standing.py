"""How an invoice stands: what was billed, taken back and received. Pure, from the rows fetched with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pilotage.platform.billing.models import Invoice


@dataclass(frozen=True, slots=True)
class Standing:
    """An invoice with what was taken back and received; `stated` is what the seller says it paid."""

    invoice: Invoice
    taken_back: Decimal
    received: Decimal
    stated: Decimal

    @property
    def left(self) -> Decimal:
        return self.invoice.total - self.taken_back - self.received

    def is_overdue(self, today: date) -> bool:
        return self.left > 0 and self.invoice.due_on < today


def standing(found: Invoice) -> Standing:
    """What became of it, from the rows fetched with it."""
    notes = [note.amount for one in found.lines.all() for note in one.credit_notes.all()]
    paid = {"seller": Decimal(0), "partner": Decimal(0)}
    for payment in found.payments.all():
        paid[payment.side] += payment.amount
    return Standing(found, sum(notes, Decimal(0)), paid["partner"], paid["seller"])
