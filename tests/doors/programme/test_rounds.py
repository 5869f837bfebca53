"""Resources on the pages and over the API: why not, the queue, a round, and the draw done again before the reader."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.directory import making as world

from pilotage.platform.programme.models import Place, Round

pytestmark = pytest.mark.django_db
TYPED = {"resource": "event", "places": "1", "draw_on": "2026-12-02", "title_zh": "深圳峰会", "title_en": "Shenzhen summit"}  # fmt: skip
API = "/api/v1/programme"


@pytest.fixture
def clock(monkeypatch):
    """Moves the day forward."""
    now = [world.NOW]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now[0])
    return now


def text(client, address, language="zh"):
    client.cookies["pilotage_language"] = language
    return client.get(address).content.decode()


def test_a_round_from_its_opening_to_the_draw_on_the_pages(clock):
    desk, client = browser(world.operator()), browser(world.seller())
    firm = browser(world.firm().owner)
    everything = reverse("programme:resources")
    page = text(client, everything)
    assert "已停办" in page and "已于 2021-04-25 停办" in page and "未核实" in page
    assert "还没有已注册的商标" in page and page.count("resources/event/apply/") == 1
    assert "resources/vine/apply/" not in page and "开放一轮" not in page
    early = desk.post(reverse("programme:open-round"), TYPED | {"draw_on": "2026-12-01"})
    assert early.status_code == 422 and "2026-12-02" in early.content.decode()
    address = desk.post(reverse("programme:open-round"), TYPED).headers["Location"]
    for one in (client, firm):
        assert one.post(reverse("programme:apply", args=["event"])).status_code == 302
    page = text(client, everything, "en")
    assert "lots in the next draw: 1" in page and "In the queue" in page and "排队" not in page
    assert "2 份申请在排队" in text(client, address) and "现在抽签" not in text(desk, address)
    again = desk.post(reverse("programme:open-round"), TYPED)
    assert again.status_code == 422 and "已有一轮待抽签" in again.content.decode()
    secret = Round.objects.get().secret
    assert secret not in text(desk, address) and secret not in text(client, address)
    clock[0] += timedelta(days=7)
    assert "现在抽签" in text(desk, address)
    assert desk.post(f"{address}draw/").status_code == 302
    page, other = text(client, address), text(firm, address)
    for said in (page, other):
        assert "与公布的结果一致" in said and secret in said and "（您）" in said
        assert all(ref in said for ref in Place.objects.values_list("ref", flat=True))
    assert "岫舟税务" not in page and "岫舟税务" in text(desk, address)
    stranger = browser(world.member(world.organisation("seller", "别人"), "other"))
    said = text(stranger, address)
    assert "只给参加这一轮的组织看" in said and "plc_" not in said
    winner = next(one for one in (client, firm) if "放弃名额" in text(one, everything))
    place = Place.objects.get(state="given")
    assert winner.post(reverse("programme:withdraw", args=[place.ref])).status_code == 302
    assert Place.objects.get(pk=place.pk).state == "withdrawn"


def test_a_round_is_called_off_with_a_reason_on_the_page(clock):
    desk, client = browser(world.operator()), browser(world.seller())
    address = desk.post(reverse("programme:open-round"), TYPED).headers["Location"]
    short = desk.post(f"{address}call-off/", {"why_zh": "场地取消"})
    assert short.status_code == 422 and Round.objects.get().state == "open"
    desk.post(f"{address}call-off/", {"why_zh": "场地取消", "why_en": "the venue is gone"})
    assert "原定 2026-12-02 抽签" in text(client, address) and "此前申请的都参加" not in text(client, address)  # fmt: skip
    assert "场地取消" in text(client, address) and "the venue is gone" in text(client, address, "en")  # fmt: skip


def test_the_same_over_the_api(clock):
    desk, client = browser(world.operator()), browser(world.seller())
    stranger = browser(world.member(world.organisation("seller", "别人"), "other"))
    told = {one["code"]: one for one in client.get(f"{API}/resources").json()}
    assert [one["says_en"] for one in told["vine"]["reasons"]] and not told["event"]["reasons"]
    assert (told["early_reviewer"]["offered"], told["early_reviewer"]["until"]) == (False, "2021-04-25")  # fmt: skip
    refused = client.post(f"{API}/resources/early_reviewer/places")
    assert (refused.status_code, refused.json()["code"]) == (422, "NOT_ELIGIBLE")
    row = desk.post(f"{API}/rounds", TYPED | {"places": 1}, content_type="application/json").json()
    assert row["promised"] and not row["secret"] and not row["seed"]
    mine = client.post(f"{API}/resources/event/places").json()
    assert (mine["state"], mine["lots"]) == ("waiting", 1)
    assert client.get(f"{API}/rounds/{row['ref']}/replay").json() is None
    assert desk.post(f"{API}/rounds/{row['ref']}/draw").status_code == 409
    clock[0] += timedelta(days=7)
    drawn = desk.post(f"{API}/rounds/{row['ref']}/draw").json()
    assert drawn["state"] == "drawn" and len(drawn["secret"]) == len(drawn["seed"]) == 64
    again = client.get(f"{API}/rounds/{row['ref']}/replay").json()
    assert again["same"] and again["kept"] and again["mine"] == mine["ref"]
    assert [(one["place"], one["given"]) for one in again["lots"]] == [(mine["ref"], True)]
    assert stranger.get(f"{API}/rounds/{row['ref']}/replay").json() is None
    assert stranger.post(f"{API}/places/{mine['ref']}/withdraw").status_code == 404
    assert client.post(f"{API}/places/{mine['ref']}/withdraw").json()["state"] == "withdrawn"
    assert client.get(f"{API}/places").json()[0]["given_in"] == row["ref"]
    names = {one: one.get(f"{API}/places").json()[0]["organisation"] for one in (client, desk)}
    assert names[client] is None and names[desk]["zh"] == Place.objects.get().organisation.name.zh
    assert client.get(f"{API}/rounds").json()[0]["ref"] == row["ref"]


def test_the_lots_of_a_round_come_fifty_at_a_time_and_the_reader_finds_its_own(clock):
    desk, client = browser(world.operator()), browser(world.seller())
    ref = desk.post(f"{API}/rounds", TYPED, content_type="application/json").json()["ref"]
    mine = client.post(f"{API}/resources/event/places").json()["ref"]
    for number in range(51):
        firm = world.organisation("seller", f"第{number}家")
        Place.objects.create(
            organisation=firm, resource="event", applied_by="test", applied_at=clock[0], changed_at=clock[0],
        )  # fmt: skip
    clock[0] += timedelta(days=7)
    desk.post(f"{API}/rounds/{ref}/draw")
    pages = [client.get(f"{API}/rounds/{ref}/replay?offset={start}").json() for start in (0, 50)]
    lots = [one for some in pages for one in some["lots"]]
    assert [len(some["lots"]) for some in pages] == [50, 2] and all(one["same"] for one in pages)
    assert pages[0]["count"] == 52 and [one["order"] for one in lots] == list(range(1, 53))
    address = reverse("programme:round", args=[ref])
    said = [text(client, f"{address}?page={number}") for number in (1, 2)]
    at = next(one["order"] for one in lots if one["place"] == mine)
    assert all(f"您的申请在第 {at} 位" in one for one in said)
    assert ["（您）" in one for one in said] == [at <= 50, at > 50]
