"""What the two sides of A's contract work on: a dispute, and an order with its deliverable and review."""

from __future__ import annotations

from datetime import datetime, timedelta

from pilotage.platform import ports
from pilotage.platform.billing.models import (
    Invoice,
    InvoiceLine,
    ServiceCredit,
    ServiceCreditLine,
)
from pilotage.platform.delivery.models import (
    Deliverable,
    DeliverableFile,
    Review,
    Step,
    WorkOrder,
)
from pilotage.platform.disputes.models import Dispute, Evidence, Statement
from pilotage.platform.engagements.models import Contract


def dispute(contract: Contract, at: datetime, secret: str) -> dict[str, str]:
    """A dispute that was put to the programme, with words and a file of A."""
    kept, size = ports.files().keep([f"{secret} evidence".encode()], limit=1 << 20)
    row = Dispute.objects.create(
        contract=contract,
        subject_kind="deliverable",
        subject_ref="dlv_of_a",
        about_zh=f"{secret} 交付物",
        about_en=f"{secret} deliverable",
        ground="INCOMPLETE",
        state="escalated",
        rule="2026-1",
        opened_side="seller",
        opened_at=at,
        answer_by=at,
        escalate_by=at,
        escalated_at=at,
        decide_by=at,
    )
    Statement.objects.create(dispute=row, side="seller", text=f"{secret} words", made_at=at)
    piece = Evidence.objects.create(
        dispute=row, side="seller", name=f"{secret}.pdf", sha256=kept, size=size, put_at=at
    )
    return {"dispute": row.ref, "evidence": piece.ref}


def money(contract: Contract, at: datetime, secret: str) -> dict[str, str]:
    """An invoice with a line, and a credit with one that can be disputed."""
    day = at.date()
    invoice = Invoice.objects.create(
        contract=contract,
        partner=contract.partner,
        number=1,
        first=day,
        until=day,
        currency="EUR",
        service=400,
        pass_through=0,
        credit=0,
        total=400,
        size=1,
        version_hash="0" * 64,
        issued_at=at,
        due_on=day,
    )
    InvoiceLine.objects.create(
        invoice=invoice,
        position=1,
        kind="service",
        code="x",
        says_zh=secret,
        says_en=secret,
        amount=400,
    )
    credit = ServiceCredit.objects.create(
        contract=contract,
        first=day,
        until=day,
        currency="EUR",
        amount=10,
        case={},
        answer={"fee": "400.00", "percent": "2.5"},
        verdicts=[{"case": "cas_x", "promise": secret, "state": "breached", "hash": "0" * 64}],
        computed_at=at,
        dispute_until=at + timedelta(days=14),
    )
    line = ServiceCreditLine.objects.create(
        credit=credit, key="correction", attainment="0/1", percent="2.5", amount=10
    )
    return {
        "invoice": invoice.ref,
        "period": day.isoformat(),
        "credit": credit.ref,
        "credit_line": line.ref,
    }


def work(contract: Contract, at: datetime, secret: str) -> dict[str, str]:
    """Work of which the only step waits for acceptance, with a file and a published review."""
    order = WorkOrder.objects.create(
        contract=contract,
        kind="general",
        category="vat_filing",
        country="DE",
        title=f"{secret} work",
        state="open",
        rule="2026-1",
        acceptance="P5WD",
        silence_accepts=False,
        proposed_side="partner",
        proposed_at=at,
    )
    step = Step.objects.create(
        order=order,
        position=1,
        name_zh=f"{secret} 步骤",
        name_en=f"{secret} step",
        actor="partner",
        proof="file",
        needs_acceptance=True,
        is_optional=False,
        is_milestone=True,
        state="submitted",
        review_until=at + timedelta(days=9),
    )
    handed = Deliverable.objects.create(
        step=step,
        number=1,
        side="partner",
        text=secret,
        state="submitted",
        made_at=at,
        answer_by=at,
    )
    kept, size = ports.files().keep([f"{secret} deliverable".encode()], limit=1 << 20)
    file = DeliverableFile.objects.create(
        deliverable=handed, name=f"{secret}.pdf", sha256=kept, size=size
    )
    review = Review.objects.create(
        step=step, side="seller", kept_agreement=True, in_time=True, again=True,
        text=secret, written_at=at, published_at=at,
    )  # fmt: skip
    return {
        "work": order.ref,
        "step": step.ref,
        "deliverable": handed.ref,
        "handed_file": file.ref,
        "review": review.ref,
    }
