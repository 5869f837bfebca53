"""A stranger signs up, confirms, founds an organisation, turns on two steps and comes back."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from pilotage.platform.access import actions
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.notices.models import Letter
from pilotage.platform.parties.models import Membership, Person

PASSWORD = "ein langer weg nach hamburg"


def test_from_stranger_to_owner(open_page, look):
    page = open_page()
    page.goto("/")
    look(page, "landing-desktop-zh")
    page.get_by_role("link", name="免费注册").click()
    page.get_by_label("工作邮箱").fill("lin@example.com")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一次密码").fill(PASSWORD)
    look(page, "signup-desktop-zh")
    page.get_by_role("button", name="注册").click()
    page.get_by_role("heading", name="请确认邮箱").wait_for()

    page.goto(_link_in_last_letter())
    page.get_by_role("button", name="确认").click()
    page.get_by_label("邮箱").fill("lin@example.com")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    page.get_by_role("heading", name="创建组织").wait_for()
    page.get_by_label("公司名称").fill("深圳市蓝舟电子商务有限公司")
    look(page, "found-desktop-zh")
    page.get_by_role("button", name="创建", exact=True).click()
    page.get_by_text("您好，").wait_for()
    look(page, "desk-desktop-zh")
    assert Membership.objects.get(person__email="lin@example.com").role == "owner"


def test_two_steps(open_page, owner):
    page = open_page(owner, language="en")
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Turn on").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    secret = page.get_by_label("Cannot scan").input_value()
    page.get_by_label("Six digits").fill(_code(secret))
    page.get_by_role("button", name="Turn on").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    spare = page.locator("#recovery_codes").inner_text().split()[0]

    again = open_page(language="en")
    again.goto("/account/login/")
    again.get_by_label("E-mail").fill(owner.email)
    again.get_by_label("Password").fill(PASSWORD)
    again.get_by_role("button", name="Sign in").click()
    again.get_by_label("Code").fill(spare)
    again.get_by_role("button", name="Sign in").click()
    again.get_by_text("Hello,").wait_for()


@pytest.mark.drawn
@pytest.mark.parametrize(
    ("size", "language", "theme"),
    [
        ("desktop", "zh", "light"),
        ("desktop", "en", "dark"),
        ("phone", "zh", "dark"),
        ("phone", "en", "light"),
        ("small", "en", "dark"),
    ],
)
def test_every_page_of_the_frame_fits(open_page, look, owner, size, language, theme):
    """No page is wider than its screen, in either language, by day and by night."""
    mark = f"{size}-{language}-{theme}"
    stranger = open_page(size=size, language=language, theme=theme)
    for address in (
        "/",
        "/account/login/",
        "/account/signup/",
        "/account/password/reset/",
        "/no-such-page/",
    ):
        stranger.goto(address)
        look(stranger, f"out{address.replace('/', '-')}{mark}")
    page = open_page(owner, size=size, language=language, theme=theme)
    for address in (
        "/",
        "/notices/",
        "/audit/",
        "/account/",
        "/account/members/",
        "/account/keys/",
        "/account/email/",
        "/account/password/change/",
        "/account/2fa/",
        "/account/organisation/new/",
    ):
        page.goto(address)
        assert page.locator("html").get_attribute("data-bs-theme") == theme
        look(page, f"in{address.replace('/', '-')}{mark}")


def test_the_frame_by_keyboard_and_on_a_phone(open_page, owner):
    page = open_page(owner)
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"

    page.get_by_role("button", name="切换深色与浅色").click()
    page.reload()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="Hello,").wait_for()

    phone = open_page(owner, size="phone")
    phone.goto("/")
    phone.get_by_role("button", name="打开导航").click()
    phone.get_by_role("navigation", name="主导航").get_by_role("link", name="审计").click()
    phone.get_by_role("button", name="验证整条链").click()
    phone.get_by_text("每个指纹都对得上").wait_for()


def test_removing_a_member_asks_first(open_page, owner, colleague):
    page = open_page(owner)
    page.goto("/account/members/")
    row = page.get_by_role("row").filter(has_text=colleague.email)
    row.get_by_role("button", name="移出").click()
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    assert Membership.objects.filter(person=colleague, until=None).exists()
    row.get_by_role("button", name="移出").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    page.get_by_text("已移出").wait_for()
    assert not Membership.objects.filter(person=colleague, until=None).exists()


def _link_in_last_letter() -> str:
    found = re.search(r"https?://\S+", Letter.objects.latest("pk").body)
    assert found is not None
    return found[0]


def _code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def owner(transactional_db, at) -> Person:
    """The owner of a seller firm who has confirmed their address."""
    person = Person.objects.create_user("owner@example.com", PASSWORD, name="林晓舟")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    by = Viewer.product("test", at)
    actions.found_organisation(
        by=by, at=at, person=person, kind="seller", name_zh="深圳市蓝舟电子商务有限公司"
    )
    return person


@pytest.fixture
def colleague(owner, at) -> Person:
    person = Person.objects.create_user("colleague@example.com", name="陈帆")
    firm = owner.memberships.get().organisation
    by = Viewer.product("test", at)
    actions.join(by=by, at=at, person=person, organisation=firm, role="member")
    return person
