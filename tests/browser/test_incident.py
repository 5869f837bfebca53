"""A certificate falls away: the operator sees whom it reaches and stops; the seller is warned; a successor accepts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.going import person_of
from tests.platform.directory import making
from tests.platform.incidents.making import DE, certified, engaged, seller


@pytest.fixture
def scene(transactional_db):
    firm, other, who = certified(), certified("接手税务"), seller("深圳市蓝舟电子商务有限公司")
    engaged(firm, who, [DE])
    return person_of(making.operator()), person_of(who), firm, other


def test_from_a_lost_certificate_to_a_successor(open_page, look, scene):
    operator, owner, firm, other = scene
    desk = open_page(operator)
    desk.goto(f"/certification/partners/{firm.ref}/")
    paper = desk.locator(f"#{firm.credentials['tax_agent_reference']}")
    paper.get_by_role("link", name="影响范围").click()
    expect(desk.get_by_text("深圳市蓝舟电子商务有限公司")).to_be_visible()
    look(desk, "reach-desktop-zh")
    desk.get_by_label("原因").fill("登记机关已注销")
    desk.get_by_role("button", name="停止匹配并通知").click()
    expect(desk.get_by_text("已通知，尚未处理")).to_be_visible()

    page = open_page(owner, size="phone")
    page.goto("/")
    page.get_by_role("link", name="您的服务商出现变化").first.click()
    expect(page.get_by_text("最近的法定期限")).to_be_visible()
    look(page, "incident-phone-zh")
    page.get_by_role("button", name="请它接手").click()
    page.get_by_text("请求已发出").wait_for()

    successor = open_page(person_of(other.owner), language="en")
    successor.goto("/")
    successor.get_by_role("link", name="VAT return filing (Germany)").first.click()
    successor.get_by_role("button", name="Accept").click()
    desk.reload()
    expect(desk.get_by_text("接手方已接受")).to_be_visible()
    look(desk, "incident-desktop-zh")
    visitor = open_page()
    visitor.goto(f"/directory/{firm.ref}/")
    expect(visitor.get_by_text("增值税申报")).to_have_count(0)
