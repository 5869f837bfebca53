"""What the pages and the API say of terms, looks, people and the record; each refused in words."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.directory import making

from pilotage.platform.certification.models import Board, Credential, Mark, RegisterCheck

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def firm():
    return making.listed_firm()


@pytest.fixture
def desk():
    return browser(making.operator())


def page(client, name: str, *args: str) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, name: str, ref: str, **given: str) -> str:
    return client.post(reverse(name, args=[ref]), given, follow=True).content.decode()


def test_the_rules_are_public_with_what_is_announced(client):
    shown = page(client, "certification:rules")
    assert "2027-04" in shown and "已公布，尚未生效" in shown and "未核实" in shown
    assert "16 周中至少 13 周" in shown and "不从满分开始" in shown


def test_a_source_is_told_in_the_readers_language(client):
    zh = page(client, "certification:rules")
    client.cookies["pilotage_language"] = "en"
    en = page(client, "certification:rules")
    assert "运营指南" in zh and "programme guide" not in zh
    assert "programme guide" in en and "运营指南" not in en


def test_the_programme_looks_up_and_the_firm_reads_where_and_what(firm, desk):
    ref = firm.credentials["iso_27001"]
    said = send(desk, "certification:look", ref, register="CNCA", status="on_hold", seen="证书暂停")
    assert "核对结果已记录" in said and RegisterCheck.objects.get().status == "on_hold"
    mine = page(browser(firm.owner), "certification:mine")
    assert "CNCA" in mine and "证书暂停" in mine and "登记机构显示暂停" in mine
    assert "请写明在哪里核对" in send(desk, "certification:look", ref, register="", status="stands", seen="")  # fmt: skip


def test_the_firm_adds_what_was_not_typed_and_sees_by_when(firm):
    ref = firm.credentials["iso_27001"]
    Credential.objects.filter(ref=ref).update(details={"edition": "2022"})
    client = browser(firm.owner)
    assert "证书要素未填全" in page(client, "certification:mine")
    send(client, "certification:complete", ref, edition="2022", accreditation="CNAS", scope="税务")
    assert "证书要素未填全" not in page(client, "certification:mine")


def test_marks_board_and_people_on_the_programmes_page(firm, desk):
    member = making.holder(firm)
    for _ in range(4):
        send(desk, "certification:mark", firm.ref, code="LATE", reason_zh="三次逾期")
    shown = page(desk, "certification:partner", firm.ref)
    assert "提交复议" in shown and "三次逾期" in shown and "身份已核验" in shown
    assert "等待复议" in page(desk, "certification:queue")
    assert "暂停接单" in page(browser(making.seller()), "directory:partner", firm.ref)
    board = Board.objects.get()
    assert "请写明原因" in send(desk, "certification:decide-board", board.ref, outcome="keep")
    send(desk, "certification:decide-board", board.ref, outcome="keep", reason_zh="已整改")
    assert "不再计入" in page(desk, "certification:partner", firm.ref)
    assert "下架" in send(browser(firm.owner), "certification:left", member.ref)


def test_the_same_over_the_api(firm, desk):
    here, owner = "/api/v1/certification", browser(firm.owner)
    iso = firm.credentials["iso_27001"]
    looked = desk.post(f"{here}/credentials/{iso}/look", {"where": "CNCA", "status": "stands", "seen": "有效"}, content_type=JSON)  # fmt: skip
    assert (looked.status_code, looked.json()["status"]) == (201, "stands")
    assert desk.post(f"{here}/credentials/{iso}/look", {"where": "", "status": "stands", "seen": ""}, content_type=JSON).status_code == 422  # fmt: skip
    over = owner.post(f"{here}/credentials/{iso}/details", {"details": {"scope": "新范围"}}, content_type=JSON)  # fmt: skip
    assert (over.status_code, over.json()["code"]) == (409, "CHECKED_ALREADY")
    Credential.objects.filter(ref=iso).update(details={"edition": "2022", "accreditation": "CNAS"})
    told = owner.post(f"{here}/credentials/{iso}/details", {"details": {"scope": "新范围"}}, content_type=JSON)  # fmt: skip
    assert told.json()["details"]["scope"] == "新范围"
    listed = owner.post(f"{here}/credentials/{iso}/details", [None, None], content_type=JSON)
    assert (listed.status_code, listed.json()["code"]) == (400, "UNREADABLE")  # no object, no shape
    made = desk.post(f"{here}/partners/{firm.ref}/marks", {"code": "LATE", "reason": {"zh": "逾期"}}, content_type=JSON)  # fmt: skip
    assert made.status_code == 201
    record = owner.get(f"{here}/partners/{firm.ref}/record").json()
    assert (record["band"], record["figures"]["n"], len(record["marks"])) == ("unknown", 0, 1)
    desk.post(f"{here}/marks/{Mark.objects.get().ref}/lift", {"why": "申诉"}, content_type=JSON)
    assert Mark.objects.get().lifted_why == "申诉"
    rules = owner.get(f"{here}/rules").json()
    assert [v["version"] for v in rules["requirements"]][-1] == "2027-04"
    assert rules["badge"][-1]["weeks_kept"] == 13
    assert owner.get(f"{here}/mine").json()["items"][0]["ahead"] == []
