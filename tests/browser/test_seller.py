"""A seller: signs in, drops in a report, reads the advice, plans a shortlist, compares, asks, follows each step."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.going import sign_in
from tests.platform.directory import making

from pilotage.config.demo import reports, world
from pilotage.config.demo.people import LOGINS
from pilotage.platform.engagements import actions as engagements
from pilotage.platform.engagements.models import Referral, Request
from pilotage.platform.parties.models import Kind

REPORT = "增值税交易报告_2026-07.csv"


@pytest.fixture
def report(transactional_db, tmp_path) -> Path:
    """A world of partners, and a report as a seller has it on disk."""
    world.seed(partners=150, sellers=1, seed=7, at=timezone.now(), progress=lambda done: None)
    reports.invent(reports.REPORTS[REPORT], tmp_path / REPORT)
    return tmp_path / REPORT


def test_from_report_to_answer(open_page, look, do_jobs, report):
    page = open_page()
    sign_in(page, LOGINS[Kind.SELLER].email)
    page.get_by_role("link", name="上传一份增值税交易报告").click()
    page.get_by_label("增值税交易报告").set_input_files(report)
    page.get_by_role("button", name="上传并诊断").click()
    page.get_by_text("可以离开这个页面").wait_for()
    look(page, "fit-progress-desktop-zh")

    do_jobs()
    page.get_by_role("heading", name="现在缺什么").wait_for()
    expect(page.get_by_text("货物曾存放在德国").first).to_be_visible()
    look(page, "fit-advice-desktop-zh")

    page.get_by_role("link", name="找出最优组合").click()
    first = page.get_by_role("article").first
    expect(first.get_by_text("首选")).to_be_visible()
    expect(first.get_by_text("服务费")).to_be_visible()
    expect(first.get_by_text("代收代付")).to_be_visible()
    assert re.search(r"[\d,]+\.\d\d", first.locator(".h2").inner_text())
    look(page, "shortlist-desktop-zh")

    # For one service the sets are single partners, which compare side by side.
    page.goto("/shortlist/?needs=vat_filing:DE")
    expect(page.get_by_role("article")).to_have_count(3)
    page.get_by_role("link", name="并排比较这些服务商").click()
    expect(page.get_by_role("columnheader")).to_have_count(4)
    look(page, "compare-desktop-zh")
    page.get_by_role("link", name="发送请求").first.click()

    page.get_by_label("主营品类").fill("家居收纳")
    page.get_by_label("具体需求").fill("德国月度申报，请加微信 lanjing2026 详谈")
    look(page, "request-new-desktop-zh")
    page.get_by_role("button", name="发出请求").click()
    page.get_by_role("heading", name="德国增值税申报").wait_for()
    expect(page.get_by_text("最迟答复")).to_be_visible()
    expect(page.get_by_role("heading", name="服务商联系方式")).to_have_count(0)
    look(page, "request-sent-desktop-zh")

    _view_and_accept()
    page.reload()
    expect(page.get_by_text("已查看")).to_be_visible()
    page.get_by_role("heading", name="服务商联系方式").wait_for()
    look(page, "request-accepted-desktop-zh")
    page.get_by_role("link", name="通知，1 条未读").click()
    expect(page.get_by_text("接受了您的请求").first).to_be_visible()


def _view_and_accept() -> None:
    """The partner who holds the request looks and accepts."""
    referral = Referral.objects.get(request=Request.objects.get())
    owner = making.member(referral.partner, "answers")
    for act in (engagements.view, engagements.accept):
        act(by=owner, at=timezone.now(), ref=referral.ref)
