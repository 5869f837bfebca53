"""What is done with money, by document: invoices with their credits, credit notes, payments, disputed credits."""

from pilotage.platform.billing.actions.correct import issue_credit_note
from pilotage.platform.billing.actions.dispute import dispute_credit, dispute_invoice
from pilotage.platform.billing.actions.issue import issue, issue_due
from pilotage.platform.billing.actions.pay import note_payment

__all__ = [
    "dispute_credit",
    "dispute_invoice",
    "issue",
    "issue_credit_note",
    "issue_due",
    "note_payment",
]
