"""A seller takes everything, changes firms, and asks to be erased; on pages and over the API."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.doors.browsers import browser
from tests.platform.directory import making
from tests.platform.engagements import signing

from pilotage.engines.exits import check
from pilotage.jobs import exits as job
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.exits.models import Erasure, ExitBag, Handover
from pilotage.platform.parties.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()


def made() -> ExitBag:
    bag = ExitBag.objects.get()
    job.run({"ref": bag.ref}, at=timezone.now())
    bag.refresh_from_db()
    return bag


def test_take_wait_fetch_check_confirm(seller, tmp_path):
    page = browser(seller)
    sent_on = page.post(reverse("exits:take"))
    bag = ExitBag.objects.get()
    assert sent_on.headers["Location"] == reverse("exits:bag", args=[bag.ref])
    waiting = page.get(sent_on.headers["Location"]).content.decode()
    assert "排队中" in waiting and reverse("exits:progress", args=[bag.ref]) in waiting
    bag = made()
    over = page.get(reverse("exits:progress", args=[bag.ref]))
    assert over.headers["HX-Refresh"] == "true"
    fetched = page.post(reverse("exits:fetch", args=[bag.ref]))
    content = b"".join(fetched.streaming_content)
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path / "there")
    (folder,) = (tmp_path / "there").iterdir()
    root = check(folder)[2]
    address = reverse("exits:confirm", args=[bag.ref])
    wrong = page.post(address, {"root": "0" * 64})
    assert wrong.status_code == 422 and "这不是该数据包的根" in wrong.content.decode()
    assert page.post(address, {"root": root}).status_code == 302
    assert "您已验证" in page.get(reverse("exits:list")).content.decode()


def test_a_page_left_open_takes_and_erases_nothing(seller):
    person = Person.objects.get(pk=seller.person_id)
    person.set_password("a-long-password-1")
    person.save()
    page = browser(seller, proved=False)
    for name in ("exits:take", "exits:erase"):
        assert "reauthenticate" in page.post(reverse(name)).headers["Location"]
    assert not ExitBag.objects.exists() and not Erasure.objects.exists()


def test_over_the_api_a_code_takes_everything(seller):
    page = browser(seller)
    signing.with_app(seller, timezone.now())

    def post(path: str, **content):
        return page.post(f"/api/v1/exits/{path}", content, content_type="application/json")

    assert post("bags", code="000000").json()["code"] == "CODE_REFUSED"
    asked = post("bags", code=signing.code(seller, timezone.now()))
    assert asked.status_code == 202 and asked.json()["state"] == "waiting"
    ref = asked.json()["ref"]
    assert post(f"bags/{ref}/fetch").status_code == 409
    bag = made()
    assert page.get(f"/api/v1/exits/bags/{ref}").json()["root"] == bag.root
    assert b"".join(post(f"bags/{ref}/fetch").streaming_content)[:2] == b"PK"
    assert post(f"bags/{ref}/confirm", root=bag.root).json()["confirmed_at"]
    assert len(page.get("/api/v1/exits/key").json()["public"]) == 64


def test_changing_firms(seller):
    now = timezone.now()
    contract = signing.in_force(signing.table(now), now)
    theirs = Viewer.member(contract.seller.memberships.get(), now)
    page, address = browser(theirs), reverse("exits:hand-over")
    assert contract.ref in page.get(address).content.decode()
    last = (now + timedelta(days=30)).date().isoformat()
    refused = page.post(address, {"contract": contract.ref, "last_day": "2020-01-01"})
    assert refused.status_code == 422 and "已经过去" in refused.content.decode()
    begun = page.post(address, {"contract": contract.ref, "last_day": last})
    row = Handover.objects.get()
    assert begun.headers["Location"] == reverse("exits:handover", args=[row.ref])
    shown = page.get(begun.headers["Location"]).content.decode()
    assert "清单" in shown and "公司资料里没有税号" in shown
    partner = browser(Viewer.member(contract.partner.memberships.first(), now))
    finish = reverse("exits:finish", args=[row.ref])
    assert finish in shown
    assert finish not in partner.get(begun.headers["Location"]).content.decode()
    assert page.get(f"/api/v1/exits/handovers/{row.ref}").json()["returns"] == []
    assert page.post(finish).status_code == 302
    assert "已交接" in page.get(reverse("exits:list")).content.decode()


def test_asking_to_be_erased_and_changing_ones_mind(seller):
    page = browser(seller)
    assert "诉讼时效" in page.get(reverse("exits:list")).content.decode()
    page.post(reverse("exits:erase"))
    asked = Erasure.objects.get()
    assert asked.due_on.isoformat() in page.get(reverse("exits:list")).content.decode()
    operator = browser(making.operator()).get(reverse("exits:list")).content.decode()
    assert seller.organisation_ref in operator and "等待中" in operator
    page.post(reverse("exits:keep", args=[asked.ref]))
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_the_certificate_is_read_without_signing_in(
    seller, client, django_capture_on_commit_callbacks
):
    browser(seller).post(reverse("exits:erase"))
    with django_capture_on_commit_callbacks(execute=True):
        job.tick(timezone.now() + timedelta(days=31))
    done = Erasure.objects.get()
    answer = client.get(reverse("exits:certificate", args=[done.ref]))
    assert answer.json()["statement"]["certificate"] == done.ref
    gone = browser(seller).get(reverse("home"))
    assert gone.status_code == 200 and "登录" in gone.content.decode()
    assert client.get(reverse("exits:certificate", args=["era_none"])).status_code == 404
