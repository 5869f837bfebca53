"""The programme: an application waits, evidence is checked, items are decided, the firm is listed, the chain holds."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.going import person_of
from tests.platform.directory import making

from pilotage.platform.certification import actions as certification

FR_VAT = ("vat_filing", "FR")


@pytest.fixture
def applicant(transactional_db) -> making.Firm:
    """A firm with offers for two countries, its evidence filed but not checked, its application waiting."""
    some = making.firm("岫舟税务")
    for kind in (*making.ALWAYS_NEEDED, "tax_agent_reference"):
        making.evidence(some, kind, accept=False)
    certification.submit_application(
        by=some.owner, at=making.NOW, partner=some.partner, items=[making.DE_VAT, FR_VAT]
    )
    return making.offering(some, [making.DE_VAT, FR_VAT])


def test_from_queue_to_listed(open_page, look, applicant):
    page = open_page(person_of(making.operator()))
    page.goto(f"/directory/{applicant.ref}/")
    expect(page.get_by_text("增值税申报")).to_have_count(0)

    page.goto("/")
    page.get_by_role("link", name="1 份认证申请待审核").click()
    look(page, "queue-desktop-zh")
    page.get_by_role("link", name="岫舟税务").click()
    look(page, "application-desktop-zh")

    _approve(page, "德国")
    expect(page.get_by_role("alert")).to_be_visible()  # not before the evidence is accepted
    for left in (2, 1, 0):
        page.get_by_role("button", name="已与登记机构核对，采信").first.click()
        expect(page.get_by_text("尚未核验")).to_have_count(left)
    _approve(page, "德国")
    expect(_item(page, "德国").get_by_text("已通过")).to_be_visible()
    _item(page, "法国").get_by_label("理由").first.fill("请补充法国税务代理协议")
    _item(page, "法国").get_by_role("button", name="要求补充").click()
    expect(_item(page, "法国").get_by_text("请补充法国税务代理协议")).to_be_visible()
    page.get_by_role("button", name="办结").click()
    page.get_by_text("审核已办结并通知对方").wait_for()

    visitor = open_page()
    visitor.goto("/directory/?q=岫舟")
    visitor.get_by_role("link", name="岫舟税务").first.click()
    expect(visitor.get_by_text("德国").first).to_be_visible()
    expect(visitor.get_by_text("法国")).to_have_count(0)
    look(visitor, "listed-desktop-zh")

    page.goto("/audit/")
    page.get_by_role("button", name="验证整条链").click()
    page.get_by_text("每个指纹都对得上").wait_for()
    look(page, "audit-desktop-zh")


def _item(page: Page, country: str) -> Locator:
    """The card of the service in this country."""
    return page.locator("section").filter(has=page.get_by_role("heading", name=country))


def _approve(page: Page, country: str) -> None:
    _item(page, country).get_by_role("button", name="通过", exact=True).click()
