"""Money in the workspace of a contract."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.billing import queries
from pilotage.platform.billing.due import Due
from pilotage.platform.billing.standing import Standing, standing
from pilotage.platform.engagements.models import Contract
from pilotage.web.workspace.sections import Line, Section

_MOST = 12
_TO_BILL = Text("待开账单：{first} 账期", "To be billed: the period of {first}")
_TO_PAY = Text("账单 {n} 待付款", "Invoice {n} is to be paid")


def section(viewer: Viewer, contract: Contract) -> Section | None:
    """What is owed, the last invoices, and periods to be billed."""
    invoices = [standing(one) for one in queries.of_contract(viewer, contract)[:_MOST]]
    may_issue = may(viewer, "invoice.issue")
    to_bill = queries.to_bill(viewer, contract)
    return Section(
        Text("账单与赔偿", "Money"),
        "billing/_section.html",
        {
            "contract": contract,
            "invoices": invoices,
            "owed": queries.owed(viewer, contract),
            "to_bill": to_bill,
            "may_issue": may_issue,
        },
        tuple(_to_pay(invoices) if viewer.is_seller else _to_bill(contract, to_bill, may_issue)),
    )


def _to_pay(invoices: list[Standing]) -> Iterator[Line]:
    """What the seller owes and has not said it paid."""
    for one in invoices:
        if one.left > 0 and one.stated < one.left:
            page = reverse("billing:invoice", args=[one.invoice.ref])
            yield Line(_TO_PAY.with_(n=one.invoice.number), page)


def _to_bill(contract: Contract, periods: list[Due], may_issue: bool) -> Iterator[Line]:
    """Periods that wait for the partner's figures, or for the hour in which they are billed."""
    for one in periods if may_issue else ():
        first = one.period.first
        page = reverse("billing:new", args=[contract.ref, first.isoformat()])
        yield Line(_TO_BILL.with_(first=first), page)
