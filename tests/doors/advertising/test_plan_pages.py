"""From files to the sheet through the browser's forms and through the API; with the real child once; refused in words."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.advertising import making
from tests.platform.directory import making as world

from pilotage.jobs import ads, ads_sheet
from pilotage.platform.advertising.models import AdPlan
from pilotage.platform.advertising.queries import Decided
from pilotage.platform.advertising.verdicts import verdicts
from pilotage.platform.documents.models import Document
from pilotage.web.advertising.showing import shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _moment(settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    monkeypatch.setattr("django.utils.timezone.now", lambda: making.NOW)


@pytest.fixture
def here(monkeypatch):
    """The child's work in this process: one test has the real child."""
    making.crunch_here(monkeypatch)


@pytest.fixture
def seller():
    return world.seller()


def upload(client, **given):
    files = {
        f"{role}": SimpleUploadedFile(f"{role}.xlsx", content)
        for role, content in making.files().items()
    }
    return client.post(
        reverse("advertising:new"), {"site": "DE", "target_acos": "30", **files, **given}
    )


def at(name: str, plan: AdPlan, *more: str) -> str:
    return reverse(f"advertising:{name}", args=[plan.ref, *more])


def read(client, plan: AdPlan, query: str = "") -> str:
    return client.get(at("detail", plan) + query).content.decode()


def test_from_files_to_the_sheet(seller, settings):
    client = browser(seller)
    sent = upload(client, brand="岫舟，Xiuzhou", step_up="40")
    plan = AdPlan.objects.get()
    assert sent.headers["Location"] == at("detail", plan)
    assert plan.wishes == {"target_acos": "0.3", "step_up": "0.4", "brand": ["岫舟", "Xiuzhou"]}
    assert "排队中" in read(client, plan)
    ads.run({"ref": plan.ref}, at=making.NOW)
    assert not list(settings.VAR.glob(".ads-*"))
    page = read(client, plan)
    assert "24 行 = 计入 24 + 拒收 0" in page and "出价由" in page
    whole = json.loads(b"".join(client.get(at("file", plan, "json")).streaming_content))
    bids = [n for n, one in enumerate(whole["changes"]) if one["what"] == "bid"]
    client.post(at("decide", plan), {"scope": "all", "what": "bid", "bulk": "accepted"})
    refused = client.post(at("decide", plan), {"refuse": f"{bids[1]}", f"reason-{bids[1]}": ""})
    assert refused.status_code == 422 and "不采纳须写明理由" in refused.content.decode()
    client.post(at("decide", plan), {"refuse": f"{bids[1]}", f"reason-{bids[1]}": "近期有促销"})
    assert "近期有促销" in read(client, plan, "?verdict=refused")
    assert "没有符合筛选的更改" in read(client, plan, "?words=没有这个词")
    assert client.get(at("file", plan, "sheet")).status_code == 404
    plan.refresh_from_db()
    client.post(at("approve", plan), {"seen": verdicts(plan).seen})
    assert "正在写上传表格" in read(client, plan)
    ads_sheet.run({"ref": plan.ref}, at=making.NOW)
    sheet = b"".join(client.get(at("file", plan, "sheet")).streaming_content)
    assert openpyxl.load_workbook(io.BytesIO(sheet)).active.max_row == len(bids)
    client.post(at("apply", plan), {"on": "2026-11-25"})
    assert "已于 2026-11-25 上传到亚马逊" in read(client, plan)


def test_ticked_and_the_page_and_back_to_where_one_was(seller, here):
    client = browser(seller)
    plan = making.made(seller, making.own(seller))
    sent = client.post(at("decide", plan), {"scope": "ticked", "place": ["1", "2"], "bulk": "accepted", "what": "bid", "page": "1"})  # fmt: skip
    assert sent.headers["Location"] == at("detail", plan) + "?what=bid&page=1#changes"
    client.post(
        at("decide", plan),
        {"scope": "page", "what": "negative", "bulk": "refused", "reason": "留着"},
    )
    assert making.standing(seller, plan) == {"open": 22, "accepted": 2, "refused": 2}
    client.post(at("decide", plan), {"reopen": "1"})
    client.post(at("decide", plan), {"accept": "5"})
    assert making.standing(seller, plan) == {"open": 22, "accepted": 2, "refused": 2}
    page = read(client, plan, "?campaign=K2")
    assert "K1 (13)" in page and "筛选出的全部 13 项" in page and "K1 · G1" not in page
    client.post(at("decide", plan), {"scope": "all", "campaign": "K2", "bulk": "open"})
    assert making.standing(seller, plan) == {"open": 24, "accepted": 1, "refused": 1}
    nothing = client.post(at("decide", plan), {"bulk": "accepted"})
    assert nothing.status_code == 422 and "没有选中任何更改" in nothing.content.decode()


def test_a_partner_proposes_and_the_desk_of_the_seller_says_so(seller, here):
    serves = making.partner(seller, "ads.read", "ads.plan")
    client, theirs = browser(serves), browser(seller)
    assert upload(client).status_code == 302
    plan = AdPlan.objects.get()
    ads.run({"ref": plan.ref}, at=making.NOW)
    client.post(at("decide", plan), {"scope": "all", "bulk": "accepted"})
    page = read(client, plan)
    assert "提交卖家批准" in page and "批准 26 项更改" not in page
    client.post(at("propose", plan), {"note": "首版，请看"})
    desk = theirs.get(reverse("home")).content.decode()
    assert "广告计划等您批准" in desk and at("detail", plan) in desk
    assert "首版，请看" in read(theirs, plan)
    theirs.post(at("return", plan), {"note": "否定词先不要"})
    assert "否定词先不要" in read(client, plan) and "提交卖家批准" in read(client, plan)
    theirs.post(at("drop", plan))
    assert "已作废" in read(theirs, plan)


@pytest.mark.parametrize(
    ("given", "says"),
    [({"target_acos": ""}, "不能用"), ({"target_acos": "多"}, "不是数字"), ({"target_acos": "1e9999999"}, "不是数字"), ({"budget": "1e999999"}, "不是数字"), ({"bulk": "bulk.xlsx"}, "“bulk”须是一个文件"), ({"site": "XX"}, "没有这个站点"), ({"as_of": "x"}, "不是日期")],
)  # fmt: skip
def test_what_makes_no_plan_is_refused_in_words(seller, given, says):
    answer = upload(browser(seller), **given)
    assert answer.status_code == 422 and says in answer.content.decode()
    assert not AdPlan.objects.exists()


@pytest.mark.parametrize("what", ["plans", "proofs"])
def test_text_where_a_file_is_asked_for_is_not_passed_over(seller, what):
    files = {role: SimpleUploadedFile(role, making.files()["terms"]) for role in ("terms", "history")}  # fmt: skip
    answer = browser(seller).post(
        f"/api/v1/advertising/{what}", {"target_acos": "0.3", **files, "bulk": "bulk.xlsx"}
    )
    assert answer.status_code == 422 and answer.json()["code"] == "NOT_ONE_FILE"
    assert not AdPlan.objects.exists() and not Document.objects.exists()


def test_two_files_in_one_field_are_not_passed_over(seller):
    twice = [SimpleUploadedFile(name, making.files()["terms"]) for name in ("june", "july")]
    answer = upload(browser(seller), terms=twice)
    assert answer.status_code == 422 and "“terms”须是一个文件" in answer.content.decode()


def test_the_sheet_of_a_dropped_plan_is_there_no_more(seller, here):
    client = browser(seller)
    plan = making.made(seller, making.own(seller))
    client.post(at("decide", plan), {"accept": "0"})
    making.approved(seller, plan)
    assert at("file", plan, "sheet") in read(client, plan)
    client.post(at("drop", plan))
    assert at("file", plan, "sheet") not in read(client, plan)
    assert "请下载表格" not in read(client, plan)
    assert client.get(at("file", plan, "sheet")).status_code == 404
    assert not client.get(f"/api/v1/advertising/plans/{plan.ref}").json()["has_sheet"]
    assert b"".join(client.get(at("file", plan, "json")).streaming_content)


def test_a_member_who_may_not_approve_puts_the_plan_before_the_owner(seller, here):
    member = browser(world.member(making.own(seller), "clerk", role="member"))
    plan = making.made(seller, making.own(seller))
    page = read(member, plan)
    assert at("propose", plan) in page and at("approve", plan) not in page
    assert at("propose", plan) not in read(browser(seller), plan)
    member.post(at("propose", plan))
    plan.refresh_from_db()
    assert plan.state == "proposed"


def test_no_files_and_files_of_no_use(seller, here):
    client = browser(seller)
    answer = client.post(reverse("advertising:new"), {"site": "DE", "target_acos": "30"})
    assert answer.status_code == 422 and "没有带点击数据的文件" in answer.content.decode()
    client.post(reverse("advertising:new"), {"site": "*", "target_acos": "30", "terms": SimpleUploadedFile("长" * 200 + ".xlsx", b"x")})  # fmt: skip
    plan = AdPlan.objects.get()
    ads.run({"ref": plan.ref}, at=making.NOW)
    page = read(client, plan)
    assert "没有可以使用的文件" in page and "文件已原样保留" in page


def test_a_wrong_file_is_named_and_the_rest_is_planned_from(seller, here):
    client = browser(seller)
    upload(client, bulk=SimpleUploadedFile("wrong.xlsx", making.files()["terms"]))
    plan = AdPlan.objects.get()
    ads.run({"ref": plan.ref}, at=making.NOW)
    page = read(client, plan)
    assert "wrong.xlsx 没有使用" in page and "请另选一个文件作为批量文件" in page
    assert "批准 0 项" not in page and "建议（缺编号" in page


def test_an_empty_room_says_what_to_do(seller):
    assert "还没有广告计划" in browser(seller).get(reverse("advertising:list")).content.decode()
    partner = world.firm().owner
    assert "授权" in browser(partner).get(reverse("advertising:list")).content.decode()
    assert "授权" in browser(partner).get(reverse("advertising:new")).content.decode()


def test_the_same_over_the_api(seller, here):
    client, root = browser(seller), "/api/v1/advertising/plans"
    files = {
        role: SimpleUploadedFile(f"{role}.xlsx", content)
        for role, content in making.files().items()
    }
    sent = client.post(root, {"site": "DE", "target_acos": "0.3", "frozen": "A-1,A-2", **files})
    assert sent.status_code == 202 and sent.json()["wishes"]["frozen"] == ["A-1", "A-2"]
    ref = sent.json()["ref"]
    ads.run({"ref": ref}, at=making.NOW)

    def post(step: str, **given):
        return client.post(f"{root}/{ref}/{step}", given, content_type="application/json")

    changes = client.get(f"{root}/{ref}/changes?what=negative").json()
    assert changes["count"] == 2 and changes["changes"][0]["change"]["reason_zh"]
    assert client.get(f"{root}/{ref}/changes?offset=50").json()["changes"] == []
    assert post("decide", verdict="refused", places=[0]).status_code == 422
    assert post("decide", verdict="accepted", places=[2**70]).status_code == 422
    assert post("decide", verdict="accepted", all=True, what="negative").json()["count"] == 2
    whole = client.get(f"{root}/{ref}").json()
    assert (
        whole["verdicts"] == {"open": 24, "accepted": 2, "refused": 0}
        and "approve" in whole["steps"]
    )
    assert post("approve", seen="0" * 16).status_code == 409
    assert post("approve", seen=whole["seen"]).json()["accepted"] == 2
    ads_sheet.run({"ref": ref}, at=making.NOW)
    assert client.get(f"{root}/{ref}").json()["has_sheet"]
    sheet = b"".join(client.get(f"{root}/{ref}/files/sheet").streaming_content)
    assert openpyxl.load_workbook(io.BytesIO(sheet)).active.max_row == 3
    assert post("apply", on="2026-11-25").json()["state"] == "applied"
    assert client.get(root).json()[0]["ref"] == ref


def test_evidence_is_told_once_and_money_as_money():
    posterior = {"value_per_click": 4.641, "low_90": 3.395, "high_90": 6.343}
    facts = {"clicks": 140, "spend": 315, "value": 4.641, "probability": 0.975, "posterior": posterior}  # fmt: skip
    row = {"position": 0, "what": "bid", "ids": {"targeting": "kw"}, "from": 2.5, "to": 1.255, "guard": [], "reason_zh": "", "reason_en": "", "evidence": facts, "expected": {"spend_per_day": 2.449}}  # fmt: skip
    one = shown(Decided(row, "open", None), "EUR")
    assert (one.before, one.after) == ("2.50 EUR", "1.255 EUR")
    assert [(says.zh, value) for says, value in one.evidence] == [
        ("点击", "140"), ("花费", "315.00 EUR"), ("每次点击价值", "4.641"), ("后验概率", "97.5%"),
        ("90% 区间", "3.395 … 6.343"),
    ]  # fmt: skip
    assert [value for _, value in one.expected] == ["2.45 EUR"]
