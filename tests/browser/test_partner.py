"""A partner: is asked, looks without learning who asks, accepts in time, reaches the seller."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.going import person_of
from tests.platform.directory import making

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.directory.models import Profile
from pilotage.platform.engagements import actions as engagements
from pilotage.platform.engagements.brief import Brief, Contact
from pilotage.platform.engagements.models import Referral, Request

CONTACT = Contact("王五", "wang@seller.example", "+86 139 1234 5678")
MESSAGE = "德国月度申报，电话 13912345678，微信 wx_wang2026，越快越好"


@pytest.fixture
def firm(transactional_db) -> making.Firm:
    return making.listed_firm("岫舟税务", [making.DE_VAT])


@pytest.fixture
def seller(firm) -> Viewer:
    """A seller who has sent the firm a request just now."""
    who = making.seller()
    brief = Brief((making.DE_VAT,), CONTACT, message=MESSAGE, named=(firm.ref,))
    engagements.send(by=who, at=timezone.now(), brief=brief)
    return who


def test_from_request_to_contact(open_page, look, firm, seller):
    page = open_page(person_of(firm.owner))
    page.goto("/")
    page.get_by_role("link", name="答复期限").click()
    page.get_by_text("一位卖家（接受后可见）").wait_for()
    _sees_no_contact(page)
    expect(page.get_by_text("越快越好")).to_be_visible()
    look(page, "incoming-desktop-zh")
    assert Referral.objects.get().viewed_at is not None

    page.get_by_role("button", name="接受请求").click()
    page.get_by_role("heading", name="卖家联系方式").wait_for()
    expect(page.get_by_role("link", name=CONTACT.email)).to_be_visible()
    look(page, "incoming-accepted-desktop-zh")
    assert Referral.objects.get().state == "accepted"
    assert Profile.objects.get(partner=firm.partner).taken == 1

    theirs = open_page(person_of(seller))
    theirs.goto(f"/requests/{Request.objects.get().ref}/")
    theirs.get_by_role("heading", name="服务商联系方式").wait_for()
    expect(theirs.get_by_text("secret@contact.example")).to_be_visible()


def test_declined_with_a_reason_it_moves_to_the_next(open_page, look, firm, seller):
    other = making.listed_firm("云帆财税", [making.DE_VAT])
    page = open_page(person_of(firm.owner), size="phone")
    page.goto("/requests/")
    page.get_by_role("link", name="德国增值税申报").click()
    page.get_by_label("不能接？请选择原因").select_option(label="近期没有余力")
    page.get_by_label("补充说明").fill("本月已满")
    look(page, "incoming-decline-phone-zh")
    page.get_by_role("button", name="婉拒").click()
    page.get_by_text("请求已转给下一家").wait_for()
    assert [r.partner_ref for r in Referral.objects.order_by("position")] == [firm.ref, other.ref]

    theirs = open_page(person_of(seller), size="phone")
    theirs.goto(f"/requests/{Request.objects.get().ref}/")
    expect(theirs.get_by_text("本月已满")).to_be_visible()
    expect(theirs.get_by_role("link", name="云帆财税")).to_be_visible()
    look(theirs, "request-moved-on-phone-zh")


def test_a_new_offer_with_its_price(open_page, look, firm):
    """The charge shows the fields of its kind only; the directory shows what was typed."""
    page = open_page(person_of(firm.owner))
    page.goto("/profile/")
    look(page, "profile-desktop-zh")
    page.get_by_role("link", name="修改").click()
    row = page.get_by_role("group", name="收费项").first
    row.get_by_label("计费方式").select_option(label="按销售额抽成")
    expect(row.get_by_label("金额")).to_be_hidden()
    row.get_by_label("比例").fill("2.5%")
    row.get_by_label("每月至少").fill("60")
    page.get_by_role("button", name="添加收费项").click()
    added = page.get_by_role("group", name="收费项").last
    added.get_by_label("金额").fill("30")
    look(page, "offer-desktop-zh")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("服务与价格已保存").wait_for()
    page.get_by_role("link", name="公开页面").click()
    expect(page.get_by_text("销售额的 2.5%")).to_be_visible()


def _sees_no_contact(page: Page) -> None:
    source = page.content()
    for secret in (CONTACT.name, CONTACT.email, "5678", "13912345678", "wx_wang2026"):
        assert secret not in source
