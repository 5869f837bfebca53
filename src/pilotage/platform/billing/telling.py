"""Who is told what of money."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from pilotage.engines.fees import Span
from pilotage.kernel.errors import PilotageError
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.billing.models import CreditNote, Invoice, Payment, ServiceCredit
from pilotage.platform.engagements.contracts.states import OTHER
from pilotage.platform.engagements.models import Contract
from pilotage.platform.notices.actions import tell
from pilotage.platform.notices.models import Notice
from pilotage.platform.parties.models import Organisation

_NO_MOVE = Text("平台只记录款项，从不转移款项。", "The platform records money and never moves it.")


def invoiced(row: Invoice, *, at: datetime) -> None:
    """The seller has an invoice."""
    title = Text(
        "{who} 开出账单：{total} {currency}，{due} 前付款",
        "{who} has billed {total} {currency}, due {due}",
    )
    says = title.with_(
        who=row.partner.name, total=f"{row.total:.2f}", currency=row.currency, due=row.due_on
    )
    _tell(row.contract.seller, "invoice.issued", row.ref, says, _page(row), at)


def credited(row: ServiceCredit, *, at: datetime) -> None:
    """Both sides hear of a credit; nobody had to ask for it."""
    title = Text(
        "{first} 账期未达标，自动赔偿 {amount} {currency}",
        "Promises missed in the period of {first}: {amount} {currency} are credited",
    )
    says = title.with_(first=row.first, amount=f"{row.amount:.2f}", currency=row.currency)
    page = reverse("billing:credit", args=[row.ref])
    for reader in (row.contract.seller, row.contract.partner):
        _tell(reader, "credit.computed", row.ref, says, page, at)


def corrected(row: CreditNote, *, at: datetime) -> None:
    """The seller has a credit note."""
    title = Text("{who} 开出红字账单：{amount} {currency}", "{who} takes back {amount} {currency}")
    says = title.with_(who=row.partner.name, amount=f"{row.amount:.2f}", currency=row.currency)
    invoice = row.line.invoice
    _tell(invoice.contract.seller, "credit_note.issued", row.ref, says, _page(invoice), at)


def paid(row: Payment, *, at: datetime) -> None:
    """The other side hears what was stated."""
    contract = row.invoice.contract
    title = {
        "seller": Text("{who} 称已付款 {amount} {currency}", "{who} says it paid {amount} {currency}"),
        "partner": Text("{who} 确认收到 {amount} {currency}", "{who} received {amount} {currency}"),
    }[row.side]  # fmt: skip
    actor: Organisation = getattr(contract, row.side)
    other: Organisation = getattr(contract, OTHER[row.side])  # type: ignore[index]
    says = title.with_(who=actor.name, amount=f"{row.amount:.2f}", currency=row.currency)
    _tell(other, "payment.stated", row.ref, says, _page(row.invoice), at)


def wants_figures(contract: Contract, period: Span, *, at: datetime) -> int:
    """The partner is reminded once of a period whose charges follow from figures it has to state."""
    says = Text(
        "{first} 账期待开账单：请填写销售额或数量",
        "The period of {first} waits to be billed: state the sales or quantities",
    ).with_(first=period.first)
    return _once(contract, "invoice.wanted", period, says, Text("", ""), at)


def cannot_bill(contract: Contract, period: Span, error: PilotageError, *, at: datetime) -> None:
    """The partner hears once why a period could not be billed by itself."""
    says = Text(
        "{first} 账期无法自动开账单", "The period of {first} could not be billed by itself"
    ).with_(first=period.first)
    _once(contract, "invoice.failed", period, says, error.says, at)


def _once(contract: Contract, kind: str, period: Span, says: Text, body: Text, at: datetime) -> int:
    about = f"contract:{contract.ref}:{period.first}"
    if Notice.objects.filter(organisation=contract.partner, kind=kind, about=about).exists():
        return 0
    page = reverse("billing:new", args=[contract.ref, period.first.isoformat()])
    tell(
        by=Viewer.product("billing", at), at=at, organisation=contract.partner, kind=kind,
        about=about, title=says, body=body, link=page,
    )  # fmt: skip
    return 1


def _tell(reader: Organisation, kind: str, about: str, says: Text, page: str, at: datetime) -> None:
    tell(
        by=Viewer.product("billing", at), at=at, organisation=reader, kind=kind, about=about,
        title=says, body=_NO_MOVE, link=page,
    )  # fmt: skip


def _page(invoice: Invoice) -> str:
    return reverse("billing:invoice", args=[invoice.ref])
