"""The room in a browser and over the API: nothing typed is lost, files are read by the real child, everything in words."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.brand import making as world
from tests.platform.brand.making import HEAD, NOW, ROWS, SIGN, register
from tests.platform.directory import making

from pilotage.engines.marks import docket_case
from pilotage.jobs import brand as job
from pilotage.platform.brand.models import Alert, BrandWork, Mark

pytestmark = pytest.mark.django_db
# Pages read the real clock: what is due lies ahead of it whenever this runs.
PUBLISHED = (date.today() - timedelta(days=20)).isoformat()
CASE = {"id": "a", "office": "EUIPO", "event": "publication", "date": PUBLISHED, "facts": {}}
DUE = docket_case(CASE)["deadlines"][0]["due"]
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def seller():
    return making.seller()


@pytest.fixture
def client(seller):
    return browser(seller)


def read(client, name, *args, **query) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def test_a_mark_its_event_the_calendar_and_the_feed(client, monkeypatch):
    assert "还没有登记商标" in read(client, "brand:list")
    wrong = client.post(reverse("brand:new"), SIGN | {"classes": "99"})
    assert (
        wrong.status_code == 422
        and "1 到 45" in wrong.content.decode()
        and "VELTORA" in wrong.content.decode()
    )
    client.post(reverse("brand:new"), SIGN)
    mark = Mark.objects.get()
    lacking = client.post(reverse("brand:note-event", args=[mark.ref]), {"event": "publication"})
    assert lacking.status_code == 422
    client.post(
        reverse("brand:note-event", args=[mark.ref]), {"event": "publication", "on": PUBLISHED}
    )
    page = read(client, "brand:mark", mark.ref)
    assert DUE in page and "EUTMR art. 46(1)" in page
    assert DUE in read(client, "brand:list") and DUE in read(client, "calendar:list")
    opened = client.post(reverse("calendar:open-feed")).content.decode()
    feed = client.get(re.search(r"/calendar/feed/[\w-]+\.ics", opened)[0]).content.decode()
    assert DUE.replace("-", "") in feed
    event = mark.events.get()
    client.post(reverse("brand:settle", args=[event.ref]), {"name": "opposition", "note": "回执 7"})
    assert "已办理" in read(client, "brand:mark", mark.ref) and DUE not in read(
        client, "calendar:list"
    )


def test_a_list_is_brought_in_and_what_waits_stands_on_the_desk(client, seller, monkeypatch):
    world.direct(monkeypatch)
    wrong = SimpleUploadedFile("a.csv", b"sign,office\nX,MARS\n")
    refused = client.post(reverse("brand:import"), {"portfolio": wrong})
    assert refused.status_code == 422 and "第 2 行" in refused.content.decode()
    client.post(
        reverse("brand:import"),
        {"portfolio": SimpleUploadedFile("a.csv", b"sign,office\nVELTORA,CNIPA\n")},
    )
    mark = Mark.objects.get()
    on = (date.today() - timedelta(days=5)).isoformat()
    client.post(
        reverse("brand:note-event", args=[mark.ref]), {"event": "refusal_received", "on": on}
    )
    client.post(reverse("brand:watch"), {"register": register(seller).ref})
    job.run({"ref": BrandWork.objects.get(kind="watch").ref}, at=NOW)
    desk = read(client, "home")
    assert "申请复审" in desk and "2 条等您决定" in desk
    monkeypatch.setattr("pilotage.web.brand.pages.PER_PAGE", 1)
    client.post(reverse("brand:new"), SIGN | {"sign": "LATER"})
    assert "2 条相近申请等您处理" in read(client, "brand:list")  # those of the next page too


def test_readiness_compares_letter_by_letter_and_takes_a_picture_only(client):
    client.post(reverse("brand:new"), SIGN | {"registration_number": "1"})
    mark = Mark.objects.get()
    assert "缺 2 项" in read(client, "brand:mark", mark.ref, brand="Veltora")
    address = reverse("brand:picture", args=[mark.ref])
    refused = client.post(address, {"picture": SimpleUploadedFile("a.png", b"<svg/>")})
    assert refused.status_code == 422 and "不是图片" in refused.content.decode()
    client.post(address, {"picture": SimpleUploadedFile("a.png", PNG)})
    assert "没有发现缺项" in read(client, "brand:mark", mark.ref, brand="VELTORA")
    shown = client.get(address)
    assert b"".join(shown.streaming_content) == PNG
    assert shown.headers["Content-Disposition"].startswith("attachment")


def test_a_register_is_read_by_the_real_child_and_a_name_cleared(client):
    assert "先导入一份注册簿" in read(client, "brand:clearance")
    empty = client.post(reverse("brand:registers"))
    assert empty.status_code == 422 and "没有收到文件" in empty.content.decode()
    client.post(
        reverse("brand:registers"),
        {"register": SimpleUploadedFile("r.csv", (HEAD + ROWS).encode())},
    )
    work = BrandWork.objects.get()
    assert "排队中" in read(client, "brand:work", work.ref)
    job.run({"ref": work.ref}, at=NOW)
    assert "4 条商标，3 条有效" in read(client, "brand:work", work.ref)


def test_clearance_and_report_side_by_side(client, seller, monkeypatch):
    world.direct(monkeypatch)
    client.post(reverse("brand:clearance"), {"register": register(seller).ref, "name": "VELTORA"})
    work = BrandWork.objects.get(kind="screen")
    job.run({"ref": work.ref}, at=NOW)
    page = read(client, "brand:work", work.ref)
    assert "FELDTORA" in page and "请交商标代理人或律师判断" in page
    file = SimpleUploadedFile("b.csv", b"id,mark\n018900001,VELTORA\n9,ELSEWHERE\n")
    client.post(reverse("brand:compare", args=[work.ref]), {"report": file})
    made = BrandWork.objects.get(kind="compare")
    job.run({"ref": made.ref}, at=NOW)
    page = read(client, "brand:work", made.ref)
    assert "不在导入的这份注册簿里" in page and "VELTORRA PRO" in page


def test_an_alert_in_both_languages_and_the_menu(client, seller, monkeypatch):
    world.direct(monkeypatch)
    assert "先登记要监测的商标" in read(client, "brand:alerts")
    client.post(reverse("brand:new"), SIGN | {"owner": "Nordlicht GmbH"})
    client.post(reverse("brand:watch"), {"register": register(seller).ref})
    job.run({"ref": BrandWork.objects.get(kind="watch").ref}, at=NOW)
    alert = Alert.objects.get()
    assert "VELTORRA PRO" in read(client, "brand:alerts")
    page = read(client, "brand:alert", alert.ref)
    assert "异议期限 2027-02-02" in page and "合同生效后才能开服务单" in page
    client.cookies["pilotage_language"] = "en"
    assert "refer to counsel" in read(client, "brand:alert", alert.ref)
    assert "1,800.00 USD" in read(client, "brand:services")
    client.post(reverse("brand:dismiss", args=[alert.ref]), {"why": "other goods"})
    assert "Take it up again" in read(client, "brand:alert", alert.ref)


def test_the_same_over_the_api(client, seller, monkeypatch):
    world.direct(monkeypatch)

    def post(path: str, **body):
        return client.post(f"/api/v1/brand/{path}", body, content_type="application/json")

    mark = post("marks", **SIGN).json()
    got = post(f"marks/{mark['ref']}/events", event="publication", on=PUBLISHED).json()
    assert [(d["name"], d["day"], d["unverified"]) for d in got["deadlines"]] == [
        ("opposition", DUE, False)
    ]
    assert len(client.get("/api/v1/brand/deadlines").json()) == 1
    assert client.get("/api/v1/brand/deadlines?offset=1").json() == []
    wrong = post("marks", **SIGN | {"office": "MARS"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "MARK_INVALID")
    file = SimpleUploadedFile("r.csv", (HEAD + ROWS).encode())
    taken = client.post("/api/v1/brand/registers", {"file": file}).json()
    job.run({"ref": taken["reading"]}, at=NOW)
    work = post("clearances", register_ref=taken["ref"], name="VELTORA").json()
    job.run({"ref": work["ref"]}, at=NOW)
    hits = client.get(f"/api/v1/brand/runs/{work['ref']}").json()["result"]["hits"]
    assert hits[0]["mark"] == "VELTORA" and {"sound", "look", "meaning", "goods"} <= hits[0].keys()
    job.run({"ref": post("watches", register_ref=taken["ref"]).json()["ref"]}, at=NOW)
    told = client.get("/api/v1/brand/alerts").json()
    one = next(a for a in told if a["filed"]["mark"] == "VELTORRA PRO")
    assert one["opposition"]["due"] == "2027-02-02"
    assert post(f"alerts/{one['ref']}/dismissal", why="x").json()["state"] == "dismissed"
    assert client.delete(f"/api/v1/brand/marks/{mark['ref']}").status_code == 204
    assert client.get(f"/api/v1/brand/marks/{mark['ref']}").status_code == 404
