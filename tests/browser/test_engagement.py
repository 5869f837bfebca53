"""An engagement from both sides: negotiated, signed, granted; late, credited, disputed, left with everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.going import person_of
from tests.platform.engagements import signing

from pilotage.jobs import worker
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.models import Contract

SESSION = 400 * 24 * 3600


class Clock:
    """The product's clock, which a journey over months can put forward."""

    def __init__(self) -> None:
        self._real, self.ahead = timezone.now, timedelta()

    def now(self):
        return self._real() + self.ahead

    def forward(self, **by: float) -> None:
        self.ahead += timedelta(**by)


@pytest.fixture
def clock(monkeypatch, settings) -> Clock:
    clock = Clock()
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


def test_from_the_offer_to_the_bag(table, seller, partner, look, clock, do_jobs):
    contract = _negotiated(seller, partner, table.referral.ref, look)
    _signed(seller, partner, contract, look)
    _granted(seller, contract, look)


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
    """To one person of the firm; taking it back is one red button."""
    page = seller.go("/grants/new/")
    page.get_by_label("用途").fill("德国增值税申报")
    page.get_by_label("查看申报与回执").check()
    page.get_by_label("德国").check()
    page.get_by_label("依据的合同").select_option(ref)
    look(page, "grant-new-desktop-zh")
    seller.press("确认授权")
    page.get_by_text("已授权").wait_for()
    look(page, "grant-desktop-zh")
