"""An engagement from both sides: negotiated, signed, granted; late, credited, disputed, left with everything."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.going import person_of
from tests.platform.directory import making
from tests.platform.engagements import signing

from pilotage.engines.exits import verifier
from pilotage.jobs import worker
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.billing.models import CreditReversal
from pilotage.platform.engagements.models import Contract
from pilotage.platform.exits.keys import public_key

SESSION = 400 * 24 * 3600


class Clock:
    """The product's clock from a working Wednesday on, which a journey over months can put forward."""

    def __init__(self, start: datetime) -> None:
        # allauth reads the real clock when it checks a code.
        self.real, self.ahead = timezone.now, start - timezone.now()

    def now(self):
        return self.real() + self.ahead

    def forward(self, **by: float) -> None:
        self.ahead += timedelta(**by)


@pytest.fixture
def clock(monkeypatch, settings, at) -> Clock:
    clock = Clock(at)
    monkeypatch.setattr(timezone, "now", clock.now)
    monkeypatch.setattr(worker, "now", clock.now)
    settings.SESSION_COOKIE_AGE = SESSION
    return clock


@dataclass
class Desk:
    """One side at its browser, with the app that shows its codes."""

    who: Viewer
    page: Page
    clock: Clock

    def go(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def code(self) -> str:
        """A code not used before: each works once, so the half minute is over first."""
        self.clock.forward(seconds=31)
        return signing.code(self.who, timezone.now())


@pytest.fixture
def table(transactional_db, settings, tmp_path, clock) -> signing.Table:
    settings.VAR = tmp_path
    return signing.table(timezone.now())


@pytest.fixture
def seller(table, open_page, clock) -> Desk:
    return Desk(table.seller, open_page(person_of(table.seller)), clock)


@pytest.fixture
def partner(table, open_page, clock) -> Desk:
    return Desk(table.partner, open_page(person_of(table.partner)), clock)


@pytest.fixture
def operator(table, open_page, clock) -> Desk:
    who = making.operator()
    return Desk(who, open_page(person_of(who)), clock)


def test_from_the_offer_to_the_reversal(
    table, seller, partner, operator, look, clock, do_jobs, tmp_path
):
    contract = _negotiated(seller, partner, table.referral.ref, look)
    _signed(seller, partner, contract, look)
    _granted(seller, contract, look)
    _answered_late(seller, partner, contract, look)
    clock.forward(days=40)
    do_jobs()
    _credited(seller, contract, look)
    _disputed(seller, partner, operator, look)
    clock.forward(days=31)
    do_jobs()
    page = seller.go(f"/workspace/{contract}/")
    page.get_by_role("link", name="账单 3", exact=True).click()
    expect(page.get_by_text("争议成立，冲回赔偿").first).to_be_visible()
    look(page, "invoice-reversal-desktop-zh")
    (tmp_path / "left").mkdir()
    _left_with_everything(seller, do_jobs, look, tmp_path / "left")


def _negotiated(seller: Desk, partner: Desk, referral: str, look) -> str:
    """The partner drafts and offers, the seller wants a faster answer, the partner agrees."""
    page = partner.go(f"/requests/in/{referral}/")
    partner.press("起草合同")
    page.get_by_label("卖家登记号").fill("91440300MA5EXAMPLE")
    page.get_by_label("服务商登记号").fill("91330100MA2EXAMPLE")
    page.get_by_label("证书编号").fill("IS 612345")
    page.get_by_label("授权范围").fill("增值税交易报告（只读）")
    partner.press("保存草稿")
    partner.press("发给卖家")
    ref = Contract.objects.get().ref
    page = seller.go(f"/contracts/{ref}/")
    look(page, "contract-offered-desktop-zh")
    page.get_by_role("link", name="还价").click()
    page.get_by_label("首次答复").fill("2")
    seller.press("提出新版本")
    page = partner.go(f"/contracts/{ref}/compare/")
    expect(page.get_by_text("PT2H").first).to_be_visible()
    look(page, "contract-compare-desktop-zh")
    partner.go(f"/contracts/{ref}/")
    partner.press("同意这一版")
    return ref


def _signed(seller: Desk, partner: Desk, ref: str, look) -> None:
    for desk in (seller, partner):
        page = desk.go(f"/contracts/{ref}/sign/")
        page.get_by_label("验证码").fill(desk.code())
        desk.press("签署")
        page.wait_for_url(f"**/contracts/{ref}/")
    expect(page.get_by_text("生效中").first).to_be_visible()
    look(page, "contract-in-force-desktop-zh")


def _granted(seller: Desk, ref: str, look) -> None:
    """To one person of the firm, once the seller has proved again who it is; taking it back is one red button."""
    page = seller.go("/grants/new/")
    page.get_by_label("用途").fill("德国增值税申报")
    page.get_by_label("查看申报与回执").check()
    page.get_by_label("德国").check()
    page.get_by_label("依据的合同").select_option(ref)
    look(page, "grant-new-desktop-zh")
    seller.press("确认授权")
    look(page, "still-you-desktop-zh")
    page.get_by_label("验证码").fill(signing.code(seller.who, seller.clock.real()))
    seller.press("继续")
    page.get_by_text("已授权").wait_for()
    look(page, "grant-desktop-zh")


def _answered_late(seller: Desk, partner: Desk, ref: str, look) -> None:
    """The seller asks; the partner answers days later, and everybody sees that it was late."""
    page = seller.go(f"/cases/new/{ref}/")
    page.get_by_label("标题").fill("十一月申报有误")
    page.get_by_label("内容").fill("移仓没有计入")
    seller.press("发送")
    page.get_by_text("工作时间").first.wait_for()
    look(page, "case-running-desktop-zh")
    seller.clock.forward(days=8)
    page = partner.go(page.url)
    page.get_by_label("写给对方").fill("抱歉，已更正")
    partner.press("发送答复")
    expect(page.get_by_text("逾期").first).to_be_visible()
    partner.press("标为已解决")
    expect(page.get_by_text("已解决").first).to_be_visible()
    look(page, "case-late-desktop-zh")


def _credited(seller: Desk, ref: str, look) -> None:
    """Nobody claimed it: the invoice of November is lower."""
    page = seller.go(f"/workspace/{ref}/")
    look(page, "workspace-desktop-zh")
    page.get_by_role("link", name="账单 1", exact=True).click()
    expect(page.get_by_text("首次答复未达标").first).to_be_visible()
    look(page, "invoice-credit-desktop-zh")
    page.get_by_role("link", name="赔偿如何算出").click()
    expect(page.get_by_text("0/1").first).to_be_visible()
    look(page, "credit-desktop-zh")


def _disputed(seller: Desk, partner: Desk, operator: Desk, look) -> None:
    """The partner disputes a line, the seller answers, the programme decides."""
    page = partner.go(seller.page.url)
    form = page.locator("details", has_text="提出争议").first
    form.get_by_text("提出争议").first.click()
    form.get_by_label("理由").select_option("WAITED_FOR_SELLER")
    form.get_by_label("说明").fill("当时在等资料")
    form.get_by_role("button", name="提交争议").click()
    page.get_by_text("待对方答复").first.wait_for()
    address = page.url
    page = seller.go(address)
    page.get_by_label("您的答复").fill("没有等资料")
    seller.press("答复")
    page = partner.go(address)
    partner.press("提交平台裁定")
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    page.get_by_text("平台裁定中").first.wait_for()
    page = operator.go(address)
    page.get_by_label("支持", exact=True).check()
    page.get_by_label("理由（中文）").fill("记录显示当时在等卖家资料")
    look(page, "dispute-desk-desktop-zh")
    operator.press("发布裁定")
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(page.get_by_text("已裁定").first).to_be_visible()


def _left_with_everything(seller: Desk, do_jobs, look, folder: Path) -> None:
    """The bag is fetched and verified offline; the case and the reversal are in it; its root is noted."""
    page = seller.go("/exits/")
    look(page, "exits-desktop-zh")
    seller.press("导出全部数据")
    page.get_by_text("可以离开这个页面").wait_for()
    do_jobs()
    page.get_by_text("第一步：下载").wait_for()
    look(page, "bag-desktop-zh")
    with page.expect_download() as fetched:
        page.get_by_role("button", name="下载").click()
    fetched.value.save_as(folder / "bag.zip")
    with zipfile.ZipFile(folder / "bag.zip") as archive:
        archive.extractall(folder)
    (bag,) = (path for path in folder.iterdir() if path.is_dir())
    assert verifier.main([f"--key={public_key()}", "--", str(bag)]) == 0
    whole = b"".join(path.read_bytes() for path in bag.rglob("*.jsonl"))
    assert "移仓没有计入".encode() in whole and CreditReversal.objects.get().ref.encode() in whole
    page.get_by_label("验证程序输出的 root").fill(verifier.check(bag)[2])
    seller.press("登记我的验证结果")
    page.get_by_text("您已验证").wait_for()
