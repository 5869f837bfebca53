"""From a credential on the operator's page to a successor on the seller's, by page and by API; refused in words."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.directory import making as world
from tests.platform.incidents.making import DE, certified, engaged, seller

from pilotage.platform.incidents.models import Affected, Incident

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(monkeypatch):
    """(operator, seller, the firm it works with, one that can take over), now."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.NOW)
    firm, other, who = certified(), certified("接手税务"), seller("卖家甲有限公司")
    engaged(firm, who, [DE])
    return world.operator(), who, firm, other


def test_seen_stopped_told_and_taken_over_by_pages(scene):
    operator, who, firm, other = scene
    desk = browser(operator)
    credential = firm.credentials["tax_agent_reference"]
    page = desk.get(reverse("certification:partner", args=[firm.ref])).content.decode()
    reach = f"{reverse('incidents:reach')}?kind=credential&about={credential}"
    assert reach.replace("&", "&amp;") in page or reach in page
    page = desk.get(reach).content.decode()
    assert "卖家甲有限公司" in page and "卖家 1 · 合同 1" in page and "2026-12-10" in page
    typed = {"kind": "credential", "about": credential, "reason_zh": "登记机关已注销"}
    desk.post(reverse("incidents:open"), typed)
    row, told = Incident.objects.get(), Affected.objects.get()
    page = desk.get(reverse("incidents:detail", args=[row.ref])).content.decode()
    assert "已通知，尚未处理" in page
    client, address = browser(who), reverse("incidents:mine", args=[told.ref])
    page = client.get(address).content.decode()
    assert "接手税务" in page and "岫舟税务" in page and "2026-12-10" in page
    answer = client.post(reverse("incidents:ask", args=[told.ref]), {"partner": other.ref})
    told.refresh_from_db()
    assert answer.headers["Location"] == reverse("requests:detail", args=[told.request.ref])
    assert "等接手方答复" in desk.get(reverse("incidents:detail", args=[row.ref])).content.decode()
    desk.post(reverse("incidents:close", args=[row.ref]), {"reason_zh": "已全部接手"})
    assert "已全部接手" in desk.get(reverse("incidents:detail", args=[row.ref])).content.decode()


@pytest.mark.parametrize(
    ("kind", "about", "status", "says"),
    [
        ("", "", 200, "发生了什么"),
        ("credential", "crd_nobodys", 404, "没有这份资质"),
        ("standing", "ptr_nobodys", 404, "没有这家服务商"),
        ("number", "？？？", 404, "没有资质使用这个编号"),
        ("silence", "x", 422, "请选择资质、服务商或编号"),
        ("number", "9" * 5000, 404, "没有资质使用这个编号"),
    ],
)
def test_what_is_not_there_is_said(scene, kind, about, status, says):
    answer = browser(scene[0]).get(reverse("incidents:reach"), {"kind": kind, "about": about})
    assert answer.status_code == status and says in answer.content.decode()


def test_no_reason_keeps_what_was_looked_at(scene):
    operator, _, firm, _ = scene
    typed = {"kind": "standing", "about": firm.ref, "reason_zh": " "}
    answer = browser(operator).post(reverse("incidents:open"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "请写明原因" in page and "卖家甲有限公司" in page
    assert not Incident.objects.exists()


def test_the_same_over_the_api(scene):
    operator, who, firm, other = scene
    desk, client, here = browser(operator), browser(who), "/api/v1/incidents"
    asked = {"kind": "standing", "about": firm.ref}
    (reach,) = desk.get(f"{here}/reach", asked).json()
    assert (reach["sellers"], reach["contracts"]) == (1, 1) and ["vat_filing", "DE"] in reach[
        "lost"
    ]
    why = {"zh": "已被列入失信名单"}
    made = desk.post(here, {**asked, "reason": why}, content_type="application/json")
    assert made.status_code == 201
    told = client.get(f"{here}/told").json()[0]
    whole = client.get(f"{here}/told/{told['ref']}").json()
    assert whole["successors"] == [other.ref] and whole["due"]["day"] == "2026-12-10"
    chosen = {"partner": other.ref}
    address = f"{here}/told/{told['ref']}/successor"
    assert client.post(address, chosen, content_type="application/json").json()["open"] is False
    again = client.post(address, chosen, content_type="application/json")
    assert again.status_code == 409 and "已经处理" in again.json()["says"]["zh"]
    ended = desk.post(f"{here}/{made.json()[0]['ref']}/close", why, content_type="application/json")
    assert ended.json()["closed_at"]
