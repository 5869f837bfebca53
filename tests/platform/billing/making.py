"""A contract in force since September, with cases of it, at moments in Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.platform.cases.making import Talk, opened
from tests.platform.disputes.making import Parties, parties

from pilotage.engines import ledger
from pilotage.kernel.money import Money
from pilotage.platform.billing import actions
from pilotage.platform.billing.models import Entry, Invoice
from pilotage.platform.cases import actions as cases
from pilotage.platform.cases.actions.step import Told
from pilotage.platform.engagements.models import Contract

SIGNED = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
TERM = {"starts": "2026-09-01", "ends": "2027-08-31", "notice_days": 30}
PLAN = [
    {"code": "vat_filing", "kind": "recurring", "amount": "80.00", "currency": "EUR", "every": "month", "per": "country", "count": 5},
    {"code": "office_fee", "kind": "pass_through", "payee": "government", "amount": "25.00", "currency": "EUR", "every": "month"},
]  # fmt: skip


def on(month: int, day: int, hour: int = 10) -> datetime:
    """That hour of that day in Shanghai."""
    return datetime(2026, month, day, hour - 8, tzinfo=UTC)


def signed(plan=PLAN, **clauses) -> Parties:
    return parties(SIGNED, term=TERM, fees={"plan": plan}, **clauses)


def late(some: Parties, at: datetime) -> Talk:
    """A case that was answered seven hours late and then done."""
    talk = Talk(some, opened(some, at))
    after = at.replace(hour=at.hour + 7)
    for act in (cases.reply, cases.resolve):
        by = some.side("partner", after)
        act(by=by, at=after, ref=talk.case.ref, told=Told("抱歉"))
    return talk


def billed(some: Parties, first: date, at: datetime, stated=()) -> list[Invoice]:
    return actions.issue(
        by=some.side("partner", at), at=at, contract=some.contract.ref, first=first, stated=stated
    )


def books_of(contract: Contract) -> list[ledger.Entry]:
    """The books as the engine reads them, in the order they were written."""
    rows = Entry.objects.filter(contract=contract).order_by("pk")
    return [
        ledger.Entry(
            tuple(
                ledger.Transfer(one.debit.code, one.credit.code, Money(one.amount, one.currency))
                for one in entry.transfers.all()
            )
        )
        for entry in rows.prefetch_related("transfers__debit", "transfers__credit")
    ]
