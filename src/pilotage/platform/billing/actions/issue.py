"""A billing period that is over becomes an invoice, with the credits that its breached promises give back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from pilotage.engines import contracts as engine
from pilotage.engines import law, ledger
from pilotage.engines.fees import Span
from pilotage.kernel.errors import Invalid, PilotageError
from pilotage.kernel.money import Money, total
from pilotage.kernel.refs import new_ref
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.billing import books, telling
from pilotage.platform.billing.actions.crediting import credit_period
from pilotage.platform.billing.charges import Agreed, Charged
from pilotage.platform.billing.due import Due, done, due, reversals
from pilotage.platform.billing.models import (
    Code,
    CreditReversal,
    Invoice,
    InvoiceLine,
    Kind,
    ServiceCredit,
)
from pilotage.platform.billing.periods import version_of
from pilotage.platform.cases.telling import PROMISES
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts.legal_day import legal_day
from pilotage.platform.engagements.contracts.said import noted
from pilotage.platform.engagements.contracts.states import State
from pilotage.platform.engagements.models import Contract

# What a line moves: the account debited, the account credited.
_MOVES = {
    Kind.SERVICE: (Code.RECEIVABLE, Code.FEES),
    Kind.PASS_THROUGH: (Code.RECEIVABLE, Code.PASS_THROUGH),
    Kind.CREDIT: (Code.CREDITS, Code.RECEIVABLE),
    Kind.REVERSAL: (Code.RECEIVABLE, Code.CREDITS),
}
_CREDIT = Text("{promise}未达标，退 {percent}%", "{promise} below target: {percent}% back")
_REVERSED = Text("争议成立，冲回赔偿：{promise}", "Dispute upheld, credit reversed: {promise}")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line before it has an invoice."""

    kind: Kind
    code: str
    says: Text
    amount: Money
    about: str = ""


@transaction.atomic
def issue(
    *, by: Viewer, at: datetime, contract: str, first: date, stated: Sequence[Mapping[str, Any]] = ()
) -> list[Invoice]:  # fmt: skip
    """The invoices of the period that begins on `first`, one a currency; said again they are the same.

    `stated` are sales and quantities in the shape of `fees quote` forecasts. Raises `Invalid`, `NotAllowed`.
    """
    if not by.job:
        check_may(by, "invoice.issue")
    found = contracts.contract(by, contract)
    Contract.objects.select_for_update().get(pk=found.pk)
    if issued := list(Invoice.objects.filter(contract=found, first=first).order_by("number")):
        return _same(issued, stated)
    asked = _asked(found, first, at)
    version = version_of(found, asked.period)
    body = engine.contract_from(version.body)
    terms = Agreed.of(body, found.ends_on)
    work = done(found, asked.period, at)
    charged = terms.projects(work) if asked.is_last else terms.charged(asked.period, stated, work)
    by_currency = _by_currency(found, body, asked.period, charged, at)
    bill = Invoice(
        contract=found,
        partner=found.partner,
        first=asked.period.first,
        until=asked.period.end,
        stated=list(stated),
        version_hash=version.hash,
        issued_by=by.actor,
        issued_at=at,
        due_on=legal_day(found, at) + timedelta(days=terms.days_to_pay),
    )
    return [_issued(bill, currency, lines, by, at) for currency, lines in by_currency.items()]


def issue_due(*, by: Viewer, at: datetime) -> int:
    """Every period that is over and needs no stated figures is billed; the partner of the others is reminded once."""
    count = 0
    signed = Contract.objects.filter(state__in=(State.IN_FORCE, State.ENDED))
    for found in signed.select_related("seller", "partner").iterator():
        for one in due(found, at):
            if one.needs_figures:
                count += telling.wants_figures(found, one.period, at=at)
                continue
            try:
                count += len(issue(by=by, at=at, contract=found.ref, first=one.period.first))
            except PilotageError as error:
                telling.cannot_bill(found, one.period, error, at=at)
    return count


def _same(issued: list[Invoice], stated: Sequence[Mapping[str, Any]]) -> list[Invoice]:
    """The invoices that stand; raises `Invalid` where other figures are stated for them now."""
    if stated and any(one.stated != list(stated) for one in issued):
        raise Invalid(
            "BILLED_ALREADY",
            Text(
                "这个账期已按其他数字开过账单。",
                "This period was billed already, by other figures.",
            ),
            Text("请用红字账单更正。", "Correct it by a credit note."),
        )
    return issued


def _asked(found: Contract, first: date, at: datetime) -> Due:
    for one in due(found, at):
        if one.period.first == first:
            return one
    raise Invalid(
        "NO_SUCH_PERIOD",
        Text(
            "这个账期还没有结束、不在合同期内，或没有可开的项目。",
            "This period is not over, not in the term, or has nothing to bill.",
        ),
        Text("账期结束后再开账单。", "Bill it once it is over."),
        first=str(first),
    )


def _by_currency(
    found: Contract, body: engine.Contract, period: Span, charged: Iterable[Charged], at: datetime
) -> dict[str, list[_Line]]:
    """The charges with the period's credits and what disputes gave back of earlier ones."""
    lines: dict[str, list[_Line]] = {}
    for one in charged:
        kind = Kind.PASS_THROUGH if one.is_passed_on else Kind.SERVICE
        line = _Line(kind, one.code, _named(one), one.amount, one.about)
        lines.setdefault(one.amount.currency, []).append(line)
    for currency, some in list(lines.items()):
        fee = total((line.amount for line in some if line.kind is Kind.SERVICE), currency)
        if fee.amount > 0 and (credit := credit_period(found, body, period, fee, at)):
            some.extend(_credited(credit))
    for reversal in reversals(found):
        currency = reversal.line.credit.currency
        lines.setdefault(currency, []).append(_back(reversal, currency))
    return lines


def _named(one: Charged) -> Text:
    category = law.service_categories().get(one.code)
    name = category.name if category else Text(one.code, one.code)
    return Text(f"{name.zh} · {one.title}", f"{name.en} · {one.title}") if one.title else name


def _credited(credit: ServiceCredit) -> list[_Line]:
    return [
        _Line(
            Kind.CREDIT,
            line.key,
            _CREDIT.with_(promise=_promise(line.key), percent=line.percent),
            Money(-line.amount, credit.currency),
            line.ref,
        )
        for line in credit.lines.order_by("key")
    ]


def _back(reversal: CreditReversal, currency: str) -> _Line:
    says = _REVERSED.with_(promise=_promise(reversal.line.key))
    return _Line(
        Kind.REVERSAL, reversal.line.key, says, Money(reversal.amount, currency), reversal.ref
    )


def _promise(key: str) -> Text:
    return PROMISES.get(key, Text(key, key))


def _issued(
    bill: Invoice, currency: str, lines: Sequence[_Line], by: Viewer, at: datetime
) -> Invoice:
    """The document in one currency with its lines, posted, in the chain, and told."""
    sums = {
        kind: sum((line.amount.amount for line in lines if line.kind is kind), Decimal(0))
        for kind in Kind
    }
    row = copy(bill)
    row.ref = new_ref("inv")
    row.number = books.next_number(bill.partner, "invoice")
    row.currency, row.size = currency, len(lines)
    row.service, row.pass_through = sums[Kind.SERVICE], sums[Kind.PASS_THROUGH]
    row.credit = sums[Kind.CREDIT] + sums[Kind.REVERSAL]
    row.total = row.service + row.pass_through + row.credit
    row.save(force_insert=True)
    InvoiceLine.objects.bulk_create(_rows(row, lines))
    _post(row, lines, by, at)
    noted(
        row.contract, f"invoice:{row.ref}", "issued", by=by, at=at, basis=row.version_hash,
        number=row.number, total=str(row.total), currency=currency,
    )  # fmt: skip
    telling.invoiced(row, at=at)
    return row


def _rows(row: Invoice, lines: Sequence[_Line]) -> list[InvoiceLine]:
    return [
        InvoiceLine(
            invoice=row,
            position=position,
            kind=line.kind,
            code=line.code[:60],
            says_zh=line.says.zh[:200],
            says_en=line.says.en[:200],
            amount=line.amount.amount,
            about=line.about,
        )
        for position, line in enumerate(lines, 1)
    ]


def _post(row: Invoice, lines: Sequence[_Line], by: Viewer, at: datetime) -> None:
    """Every line moves its amount between the accounts of its kind."""
    moved = [(*_MOVES[line.kind], line.amount) for line in lines]
    entry = ledger.Entry(
        tuple(ledger.Transfer(d, c, Money(abs(m.amount), m.currency)) for d, c, m in moved)
    )
    key = f"invoice:{row.first}:{row.currency}"
    books.post(row.contract, entry, kind="invoice", about=row.ref, key=key, by=by.actor, at=at)
