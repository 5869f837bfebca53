"""Money on pages: figures stated, amounts refused in words, a credit that explains itself."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.billing.making import SEPTEMBER, billed, late, on, signed

from pilotage.platform.billing.models import CreditNote, Invoice, Payment

pytestmark = pytest.mark.django_db
SHARE = {"code": "ads_management", "kind": "share", "of": "sales", "currency": "EUR", "rate": "3%"}


@pytest.fixture
def some():
    return signed()


@pytest.fixture
def invoice(some) -> Invoice:
    late(some, on(9, 7))
    return billed(some, SEPTEMBER, on(10, 1))[0]


def test_the_partner_states_sales_and_gets_its_invoice():
    some = signed([SHARE])
    address = reverse("billing:new", args=[some.contract.ref, "2026-09-01"])
    client = browser(some.partner)
    for typed, says in (
        ("", "缺少"),
        ("销售额一千", "每行写作"),
        ("2026-09 sales EUR x", "每行写作"),
    ):
        answer = client.post(address, {"figures": typed})
        assert answer.status_code == 422, typed
        assert says in answer.content.decode() or says == "缺少"
    assert client.post(address, {"figures": "2026-09 sales EUR 1000.00"}).status_code == 302
    assert Invoice.objects.get().total == 30


def test_the_invoice_leads_to_the_credit_and_back_to_the_verdicts(some, invoice):
    client = browser(some.seller)
    page = client.get(reverse("billing:invoice", args=[invoice.ref])).content.decode()
    assert "首次答复未达标" in page and "从不转移款项" in page
    credit = some.contract.service_credits.get()
    page = client.get(reverse("billing:credit", args=[credit.ref])).content.decode()
    assert "0/1" in page and credit.verdicts[0]["hash"] in page
    assert "提出争议" not in page


@pytest.mark.parametrize("amount", ["", "-1", "0", "NaN", "1e99", "12,5", "9" * 40])
def test_no_amount_is_no_payment(some, invoice, amount):
    address = reverse("billing:payment", args=[invoice.ref])
    typed = {"amount": amount, "on": "2026-10-05", "key": "k"}
    answer = browser(some.partner).post(address, typed)
    assert answer.status_code == 422
    assert not Payment.objects.exists()


def test_paid_received_and_taken_back(some, invoice):
    typed = {"amount": "100.00", "on": "2026-10-05", "key": "k"}
    for side in (some.seller, some.partner):
        browser(side).post(
            reverse("billing:payment", args=[invoice.ref]), typed | {"key": side.kind}
        )
    address = reverse("billing:correct", args=[invoice.ref, 1])
    too_much = {"amount": "401.00", "reason": "多算", "key": "k"}
    assert browser(some.partner).post(address, too_much).status_code == 422
    browser(some.partner).post(address, too_much | {"amount": "50.00"})
    assert CreditNote.objects.get().amount == 50
    page = browser(some.seller).get(reverse("billing:invoice", args=[invoice.ref])).content.decode()
    assert "卖家称已付" in page and "服务商确认收到" in page and "红字账单 1" in page


@pytest.mark.parametrize("first", ["2031-01-01", "x", "2026-09-31"])
def test_no_such_period(some, first):
    address = reverse("billing:new", args=[some.contract.ref, first])
    assert browser(some.partner).post(address, {"figures": ""}).status_code in (404, 422)


def call(viewer, method, path, **content):
    answer = getattr(browser(viewer), method)(
        f"/api/v1/billing/{path}", content or None, content_type="application/json"
    )
    return answer.status_code, answer.json()


def test_the_api_bills_corrects_and_notes_payments(some):
    late(some, on(9, 7))
    whose = f"contracts/{some.contract.ref}"
    status, periods = call(some.partner, "get", f"{whose}/periods")
    assert (status, periods[0]["first"]) == (200, "2026-09-01")
    status, made = call(some.partner, "post", f"{whose}/invoices", first="2026-09-01")
    again = call(some.partner, "post", f"{whose}/invoices", first="2026-09-01")
    assert (status, made) == again and status == 201
    one = f"invoices/{made[0]['ref']}"
    note = {"position": 1, "amount": "10.00", "reason": "多计", "key": "n"}
    assert call(some.seller, "post", f"{one}/credit-notes", **note)[0] == 403
    corrected = call(some.partner, "post", f"{one}/credit-notes", **note)[1]
    assert (corrected["taken_back"], corrected["lines"][0]["taken_back"]) == ("10.00", "10.00")
    paid = {"amount": corrected["left"], "currency": "EUR", "on": "2026-10-05", "key": "p"}
    for _ in range(2):
        whole = call(some.partner, "post", f"{one}/payments", **paid)[1]
    assert (whole["left"], len(whole["payments"])) == ("0.00", 1)
    assert call(some.seller, "get", "invoices")[1][0]["left"] == "0.00"
    credit = call(some.seller, "get", "credits")[1][0]
    assert credit["lines"][0]["promise"] == "first_response" and credit["case"]["id"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("payments", {"amount": "NaN"}),
        ("payments", {"amount": "-1"}),
        ("payments", {"currency": "eur"}),
        ("payments", {"currency": "USD"}),
        ("payments", {"on": "2026-13-01"}),
        ("credit-notes", {"position": 99999}),
        ("credit-notes", {"amount": "1e30"}),
        ("credit-notes", {"amount": "99999"}),
    ],
)
def test_the_api_refuses_in_words(some, invoice, path, content):
    good = {"amount": "1.00", "currency": "EUR", "on": "2026-10-05", "key": "k", "position": 1}
    status, said = call(
        some.partner, "post", f"invoices/{invoice.ref}/{path}", **{**good, "reason": "x", **content}
    )
    assert status == 422 and said["says"]["zh"]
    assert not Payment.objects.exists() and not CreditNote.objects.exists()


@pytest.mark.parametrize(
    "stated",
    [
        [{}],
        [{"month": 5, "of": "sales", "currency": "EUR", "orders": [[1, "2"]]}],
        [{"month": "2026-09", "of": "sales", "currency": "EUR", "orders": "x"}],
        [{"month": "2026-09", "of": "sales", "currency": "EUR", "orders": [[1, "x"]]}],
        [{"month": "2026-09", "of": "sales", "quantity": "no"}],
        [{"month": "2026-09", "of": {"a": 1}, "quantity": 1}],
    ],
)
def test_figures_that_are_none_are_refused_in_words(stated):
    some = signed([SHARE])
    whose = f"contracts/{some.contract.ref}/invoices"
    status, said = call(some.partner, "post", whose, first="2026-09-01", stated=stated)
    assert status == 422 and said["says"]["zh"]
    assert not Invoice.objects.exists()
