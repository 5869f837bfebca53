"""A partner edits what sellers read: texts, cases, capacity, offers with their price."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform.directory import making

from pilotage.platform.directory.models import Offer, Profile

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TEXTS = {
    "summary_zh": "按期申报增值税，回执当天回传。",
    "summary_en": "",
    "languages": ["zh", "de"],
    "cities": "深圳 / Shenzhen\n杭州",
    "website": "https://xiuzhou.example",
    "case_title_zh": ["德国补报三年", ""],
    "case_title_en": ["", ""],
    "case_text_zh": ["两个月内补齐。", ""],
    "case_text_en": ["", ""],
}
MONTHLY = {"kind": "recurring", "currency": "EUR", "amount": "80.00", "every": "month"}
SHARE = {"kind": "share", "currency": "EUR", "rate": "0: 3%, 10000: 2%", "floor": "50"}
OFFICIAL = {"kind": "pass_through", "currency": "EUR", "amount": "1,200", "payee": "government"}
FIELDS = ("kind", "currency", "amount", "every", "per", "rate", "floor", "cap", "payee")


@pytest.fixture
def some():
    return making.firm()


@pytest.fixture
def client(some) -> Client:
    owner = Client()
    owner.force_login(some.partner.organisation.memberships.get().person)
    return owner


def charges(*rows: dict[str, str]) -> dict[str, list[str]]:
    """As the form sends them: each field once a row."""
    return {field: [row.get(field, "") for row in rows] for field in FIELDS}


def an_offer(*rows: dict[str, str], **changes: object) -> dict[str, object]:
    return {
        "category": "vat_filing",
        "countries": ["DE", "FR"],
        "languages": ["zh"],
        "plan_zh": "标准方案",
        **charges(*rows),
        **changes,
    }


def test_texts_and_cases_are_kept_as_typed(client, some):
    answer = client.post(reverse("profile:edit"), TEXTS)
    kept = Profile.objects.get(partner=some.partner)
    assert answer.status_code == 302
    assert kept.languages == ["zh", "de"]
    assert kept.cities == [{"zh": "深圳", "en": "Shenzhen"}, {"zh": "杭州", "en": "杭州"}]
    assert [case["title_zh"] for case in kept.cases] == ["德国补报三年"]
    assert kept.cases[0]["title_en"] == ""


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"summary_zh": ""}, "必"),
        ({"summary_zh": "请加微信 wx-tax-007"}, "联系方式"),
        ({"website": "ftp://nowhere"}, "网址不正确"),
        ({"case_text_zh": ["", ""]}, "每个案例都要有"),
    ],
)
def test_a_refusal_says_why_and_loses_nothing(client, some, changes, says):
    answer = client.post(reverse("profile:edit"), {**TEXTS, **changes})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "德国补报三年" in page
    assert not Profile.objects.filter(partner=some.partner).exists()


def test_work_is_taken_up_to_the_capacity_once_there_is_a_profile(client, some):
    refused = client.post(reverse("profile:work"), {"accepting": "on", "capacity": "3"})
    assert refused.status_code == 422
    client.post(reverse("profile:edit"), TEXTS)
    assert (
        client.post(reverse("profile:work"), {"accepting": "on", "capacity": "3"}).status_code
        == 302
    )
    kept = Profile.objects.get(partner=some.partner)
    assert (kept.accepting, kept.capacity) == (True, 3)


@pytest.mark.parametrize(
    ("row", "item"),
    [
        (
            {**MONTHLY, "per": "country"},
            {"kind": "recurring", "amount": "80.00", "every": "month", "per": "country"},
        ),
        (
            SHARE,
            {
                "kind": "share",
                "floor": "50",
                "tiers": [{"from": "0", "rate": "3%"}, {"from": "10000", "rate": "2%"}],
            },
        ),
        ({**SHARE, "rate": "3"}, {"kind": "share", "rate": "3%"}),
        (OFFICIAL, {"kind": "pass_through", "amount": "1200", "payee": "government"}),
    ],
)
def test_a_charge_typed_is_a_charge_in_the_plan(client, some, row, item):
    assert client.post(reverse("profile:offer"), an_offer(row)).status_code == 302
    offers = Offer.objects.filter(partner=some.partner).select_related("plan")
    assert {offer.country for offer in offers} == {"DE", "FR"}
    kept = offers[0].plan.items[0]
    assert {key: kept[key] for key in item} == item
    assert kept["code"] == "vat_filing"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({**MONTHLY, "amount": "八十"}, "第 1 个收费项"),
        ({**SHARE, "rate": ""}, "请填写比例"),
        ({**MONTHLY, "kind": "barter"}, "收费项"),
    ],
)
def test_a_charge_that_cannot_be_read_keeps_the_form(client, some, row, says):
    answer = client.post(reverse("profile:offer"), an_offer(row))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "标准方案" in page
    assert not Offer.objects.filter(partner=some.partner).exists()


def test_editing_puts_the_new_price_in_place_of_the_old(client, some):
    client.post(reverse("profile:offer"), an_offer(MONTHLY, countries=["DE"]))
    old = Offer.objects.get(partner=some.partner)
    assert "80.00" in client.get(f"{reverse('profile:offer')}?offer={old.ref}").content.decode()
    client.post(reverse("profile:offer"), an_offer({**MONTHLY, "amount": "90"}, countries=["DE"]))
    (now,) = Offer.objects.filter(partner=some.partner, withdrawn_at=None)
    assert now.plan.items[0]["amount"] == "90"


def test_a_withdrawn_offer_is_gone_from_the_page(client, some):
    client.post(reverse("profile:offer"), an_offer(MONTHLY, countries=["DE"]))
    (offer,) = Offer.objects.filter(partner=some.partner)
    client.post(reverse("profile:withdraw", args=[offer.ref]))
    assert "还没有服务" in client.get(reverse("profile:edit")).content.decode()


def test_another_firms_offer_fills_no_form(client):
    other = making.offering(making.firm("别家"), [making.DE_VAT], amount="4321.00")
    offer = Offer.objects.get(partner=other.partner)
    assert (
        "4321" not in client.get(f"{reverse('profile:offer')}?offer={offer.ref}").content.decode()
    )


def test_the_page_says_what_keeps_an_offer_off_the_list(client):
    client.post(reverse("profile:offer"), an_offer(MONTHLY, countries=["DE"]))
    page = client.get(reverse("profile:edit")).content.decode()
    assert "不在列" in page
    assert "ISO" in page
