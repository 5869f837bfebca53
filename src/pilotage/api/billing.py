"""Money over the API: invoices, payments, credit notes, service credits. Amounts are texts; nothing here moves money."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from pilotage.api.days import Day
from pilotage.api.disputes import DisputeIn, DisputeStandingOut
from pilotage.api.disputes import standing as dispute_standing
from pilotage.api.money import Currency
from pilotage.api.paging import Offset, page
from pilotage.kernel.money import Money
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.billing import actions, queries
from pilotage.platform.billing.models import Invoice, ServiceCredit
from pilotage.platform.billing.standing import standing
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.web.viewer import viewer

router = Router(tags=["billing · 账单"])
Amount = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=4)]
Key = Annotated[str, Field(min_length=1, max_length=64)]
# So many months of sales or quantities are more than any period has.
_MOST_FIGURES = 200


class PeriodOut(Schema):
    """A period that is over and not billed; with `needs_figures` the partner states its sales."""

    first: date
    until: date
    needs_figures: bool


class IssueIn(Schema):
    """`stated`: sales and quantities in the shape of a `fees quote` forecast."""

    first: Day
    stated: list[dict[str, Any]] = Field(default_factory=list, max_length=_MOST_FIGURES)


class PaymentIn(Schema):
    """`key`: your own number of the payment; sent again with it, it is there once."""

    amount: Amount
    currency: Currency
    on: Day
    key: Key


class CreditNoteIn(Schema):
    """`position`: the line of the invoice; `key` as with payments."""

    position: int = Field(ge=1, le=32767)
    amount: Amount
    reason: str = Field(max_length=500)
    key: Key


class InvoiceOut(Schema):
    ref: str
    contract: str
    number: int
    first: date
    until: date
    currency: str
    total: str
    taken_back: str
    received: str
    said_paid: str
    left: str
    due_on: date
    issued_at: datetime


class LineOut(Schema):
    position: int
    kind: str
    code: str
    says_zh: str
    says_en: str
    amount: str
    taken_back: str


class PaymentOut(Schema):
    ref: str
    side: str
    amount: str
    on: date
    noted_at: datetime


class InvoiceWhole(InvoiceOut):
    """`stated` are the figures it was billed by; `version_hash` the signed text."""

    lines: list[LineOut]
    payments: list[PaymentOut]
    stated: list[dict[str, Any]]
    version_hash: str


class CreditLineOut(Schema):
    ref: str
    promise: str
    attainment: str
    percent: str
    amount: str
    reversed: str


class CreditOut(Schema):
    """`case` and `answer` are those of `pilotage fees credits`; anybody can put them to the command."""

    ref: str
    contract: str
    first: date
    until: date
    currency: str
    amount: str
    dispute_until: datetime
    lines: list[CreditLineOut]
    case: dict[str, Any]
    answer: dict[str, Any]


@router.get("/invoices", response=list[InvoiceOut])
def invoices(request: HttpRequest, contract: str = "", offset: Offset = 0) -> list[InvoiceOut]:
    """Your own, newest first, fifty from `offset` on; of one contract if it is named."""
    rows = queries.invoices(viewer(request)).prefetch_related("lines__credit_notes", "payments")
    rows = rows.filter(contract__ref=contract) if contract else rows
    return [InvoiceOut(**_facts(one)) for one in page(rows, offset)]


@router.get("/invoices/{ref}", response=InvoiceWhole)
def invoice(request: HttpRequest, ref: str) -> InvoiceWhole:
    """One invoice with its lines and what became of it."""
    return _whole(viewer(request), ref)


@router.post("/invoices/{ref}/payments", response=InvoiceWhole)
def note_payment(request: HttpRequest, ref: str, given: PaymentIn) -> InvoiceWhole:
    """The seller says it paid, the partner that it received; only the latter changes what is owed."""
    who = viewer(request)
    amount = Money(given.amount, given.currency)
    actions.note_payment(by=who, at=who.at, ref=ref, amount=amount, on=given.on, key=given.key)
    return _whole(who, ref)


@router.post("/invoices/{ref}/credit-notes", response=InvoiceWhole)
def issue_credit_note(request: HttpRequest, ref: str, given: CreditNoteIn) -> InvoiceWhole:
    """The partner takes back part of a line; the invoice stays as it is."""
    who = viewer(request)
    line = queries.line(who, ref, given.position)
    amount = Money(given.amount, line.invoice.currency)
    actions.issue_credit_note(
        by=who, at=who.at, ref=ref, position=given.position, amount=amount,
        reason=given.reason, key=given.key,
    )  # fmt: skip
    return _whole(who, ref)


@router.post("/invoices/{ref}/dispute", response={201: DisputeStandingOut})
def dispute_invoice(request: HttpRequest, ref: str, given: DisputeIn) -> Status[dict[str, Any]]:
    """The whole of it, within the contract's window."""
    who = viewer(request)
    queries.invoice(who, ref)
    return Status(201, dispute_standing(actions.dispute_invoice(by=who, at=who.at, ref=ref, **given.dict())))  # fmt: skip


@router.get("/contracts/{ref}/periods", response=list[PeriodOut])
def periods_to_bill(request: HttpRequest, ref: str) -> list[PeriodOut]:
    """What is over and not billed yet."""
    who = viewer(request)
    found = queries.to_bill(who, contracts.contract(who, ref))
    return [
        PeriodOut(first=one.period.first, until=one.period.end, needs_figures=one.needs_figures)
        for one in found
    ]


@router.post("/contracts/{ref}/invoices", response={201: list[InvoiceWhole]})
def issue_invoice(request: HttpRequest, ref: str, given: IssueIn) -> Status[list[InvoiceWhole]]:
    """Bill a period, one invoice a currency; said again they are the same."""
    who = viewer(request)
    check_may(who, "invoice.issue")
    made = actions.issue(by=who, at=who.at, contract=ref, first=given.first, stated=given.stated)
    return Status(201, [_whole(who, one.ref) for one in made])


@router.get("/credits", response=list[CreditOut])
def service_credits(request: HttpRequest, contract: str = "", offset: Offset = 0) -> list[CreditOut]:  # fmt: skip
    """Service credits, newest first, fifty from `offset` on."""
    rows = queries.credits(viewer(request))
    rows = rows.filter(contract__ref=contract) if contract else rows
    return [_credit(one) for one in page(rows, offset)]


@router.post("/credits/lines/{ref}/dispute", response={201: DisputeStandingOut})
def dispute_credit(request: HttpRequest, ref: str, given: DisputeIn) -> Status[dict[str, Any]]:
    """One promise's part of a credit (`scl_…`), within the contract's window."""
    who = viewer(request)
    queries.credit_line(who, ref)
    return Status(201, dispute_standing(actions.dispute_credit(by=who, at=who.at, ref=ref, **given.dict())))  # fmt: skip


def _facts(one: Invoice) -> dict[str, Any]:
    stands = standing(one)
    return {
        "ref": one.ref,
        "contract": one.contract.ref,
        "number": one.number,
        "first": one.first,
        "until": one.until,
        "currency": one.currency,
        "total": _text(one.total, one.currency),
        "taken_back": _text(stands.taken_back, one.currency),
        "received": _text(stands.received, one.currency),
        "said_paid": _text(stands.stated, one.currency),
        "left": _text(stands.left, one.currency),
        "due_on": one.due_on,
        "issued_at": one.issued_at,
    }


def _whole(who: Viewer, ref: str) -> InvoiceWhole:
    one = queries.invoice(who, ref)
    lines = [
        LineOut(
            position=line.position,
            kind=line.kind,
            code=line.code,
            says_zh=line.says_zh,
            says_en=line.says_en,
            amount=_text(line.amount, one.currency),
            taken_back=_text(
                sum((note.amount for note in line.credit_notes.all()), Decimal(0)), one.currency
            ),
        )
        for line in one.lines.prefetch_related("credit_notes")
    ]
    payments = [
        PaymentOut(
            ref=paid.ref,
            side=paid.side,
            amount=_text(paid.amount, one.currency),
            on=paid.on,
            noted_at=paid.noted_at,
        )
        for paid in one.payments.order_by("noted_at", "pk")
    ]
    return InvoiceWhole(
        **_facts(one),
        lines=lines,
        payments=payments,
        stated=one.stated,
        version_hash=one.version_hash,
    )


def _credit(one: ServiceCredit) -> CreditOut:
    lines = [
        CreditLineOut(
            ref=line.ref,
            promise=line.key,
            attainment=line.attainment,
            percent=line.percent,
            amount=_text(line.amount, one.currency),
            reversed=_text(_reversed(line), one.currency),
        )
        for line in one.lines.all()
    ]
    return CreditOut(
        ref=one.ref,
        contract=one.contract.ref,
        first=one.first,
        until=one.until,
        currency=one.currency,
        amount=_text(one.amount, one.currency),
        dispute_until=one.dispute_until,
        lines=lines,
        case=one.case,
        answer=one.answer,
    )


def _reversed(line: Any) -> Decimal:
    reversal = getattr(line, "reversal", None)
    return reversal.amount if reversal is not None else Decimal(0)


def _text(amount: Decimal, currency: str) -> str:
    return Money(amount, currency).rounded().text()
