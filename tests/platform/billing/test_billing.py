"""Invoices, credits without a claim, their disputes, corrections and payments; books that always balance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from tests.platform.billing.making import (
    OCTOBER,
    PLAN,
    SEPTEMBER,
    billed,
    books_of,
    late,
    on,
    signed,
)
from tests.platform.cases.making import opened
from tests.platform.directory import making as world
from tests.platform.disputes.making import amended

from pilotage.engines import fees, ledger
from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.kernel.money import Money
from pilotage.platform.billing import actions, books, queries
from pilotage.platform.billing.models import Account, CreditReversal, Entry, Invoice, Transfer
from pilotage.platform.billing.standing import standing
from pilotage.platform.cases import actions as cases
from pilotage.platform.cases.actions.step import Told
from pilotage.platform.disputes import actions as disputes

pytestmark = pytest.mark.django_db


def lines(invoice: Invoice) -> list[tuple[str, str]]:
    return [(one.kind, f"{one.amount:.2f}") for one in invoice.lines.all()]


def owed(some, at) -> str:
    (money,) = queries.owed(some.side("seller", at), some.contract)
    return money.text()


def test_a_period_that_is_over_is_billed_once():
    some = signed()
    (invoice,) = billed(some, SEPTEMBER, on(10, 1))
    assert lines(invoice) == [("service", "400.00"), ("pass_through", "25.00")]
    assert (invoice.total, invoice.number, invoice.due_on) == (425, 1, date(2026, 10, 16))
    assert billed(some, SEPTEMBER, on(10, 2)) == [invoice]
    assert owed(some, on(10, 2)) == "425.00"


@pytest.mark.parametrize("first", [OCTOBER, date(2026, 9, 2), date(2028, 1, 1)])
def test_only_a_period_that_is_over(first):
    with pytest.raises(Invalid, match="NO_SUCH_PERIOD"):
        billed(signed(), first, on(10, 15))


def test_the_last_period_ends_with_the_contract():
    some = signed()
    some.contract.ends_on = date(2026, 10, 10)
    some.contract.save()
    (invoice,) = billed(some, OCTOBER, on(10, 11))
    assert lines(invoice)[0] == ("service", "129.03")  # 400 × 10 of 31 days


def test_what_follows_sales_wants_them_stated():
    share = {"code": "ads_management", "kind": "share", "of": "sales", "currency": "EUR", "rate": "3%"}  # fmt: skip
    some = signed([share])
    with pytest.raises(Invalid, match="FORECAST_MISSING"):
        billed(some, SEPTEMBER, on(10, 1))
    sales = {"month": "2026-09", "of": "sales", "currency": "EUR", "orders": [[10, "100.00"]]}
    (invoice,) = billed(some, SEPTEMBER, on(10, 1), [sales])
    assert lines(invoice) == [("service", "30.00")] and invoice.stated == [sales]


def test_a_late_answer_lowers_the_next_invoice_without_a_claim():
    some = signed()
    late(some, on(9, 7))
    (invoice,) = billed(some, SEPTEMBER, on(10, 1))
    # No first answer in time: 0 of 1, the lowest tier, half of the fee.
    assert lines(invoice)[2:] == [("credit", "-200.00")]
    assert owed(some, on(10, 1)) == "225.00"
    credit = queries.credit(some.side("seller", on(10, 1)), some.contract.service_credits.get().ref)
    assert fees.credits(credit.case)["credit"] == "200.00" == fees.credits(credit.case)["net"]
    assert credit.verdicts[0]["state"] == "breached" and len(credit.verdicts[0]["hash"]) == 64


def test_who_never_answers_pays_all_the_same_and_only_once():
    some = signed()
    case = opened(some, on(9, 7))
    (invoice,) = billed(some, SEPTEMBER, on(10, 1))
    assert lines(invoice)[2:] == [("credit", "-100.00"), ("credit", "-100.00")]
    at = on(10, 8)
    cases.resolve(by=some.side("partner", at), at=at, ref=case.ref, told=Told("终于"))
    (invoice,) = billed(some, OCTOBER, on(11, 2))
    assert lines(invoice)[2:] == []


def test_an_upheld_dispute_reverses_its_line_and_nothing_else():
    some = signed()
    late(some, on(9, 7))
    billed(some, SEPTEMBER, on(10, 1))
    line = some.contract.service_credits.get().lines.get()
    at = on(10, 2)
    row = actions.dispute_credit(
        by=some.side("partner", at), at=at, ref=line.ref, ground="WAITED_FOR_SELLER", text="等资料"
    )
    disputes.say(by=some.side("seller", at), at=at, ref=row.ref, text="没有等")
    disputes.escalate(by=some.side("partner", at), at=at, ref=row.ref)
    disputes.decide(
        by=some.side("operator", at), at=at, ref=row.ref, outcome="upheld", reasons_zh="成立"
    )
    assert CreditReversal.objects.get().amount == 200
    (invoice,) = billed(some, OCTOBER, on(11, 2))
    assert lines(invoice)[2:] == [("reversal", "200.00")]
    assert owed(some, on(11, 2)) == "850.00"
    with pytest.raises(WrongState):
        actions.dispute_credit(
            by=some.side("partner", at), at=at, ref=line.ref, ground="WRONG_COUNT", text="再来"
        )


def test_only_the_partner_disputes_a_credit_and_only_in_time():
    some = signed()
    late(some, on(9, 7))
    billed(some, SEPTEMBER, on(10, 1))
    line = some.contract.service_credits.get().lines.get()
    given = {"ref": line.ref, "ground": "WRONG_COUNT", "text": "不对"}
    with pytest.raises(NotAllowed):
        actions.dispute_credit(by=some.side("seller", on(10, 2)), at=on(10, 2), **given)
    with pytest.raises(WrongState, match="TOO_LATE"):
        actions.dispute_credit(by=some.side("partner", on(10, 20)), at=on(10, 20), **given)


def test_a_credit_note_takes_back_at_most_the_line():
    some = signed()
    (invoice,) = billed(some, SEPTEMBER, on(10, 1))
    at = on(10, 2)
    given = {"by": some.side("partner", at), "at": at, "ref": invoice.ref, "position": 1}
    note = actions.issue_credit_note(
        **given, amount=Money.of("300.00", "EUR"), reason="多算两国", key="a"
    )
    assert (note.number, owed(some, at)) == (1, "125.00")
    again = actions.issue_credit_note(
        **given, amount=Money.of("300.00", "EUR"), reason="多算两国", key="a"
    )
    assert again == note and owed(some, at) == "125.00"
    with pytest.raises(Invalid, match="MORE_THAN_BILLED"):
        actions.issue_credit_note(**given, amount=Money.of("101.00", "EUR"), reason="x", key="b")
    with pytest.raises(Invalid, match="KEY_REUSED"):
        actions.issue_credit_note(**given, amount=Money.of("1.00", "EUR"), reason="x", key="a")


def test_only_the_receipt_changes_what_is_owed():
    some = signed()
    (invoice,) = billed(some, SEPTEMBER, on(10, 1))
    at = on(10, 5)
    given = {"at": at, "ref": invoice.ref, "amount": Money.of("425.00", "EUR"), "on": date(2026, 10, 5)}  # fmt: skip
    actions.note_payment(by=some.side("seller", at), key="s", **given)
    assert owed(some, at) == "425.00"
    for _ in range(2):
        actions.note_payment(by=some.side("partner", at), key="p", **given)
    assert owed(some, at) == "0.00"
    found = standing(queries.invoice(some.side("seller", at), invoice.ref))
    assert (found.stated, found.received, found.left) == (425, 425, 0)
    with pytest.raises(Invalid, match="OTHER_CURRENCY"):
        actions.note_payment(
            by=some.side("partner", at), key="q", **given | {"amount": Money.of("1", "CNY")}
        )


def test_the_month_is_billed_by_itself_and_the_partner_asked_once_for_figures():
    by = world.product(on(11, 2))
    some = signed()
    assert actions.issue_due(by=by, at=on(11, 2)) == 2
    assert actions.issue_due(by=by, at=on(11, 2)) == 0
    assert queries.to_bill(some.side("partner", on(11, 2)), some.contract) == []


def test_what_is_left_after_the_term_is_billed_on_a_day_of_its_own():
    some = signed()
    some.contract.ends_on = date(2026, 9, 30)
    some.contract.save()
    late(some, on(9, 7))
    billed(some, SEPTEMBER, on(10, 1))
    line = some.contract.service_credits.get().lines.get()
    CreditReversal.objects.create(line=line, dispute="dsp_x", amount=line.amount, at=on(10, 3))
    by = world.product(on(10, 4))
    assert actions.issue_due(by=by, at=on(10, 4)) == 1
    last = Invoice.objects.latest("pk")
    assert (last.first, lines(last)) == (date(2026, 10, 4), [("reversal", "200.00")])
    assert actions.issue_due(by=by, at=on(10, 5)) == 0
    assert owed(some, on(10, 5)) == "425.00"


def test_other_figures_for_a_billed_period_are_refused():
    some = signed()
    billed(some, SEPTEMBER, on(10, 1))
    sales = {"month": "2026-09", "of": "sales", "currency": "EUR", "orders": [[1, "9.00"]]}
    with pytest.raises(Invalid, match="BILLED_ALREADY"):
        billed(some, SEPTEMBER, on(10, 1), [sales])


def test_a_contract_of_projects_alone_has_no_empty_periods():
    project = {"code": "trademark", "kind": "project", "amount": "0.00", "currency": "EUR"}
    some = signed([project])
    assert queries.to_bill(some.side("partner", on(11, 2)), some.contract) == []
    assert actions.issue_due(by=world.product(on(11, 2)), at=on(11, 2)) == 0


def test_strangers_and_the_programme_see_no_money():
    some = signed()
    (invoice,) = billed(some, SEPTEMBER, on(10, 1))
    for stranger in (world.seller(), world.firm("别家").owner, some.operator):
        assert not queries.invoices(stranger).exists()
        with pytest.raises(NotFound):
            queries.invoice(stranger, invoice.ref)
    with pytest.raises(NotAllowed):
        billed_by = some.side("seller", on(10, 1))
        actions.issue(by=billed_by, at=on(10, 1), contract=some.contract.ref, first=SEPTEMBER)


def test_the_database_refuses_other_currencies_other_contracts_and_every_change():
    some, other = signed(), signed()
    billed(some, SEPTEMBER, on(10, 1))
    entry = Entry.objects.get()
    debit = Account.objects.get(contract=some.contract, code="receivable")
    yuan = Account.objects.create(contract=some.contract, code="fees", currency="CNY")
    foreign = Account.objects.create(contract=other.contract, code="fees", currency="EUR")
    for credit, currency in ((yuan, "EUR"), (yuan, "CNY"), (foreign, "EUR")):
        made = Transfer(
            entry=entry, position=2, debit=debit, credit=credit, amount=1, currency=currency
        )
        for write in (made.save, lambda m=made: Transfer.objects.bulk_create([m])):
            with pytest.raises(IntegrityError), transaction.atomic():
                write()
    raw = [
        "INSERT INTO billing_transfer (entry_id, position, debit_id, credit_id, amount, currency)"
        " SELECT entry_id, 1, debit_id, %s, 5, 'EUR' FROM billing_transfer",
        # One more, though balanced, to what is posted; one more line to what is issued.
        "INSERT INTO billing_transfer (entry_id, position, debit_id, credit_id, amount, currency)"
        " SELECT entry_id, size + 1, debit_id, credit_id, 5, 'EUR' FROM billing_transfer"
        " JOIN billing_entry ON billing_entry.id = entry_id WHERE entry_id <> -%s",
        "INSERT INTO billing_invoiceline (invoice_id, position, kind, code, says_zh, says_en, amount, about)"
        " SELECT id, size + 1, 'service', 'x', 'x', 'x', 5, '' FROM billing_invoice WHERE id <> -%s",
        "UPDATE billing_account SET currency = 'CNY' WHERE id <> %s",
        *(
            f"{change} billing_{table}{rest} WHERE id <> %s"
            for table, column in (("transfer", "amount"), ("invoice", "total"), ("entry", "key"))
            for change, rest in (("UPDATE", f" SET {column} = {column}"), ("DELETE FROM", ""))
        ),
    ]
    for statement in raw:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [yuan.pk])
    if connection.vendor == "sqlite":  # REPLACE deletes what stands in its way
        replaced = "INSERT OR REPLACE INTO billing_transfer SELECT * FROM billing_transfer"
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(replaced)
    for amount in (0, -1):
        with pytest.raises(IntegrityError), transaction.atomic():
            credit = Account.objects.get(contract=some.contract, code="fees", currency="EUR")
            Transfer.objects.create(
                entry=entry, position=2, debit=debit, credit=credit, amount=amount, currency="EUR"
            )
    total = sum(m.amount for m in ledger.balances(books_of(some.contract)).values())
    assert total == Decimal(0)


def test_a_key_has_one_effect():
    some = signed()
    entry = ledger.Entry((ledger.Transfer("receivable", "fees", Money.of("1.00", "EUR")),))
    given = {"kind": "test", "about": "x", "key": "k", "by": "test", "at": on(10, 1)}
    first = books.post(some.contract, entry, **given)
    assert books.post(some.contract, entry, **given) == first
    with pytest.raises(Invalid, match="KEY_REUSED"):
        books.post(some.contract, entry, **given | {"about": "y"})
    assert Transfer.objects.count() == 1


def test_a_period_is_billed_by_the_version_that_held_when_it_began():
    some = signed()
    dearer = [{**PLAN[0], "amount": "100.00"}, PLAN[1]]
    amended(some, on(9, 15), "stay", fees={"plan": dearer})
    (september,) = billed(some, SEPTEMBER, on(10, 2))
    (october,) = billed(some, OCTOBER, on(11, 2))
    assert (september.service, october.service) == (Decimal("400.00"), Decimal("500.00"))
    assert [one.version_hash for one in (september, october)] == [
        some.contract.versions.get(number=n).hash for n in (1, 2)
    ]
