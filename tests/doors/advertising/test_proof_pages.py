"""What changes did, through the browser's form and the API: an effect, none that can be shown, and files of no use."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.doors.browsers import browser
from tests.engines.ads.proof_made import change, history, report, steady
from tests.platform.advertising import making
from tests.platform.directory import making as world

from pilotage.jobs import ads_proof
from pilotage.kernel.text import Text
from pilotage.platform.advertising.models import AdProof
from pilotage.web.advertising.effects import WIDTH, chart

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _moment(settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    monkeypatch.setattr("django.utils.timezone.now", lambda: making.NOW)
    making.crunch_here(monkeypatch)


@pytest.fixture
def seller():
    return world.seller()


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, bytes]:
    """Five raised bids whose targets then sell twice as much, three lowered ones after which nothing is otherwise."""
    return _written(tmp_path_factory.mktemp("proof"))


@cache
def _written(folder: Path) -> dict[str, bytes]:
    factor = np.random.default_rng(3).gamma(8, 1 / 8, (30, 56))
    factor[:5, 28:] *= 2
    report(folder, steady(factor))
    history(folder, [change(28, at) for at in range(5)] + [change(30, at, before="0.60", after="0.50") for at in range(7, 10)])  # fmt: skip
    return {
        "targeting": (folder / "daily.csv").read_bytes(),
        "history": (folder / "history.csv").read_bytes(),
    }


def sent(files: dict[str, bytes], **more: str) -> dict[str, object]:
    return {"site": "DE", **more} | {
        role: SimpleUploadedFile(f"{role}.csv", content) for role, content in files.items()
    }


def test_an_effect_and_none_that_can_be_shown(seller, files):
    client = browser(seller)
    client.post(reverse("advertising:proof-new"), sent(files, target_acos="30", default="partner"))
    proof = AdProof.objects.get()
    assert proof.wishes == {"target_acos": "0.3", "default": "partner"}
    page = reverse("advertising:proof", args=[proof.ref])
    assert "排队中" in client.get(page).content.decode()
    ads_proof.run({"ref": proof.ref}, at=making.NOW)
    shown = client.get(page).content.decode()
    assert "提高出价" in shown and "有效果" in shown and "看不出效果" in shown
    assert "谁的更改: 服务商" in shown and shown.count('class="effect"') == 3
    assert "1680 行 = 计入 1680 + 拒收 0" in shown
    assert reverse("advertising:proof", args=[proof.ref]) in client.get(reverse("advertising:list")).content.decode()  # fmt: skip
    whole = client.get(f"/api/v1/advertising/proofs/{proof.ref}").json()
    classes = {one["name"]: one["shown"] for one in whole["result"]["proof"]["classes"]}
    assert classes == {"bid_up": True, "bid_down": False}


def test_the_history_must_be_there_and_be_one(seller, files):
    client = browser(seller)
    alone = client.post(reverse("advertising:proof-new"), sent({"history": files["history"]}))
    assert alone.status_code == 422 and "效果核验需要变更记录和逐日报告" in alone.content.decode()
    turned = {"history": files["targeting"], "targeting": files["history"]}
    client.post(reverse("advertising:proof-new"), sent(turned))
    proof = AdProof.objects.get()
    ads_proof.run({"ref": proof.ref}, at=making.NOW)
    page = client.get(reverse("advertising:proof", args=[proof.ref])).content.decode()
    assert "没有可以使用的文件" in page and "文件已原样保留" in page and "换一个文件" in page


@pytest.mark.parametrize(
    ("given", "says"),
    [({"start": "2026-05-01", "until": "2026-04-01"}, "晚于"), ({"start": "1.5.2026"}, "不是日期"), ({"target_acos": "viel"}, "不是数字"), ({"target_acos": "-5"}, "不能用")],
)  # fmt: skip
def test_what_makes_no_proof_is_refused_in_words(seller, files, given, says):
    answer = browser(seller).post(reverse("advertising:proof-new"), sent(files, **given))
    assert answer.status_code == 422 and says in answer.content.decode()
    assert not AdProof.objects.exists()


def test_a_partner_asks_over_the_api_only_where_it_is_granted(seller, files):
    serves = making.partner(seller, "ads.read", "ads.plan", sites=("DE",))
    client, root = browser(serves), "/api/v1/advertising/proofs"
    assert client.post(root, sent(files) | {"site": "FR"}).status_code == 403
    made = client.post(root, sent(files))
    assert made.status_code == 202 and made.json()["state"] == "waiting"
    assert [one["ref"] for one in browser(seller).get(root).json()] == [made.json()["ref"]]


def row(name: str, *bounds: float | None) -> dict[str, object]:
    words = dict.fromkeys(("effect", "low", "high"), "")
    return {"name": name, "title": Text(name, name), "bounds": bounds, "shown": False, **words}


def part(judged: int, *rows: dict[str, object]) -> dict[str, object]:
    return {"judged": judged, "title": Text("", ""), "rows": rows}


def test_bars_stand_on_one_scale_with_nought_in_it():
    none = row("gain", None, None, None)
    drawn = chart([part(2, none, row("sales", -50, 0, 50)), part(3, row("sales", 50, 75, 150)), part(0, row("sales", -999, 0, 999))])  # fmt: skip
    assert drawn is not None and drawn.measure == Text("sales", "sales")
    first, second = drawn.bars
    assert first.at + 3 == drawn.zero == first.x + first.width // 2
    assert first.x + first.width == second.x and second.x + second.width == WIDTH - first.x
    assert chart([part(1, none)]) is None and chart([]) is None
