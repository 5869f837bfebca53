"""What a dispute about money comes to: an upheld one reverses its line of a credit, once."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.billing.models import CreditReversal, ServiceCreditLine
from pilotage.platform.disputes.models import Dispute
from pilotage.platform.disputes.states import Outcome
from pilotage.platform.engagements.contracts.said import noted


def credit_ended(dispute: Dispute, by: Viewer, at: datetime) -> None:
    """Upheld: the line goes back on the next invoice. A line stands or falls whole: anything else changes nothing."""
    if dispute.outcome != Outcome.UPHELD:
        return
    line = ServiceCreditLine.objects.select_related("credit__contract__seller").get(
        ref=dispute.subject_ref
    )
    row, is_new = CreditReversal.objects.get_or_create(
        line=line, defaults={"dispute": dispute.ref, "amount": line.amount, "at": at}
    )
    if is_new:
        noted(
            line.credit.contract, f"service_credit:{line.credit.ref}", "reversed", by=by, at=at,
            basis=dispute.ref, reversal=row.ref, line=line.ref, amount=str(row.amount),
        )  # fmt: skip
