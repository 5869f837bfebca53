"""Outcomes on the page and over the API: a figure with its basis, claims apart, a seller's shops noted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.directory import making as world
from tests.platform.incidents.making import DE, certified, engaged

from pilotage.platform.programme import actions
from pilotage.platform.programme.models import ShopRecord

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.NOW)


def test_a_figure_stands_with_its_basis_and_claims_stand_apart():
    firm = certified()
    engaged(firm, world.seller(), [DE], world.NOW - timedelta(days=10))
    desk = browser(world.operator())
    assert "还没有统计" in desk.get(reverse("programme:outcomes")).content.decode()
    actions.keep_outcomes(by=world.product(), at=world.NOW)
    page = desk.get(reverse("programme:outcomes")).content.decode()
    assert "统计截至 2026-11-24" in page and "样本不足：1 例" in page
    ours, claims = page.split('id="claims"')
    assert "98.6 %" in claims and "未经核实" in claims and "98.6 %" not in ours
    told = desk.get("/api/v1/programme/outcomes").json()
    assert {one["measure"] for one in told} >= {"sla", "disputes"}
    assert all(one["figure"]["as_of"] == "2026-11-24" for one in told)
    assert desk.get("/api/v1/programme/claims").json()[0]["confidence"] == "unverified"


def test_a_seller_notes_its_shop_on_the_page_and_over_the_api():
    client = browser(world.seller())
    typed = {"marketplace": "DE", "submitted_on": "2026-09-01", "answer": "approved"}
    wrong = client.post(reverse("programme:shops"), typed)
    assert wrong.status_code == 422 and "有答复就要填答复日期" in wrong.content.decode()
    done = client.post(reverse("programme:shops"), typed | {"answered_on": "2026-09-20"})
    assert done.status_code == 302
    assert "2026-09-20" in client.get(reverse("programme:shops")).content.decode()
    again = client.post("/api/v1/programme/shops", {**typed, "answered_on": "2026-09-21"}, content_type="application/json")  # fmt: skip
    assert again.status_code == 201
    assert str(ShopRecord.objects.get().answered_on) == "2026-09-21"
    assert len(client.get("/api/v1/programme/shops").json()) == 1


def test_announced_refused_and_read_by_pages_and_api():
    desk, client = browser(world.operator()), browser(world.seller())
    typed = {"audience": "seller", "title_zh": "评分规则", "title_en": "Scorecard", "body_zh": "十六周", "body_en": "16 weeks"}  # fmt: skip
    offered = desk.get(reverse("programme:announce")).content.decode()
    assert ">卖家<" in offered and "Sellers" not in offered
    early = desk.post(reverse("programme:announce"), typed | {"effective_on": "2026-12-01"})
    assert early.status_code == 422 and "2026-12-02" in early.content.decode()
    done = desk.post(reverse("programme:announce"), typed | {"effective_on": "2026-12-02"})
    address = done.headers["Location"]
    page = desk.get(address).content.decode()
    assert "已阅 0，共 1 个组织" in page and "Sellers" not in page
    assert "评分规则" in client.get("/").content.decode()
    client.post(f"{address}read/")
    assert "已阅 1，共 1 个组织" in desk.get(address).content.decode()
    ref = client.get("/api/v1/programme/announcements").json()[0]["ref"]
    late = typed | {"effective_on": "2026-12-20"}
    again = desk.post(f"/api/v1/programme/announcements/{ref}/again", late, content_type="application/json")  # fmt: skip
    assert again.status_code == 201 and again.json()["number"] == 2
    assert "这不是最新版本" in client.get(address).content.decode()
