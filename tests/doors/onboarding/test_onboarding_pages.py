"""From an empty application to boxes on a page and a better paper; real reading in a real child; refused in words."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from tests.doors.browsers import browser
from tests.platform.directory import making
from tests.platform.onboarding import test_applications as world

from pilotage.jobs import onboarding as job
from pilotage.platform.onboarding.models import Dossier, Paper, PreAudit

pytestmark = pytest.mark.django_db
TYPED = {"marketplace": "DE", "company_name_zh": "深圳市蓝舟电子商务有限公司"}


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def client():
    return browser(making.seller())


@pytest.fixture
def shop(client) -> Dossier:
    client.post(reverse("onboarding:new"), TYPED)
    return Dossier.objects.get()


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "PNG")
    return out.getvalue()


def send(client, shop, content: bytes, name="business_licence", file="执照.png"):
    address = reverse("onboarding:add", args=[shop.ref])
    return client.post(address, {name: SimpleUploadedFile(file, content)})


def read(client, shop) -> str:
    return client.get(reverse("onboarding:detail", args=[shop.ref])).content.decode()


def test_boxes_stand_on_the_page_and_a_new_paper_asks_for_a_new_check(client, shop, monkeypatch):
    world.child(monkeypatch, [])
    assert "还没有" not in read(client, shop) and "营业执照" in read(client, shop)
    send(client, shop, picture())
    client.post(reverse("onboarding:check", args=[shop.ref]))
    assert "正在读取资料" in read(client, shop)
    job.run({"ref": PreAudit.objects.get().ref}, at=making.NOW)
    page = read(client, shop)
    assert "先修正再提交" in page and "名称不一致" in page and "应为" in page
    assert '<rect x="4" y="14" width="202" height="52"' in page
    paper = Paper.objects.get()
    assert client.get(reverse("onboarding:page", args=[paper.ref])).content == b"jpeg"
    original = client.get(reverse("onboarding:paper", args=[paper.ref]))
    assert b"".join(original.streaming_content) == picture()
    assert original.headers["Content-Disposition"].startswith("attachment")
    send(client, shop, picture() + b" ")
    assert "请重新预审" in read(client, shop)
    assert "先修正再提交" in client.get(reverse("onboarding:list")).content.decode()


@pytest.mark.slow
def test_a_blank_page_is_read_by_the_real_child_and_said_to_be_unreadable(client, shop):
    send(client, shop, picture())
    client.post(reverse("onboarding:check", args=[shop.ref]))
    job.run({"ref": PreAudit.objects.get().ref}, at=making.NOW)
    page = read(client, shop)
    assert "营业执照：无法读取任何字段" in page and "缺少文件：银行对账单" in page
    assert Paper.objects.get().page_sha256


def test_many_at_once_find_their_places_and_the_others_are_named(client, shop):
    names = ["营业执照.png", "身份证反面.png", "身份证正面.png", "工行对账单.png", "8月流水.png", "9月流水.png", "IMG_1.png"]  # fmt: skip
    sent = [SimpleUploadedFile(name, picture() + name.encode()) for name in names]
    client.post(reverse("onboarding:add", args=[shop.ref]), {"files": sent})
    assert set(Paper.objects.values_list("name", "file_name")) == {
        ("business_licence", "营业执照.png"),
        ("legal_representative_id_back", "身份证反面.png"),
        ("legal_representative_id_front", "身份证正面.png"),
        ("bank_statement", "工行对账单.png"),
        ("platform_statement_1", "8月流水.png"),
        ("platform_statement_2", "9月流水.png"),
    }
    assert "IMG_1.png" in read(client, shop)


def test_put_away_leaves_the_codes(client, shop, monkeypatch):
    world.child(monkeypatch, [])
    send(client, shop, picture())
    client.post(reverse("onboarding:check", args=[shop.ref]))
    job.run({"ref": PreAudit.objects.get().ref}, at=making.NOW)
    client.post(reverse("onboarding:put-away", args=[shop.ref]))
    page = read(client, shop)
    assert "资料已于" in page and "蓝舟" not in page
    assert client.get(reverse("onboarding:page", args=[Paper.objects.get().ref])).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "status", "says"),
    [
        ("diploma", b"x", 422, "没有收到文件"),
        ("business_licence", b"", 422, "空"),
    ],
)
def test_what_is_no_paper_is_refused_in_words(client, shop, name, content, status, says):
    answer = send(client, shop, content, name)
    assert answer.status_code == status and says in answer.content.decode()


def test_typed_words_are_kept_when_one_does_not_fit(client):
    answer = client.post(reverse("onboarding:new"), {**TYPED, "id_number": "1" * 41})
    assert answer.status_code == 422 and "蓝舟" in answer.content.decode()
    assert not Dossier.objects.exists()


def test_the_same_over_the_api(client, monkeypatch):
    world.child(monkeypatch, [])
    here = "/api/v1/onboarding"
    made = client.post(here, {**TYPED, "target_sites": ["DE"]}, content_type="application/json")
    assert made.status_code == 201
    one = f"{here}/{made.json()['ref']}"
    sent = {"name": "business_licence", "file": SimpleUploadedFile("a.png", picture())}
    assert client.post(f"{one}/papers", sent).json()["papers"][0]["name"] == "business_licence"
    assert client.post(f"{one}/papers", {**sent, "name": "diploma", "file": SimpleUploadedFile("a", b"x")}).status_code == 422  # fmt: skip
    assert client.post(f"{one}/audits").status_code == 202
    job.run({"ref": PreAudit.objects.get().ref}, at=making.NOW)
    whole = client.get(one).json()
    assert (whole["audit"]["verdict"], whole["audit"]["answer"]["findings"][0]["code"]) == ("fix_first", "NAME_MISMATCH_ZH")  # fmt: skip
    wrong = client.put(one, {"marketplace": "XX"}, content_type="application/json")
    assert wrong.status_code == 422 and "没有站点" in wrong.json()["says"]["zh"]
    assert client.delete(f"{one}/papers").json()["papers"] == []


def test_the_plan_names_what_nothing_may_delay_and_that_days_are_estimates(client, shop):
    address = reverse("onboarding:plan", args=[shop.ref])
    page = client.get(address).content.decode()
    assert (
        "未核实" in page
        and "取得增值税号" in page
        and "取得生产者责任编号" in page
        and "关键" in page
    )
    fewer = client.get(address, {"asked": "1", "done": ["dossier", "nonsense"]}).content.decode()
    assert "取得增值税号" not in fewer and "亚马逊品牌注册" not in fewer
