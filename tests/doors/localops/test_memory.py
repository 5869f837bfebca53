"""A translation memory: TMX in, near texts with their percentage, TMX out, deleted; whole or not at all; a partner by grant only."""

from __future__ import annotations

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.directory import making
from tests.platform.grants import making as grants

from pilotage.engines.memory import Account, Unit, read, write
from pilotage.platform.audit.models import Event
from pilotage.platform.localops.actions import memory
from pilotage.platform.localops.models import TmUnit

pytestmark = pytest.mark.django_db
MEMORY, API = "/local/memory/", "/api/v1/localops/memory"
UNITS = [
    Unit("zh-CN", "de", "电水壶 1.7 升", "Wasserkocher 1,7 l", "Li"),
    Unit("zh-CN", "de", "电水壶 1.5 升", "Wasserkocher 1,5 l <b>"),
    Unit("zh-CN", "fr", "电水壶 1.7 升", "Bouilloire 1,7 l"),
]


@pytest.fixture
def seller():
    return making.seller()


def bring(client, units: list[Unit] | bytes = UNITS, **given):
    content = units if isinstance(units, bytes) else b"".join(write(units, "1"))
    return client.post(MEMORY, {"memory": SimpleUploadedFile("m.tmx", content), **given})


def down(client, query: str = "") -> list[Unit]:
    answer = client.get("/local/memory.tmx" + query)
    return list(read(io.BytesIO(b"".join(answer.streaming_content)), "m", Account()))


def test_in_looked_up_out_and_deleted(seller):
    client = browser(seller)
    assert "读入 TMX" in client.get(MEMORY).content.decode()
    bring(client)
    assert down(client) == UNITS
    assert down(client, "?target=fr") == UNITS[2:]
    page = client.get(MEMORY, {"text": "电水壶 1.7 升", "target": "de"}).content.decode()
    assert page.index("100 %") < page.index("88 %")
    assert "Wasserkocher 1,5 l &lt;b&gt;" in page and "Bouilloire" not in page
    assert "没有相似度" in client.get(MEMORY, {"text": "台灯"}).content.decode()
    client.post(reverse("localops:memory-unit-drop", args=[TmUnit.objects.first().ref]))
    client.post(reverse("localops:memory-drop"), {"source": "zh-CN", "target": "fr"})
    assert down(client) == UNITS[1:2]
    assert Event.objects.filter(action__startswith="translation_memory.").count() == 3


def test_what_is_kept_already_is_not_kept_twice(seller):
    client = browser(seller)
    bring(client)
    bring(client, [*UNITS, Unit(*UNITS[0].same, origin="Wang"), *UNITS[1:]])
    assert TmUnit.objects.count() == 3
    assert TmUnit.objects.get(target="Wasserkocher 1,7 l").origin == "Wang"


def test_a_file_comes_in_whole_or_not_at_all(seller, monkeypatch):
    client = browser(seller)
    whole = b"".join(write(UNITS, "1"))
    for content, says in ((whole[:-9], "第 9 行"), (b"PK\3\4", "不是 TMX"), (b"", "不是 TMX")):
        answer = bring(client, content)
        assert answer.status_code == 422 and says in answer.content.decode(), says
    for given in ({"memory": "m.tmx"}, {"memory": [SimpleUploadedFile("a", whole)] * 2}, {}):
        assert "需要一个 TMX 文件" in client.post(MEMORY, given).content.decode()
    monkeypatch.setattr(memory, "MOST_OF_A_FILE", 2)
    assert "超过 2 条" in bring(client).content.decode()
    monkeypatch.undo()
    monkeypatch.setattr(memory, "LARGEST_FILE", 2)
    assert "文件超过 0 MB" in bring(client).content.decode()
    monkeypatch.undo()
    monkeypatch.setattr(memory, "MOST_UNITS", 2)
    assert "超过 2 条" in bring(client).content.decode()
    assert not TmUnit.objects.exists()


def test_the_api_says_what_was_not_read(seller):
    client = browser(seller)
    content = b"".join(write([*UNITS, Unit("de", "fr", "x" * 4001, "y")], "1"))
    told = client.post(API, {"memory": SimpleUploadedFile("m.tmx", content)}).json()
    assert (told["read"], told["rejected"], told["reasons"]) == (3, 1, {"TOO_LONG": 1})
    assert told["rejects"] == [{"line": 9, "reason": "TOO_LONG"}]
    assert client.post(API, {"memory": "text"}).status_code == 422
    found = client.get(API + "/matches", {"text": "电水壶 1.7 升", "source": "zh-CN"}).json()
    assert [one["percent"] for one in found] == [100, 100, 88]
    assert client.get(API + "/matches", {"text": " "}).status_code == 422
    assert [one["units"] for one in client.get(API).json()] == [2, 1]
    assert client.delete(f"{API}/{found[0]['ref']}").status_code == 204
    assert client.delete(API + "?source=zh-CN&target=fr").status_code == 204
    assert json.loads(client.get(API).content) == [{"source_language": "zh-CN", "target_language": "de", "units": 1}]  # fmt: skip


def test_a_partner_only_by_a_grant_for_every_site(seller):
    firm = making.firm()
    grants.engaged(seller, firm)
    client = browser(firm.owner)
    bring(browser(seller))
    unit = TmUnit.objects.first()
    some = {"scopes": frozenset({"listings.read", "listings.check"}), "datasets": frozenset({"listings"}), "may_delegate": False}  # fmt: skip
    for sites in (None, frozenset({"DE"})):
        if sites:
            grants.granted(seller, firm.owner, sites=sites, **some)
        assert client.get("/local/memory.tmx").status_code == 403
        assert bring(client).status_code == 403
        assert client.post(reverse("localops:memory-unit-drop", args=[unit.ref])).status_code in (403, 404)  # fmt: skip
    grants.granted(seller, firm.owner, **some)
    assert down(client) == UNITS
    assert bring(client, [Unit("de", "it", "a", "b")]).status_code == 302
    assert TmUnit.objects.get(target_language="it").organisation_id == seller.organisation_id
