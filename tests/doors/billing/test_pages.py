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
