"""A case over pages and API: written in, refused in words, never lost, never a traceback."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.doors.browsers import browser
from tests.platform.disputes.making import parties

from pilotage.platform.cases.models import Case, CaseEvent, CaseVerdict, Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def some():
    return parties(timezone.now())


@pytest.fixture
def case(some) -> Case:
    """Opened by the seller on its page, with a file."""
    typed = {
        "title": "移仓漏报",
        "text": "请看附表",
        "key": "k1",
        "papers": SimpleUploadedFile("附表.csv", b"a,b"),
    }
    browser(some.seller).post(reverse("cases:new", args=[some.contract.ref]), typed)
    return Case.objects.get()


def test_opened_with_a_file_that_both_can_take(some, case):
    message = case.events.get()
    address = reverse("cases:file", args=[message.ref, message.files.get().document.ref])
    for side in (some.seller, some.partner):
        assert b"".join(browser(side).get(address).streaming_content) == b"a,b"
    page = browser(some.partner).get(reverse("cases:detail", args=[case.ref])).content.decode()
    assert "附表.csv" in page and "工作时间" in page


def test_a_second_click_is_the_same_message(some, case):
    address = reverse("cases:say", args=[case.ref])
    for _ in range(2):
        browser(some.partner).post(address, {"do": "ask", "text": "哪一批？", "key": "k2"})
    assert case.events.count() == 2


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ({"do": "reply", "text": " ", "key": "k"}, 422, "请写明内容"),
        ({"do": "reply", "text": "字" * 8001, "key": "k"}, 422, "8000"),
        ({"do": "nonsense", "text": "x", "key": "k"}, 404, "没有这个操作"),
        ({"do": "reopen", "text": "x", "key": "k"}, 409, "处理中"),
        ({"do": "reply", "text": "x\x00y", "key": "k"}, 422, "空"),
    ],
)
def test_what_cannot_be_sent_is_said_in_words(some, case, typed, status, says):
    answer = browser(some.partner).post(reverse("cases:say", args=[case.ref]), typed)
    assert answer.status_code == status
    assert says in answer.content.decode()
    assert CaseEvent.objects.count() == 1


def test_too_many_files_are_refused_and_nothing_is_sent(some, case):
    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(11)]
    typed = {"do": "reply", "text": "见附件", "key": "k", "papers": files}
    answer = browser(some.seller).post(reverse("cases:say", args=[case.ref]), typed)
    assert answer.status_code == 422 and "最多 10 个文件" in answer.content.decode()
    assert case.events.count() == 1


def test_the_api_gives_what_anybody_can_replay(some, case):
    from pilotage.engines.sla import cases as command

    client = browser(some.partner)
    address = f"/api/v1/cases/{case.ref}/steps"
    sent = client.post(
        address, json.dumps({"do": "reply", "text": "收到"}), content_type="application/json"
    )
    found = sent.json()
    answer = command.answer({"policy": found["policy"], "events": found["events"]})
    (verdict,) = [v for v in found["verdicts"] if v["promise"] == "first_response"]
    states = {one["obligation"]: one["state"] for one in answer["verdicts"]}
    assert states["first_response"] == verdict["state"] == "met"
    assert client.get("/api/v1/cases?offset=99999999999999999999").status_code == 422
    bad = client.post(
        address, json.dumps({"do": "resolve", "text": 5}), content_type="application/json"
    )
    assert bad.status_code == 422


def test_the_workspace_says_what_waits_for_whom(some, case):
    address = reverse("workspace:contract", args=[some.contract.ref])
    here = reverse("cases:detail", args=[case.ref])
    assert (
        f'<a href="{here}">服务单：移仓漏报</a>'
        in browser(some.partner).get(address).content.decode()
    )
    assert "现在没有" in browser(some.seller).get(address).content.decode()
    assert "移仓漏报" in browser(some.partner).get(reverse("workspace:list")).content.decode()


@pytest.fixture
def duty(some) -> Duty:
    """The seller has asked for its data on the workspace's page."""
    browser(some.seller).post(reverse("cases:ask-export", args=[some.contract.ref]))
    return Duty.objects.get()


def test_an_export_is_asked_for_and_delivered_on_its_page(some, duty):
    page = reverse("cases:duty", args=[duty.ref])
    assert "等服务商交付" in browser(some.seller).get(page).content.decode()
    work = browser(some.partner).get(reverse("workspace:contract", args=[some.contract.ref]))
    assert page in work.content.decode() and "数据导出" in work.content.decode()
    given = {"file": SimpleUploadedFile("全部数据.zip", b"PK"), "text": "全部"}
    address = reverse("cases:deliver", args=[duty.ref])
    assert browser(some.partner).post(address, given).status_code == 302
    taken = browser(some.seller).get(reverse("cases:duty-file", args=[duty.ref]))
    assert b"".join(taken.streaming_content) == b"PK"
    done = browser(some.seller).get(page).content.decode()
    assert "按时" in done and "判定的哈希" in done


@pytest.mark.parametrize("given", [{}, {"text": "x"}, {"file": "no file"}])
def test_nothing_is_delivered_without_a_file(some, duty, given):
    answer = browser(some.partner).post(reverse("cases:deliver", args=[duty.ref]), given)
    assert answer.status_code == 422
    assert Duty.objects.get().ended_at is None


def test_a_verdict_is_disputed_from_the_page_of_its_case(some, case):
    partner = browser(some.partner)
    partner.post(reverse("cases:say", args=[case.ref]), {"do": "reply", "text": "好", "key": "k"})
    verdict = CaseVerdict.objects.get()
    address = reverse("cases:dispute-verdict", args=[verdict.ref])
    detail = reverse("cases:detail", args=[case.ref])
    assert address in partner.get(detail).content.decode()
    assert partner.post(address, {"ground": "nonsense", "text": ""}).url == detail
    opened = partner.post(address, {"ground": "WRONG_TIMES", "text": "早就答复了"})
    assert opened.url.startswith("/disputes/dsp_")
    assert address not in partner.get(detail).content.decode()
