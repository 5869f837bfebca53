"""A file of listings up, findings with their place and rule, suggestions accepted, corrected listings down; a partner by grant only."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.directory import making
from tests.platform.grants import making as grants

from pilotage.engines.listings.kept_findings import Chosen, KeptFindings
from pilotage.jobs import listings, listings_child, listings_corrected
from pilotage.platform import ports
from pilotage.platform.audit.models import Event
from pilotage.platform.documents.models import Document
from pilotage.platform.grants.models import GrantPart
from pilotage.platform.localops.models import ListingCheck

pytestmark = pytest.mark.django_db
LINES = ["sku,title,brand,search terms"] + [f"K{n},Kocher !! {n} free shipping,Apfel,kocher" for n in range(40)]  # fmt: skip
CSV = "\n".join(LINES).encode()


@pytest.fixture(autouse=True)
def _moment(settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    monkeypatch.setattr("django.utils.timezone.now", lambda: making.NOW)


@pytest.fixture
def here(monkeypatch):
    """The child's work in this process: one test has the real child."""

    def crunch(function, args, progress):
        return getattr(listings_child, function.partition(":")[2])(**args, progress=progress)

    monkeypatch.setattr(listings, "crunch", crunch)
    monkeypatch.setattr(listings_corrected, "crunch", crunch)


@pytest.fixture
def seller():
    return making.seller()


def upload(client, content: bytes = CSV, site: str = "DE", **given):
    sent = {"site": site, "listings": SimpleUploadedFile("商品.csv", content), **given}
    return client.post(reverse("localops:new"), sent)


def at(name: str, made: ListingCheck, *more: str) -> str:
    return reverse(f"localops:{name}", args=[made.ref, *more])


def read(client, made: ListingCheck, query: str = "") -> str:
    return client.get(at("detail", made) + query).content.decode()


def down(client, made: ListingCheck, what: str) -> bytes:
    return b"".join(client.get(at("file", made, what)).streaming_content)


def test_from_the_file_to_the_corrected_sheet(seller, settings):
    client = browser(seller)
    sent = upload(client)
    made = ListingCheck.objects.get()
    assert sent.headers["Location"] == at("detail", made)
    assert (
        "排队中" in read(client, made) and client.get(at("file", made, "sheet")).status_code == 404
    )
    listings.run({"ref": made.ref}, at=making.NOW)
    assert not list(settings.VAR.glob(".listings-*"))
    page = read(client, made)
    assert "40 行 = 已检查 40 + 未能检查 0" in page and "<mark>free shipping</mark>" in page
    assert "Kocher 0 free shipping" in page and "由人确认" in page and "核对于" in page
    assert (
        "第 1–50 条，共" in page and "K39" not in page and "K39" in read(client, made, "?words=k39")
    )
    assert "没有符合筛选的问题" in read(client, made, "?severity=warn&words=没有")
    assert "标题含促销用语 (40)" in page and "<mark>!!</mark>" not in read(client, made, "?code=TITLE_PROMOTION")  # fmt: skip
    assert len(json.loads(down(client, made, "json"))["findings"]) == made_now(made).summary["findings"]  # fmt: skip


def test_only_what_is_accepted_is_in_the_corrected_sheet(seller, here):
    client = browser(seller)
    upload(client)
    made = ListingCheck.objects.get()
    choose = lambda **given: client.post(at("choose", made), given)
    assert choose(bulk="accepted", scope="all").status_code == 409
    listings.run({"ref": made.ref}, at=making.NOW)
    kept = KeptFindings(ports.files().path(made_now(made).rows_sha256))
    marks, claims = (kept.places(Chosen(code=code)).tolist() for code in ("TITLE_CHARACTER", "TITLE_PROMOTION"))  # fmt: skip
    assert "40 条建议，已采纳 0" in read(client, made) and "生成改好的表格" not in read(
        client, made
    )
    refused = client.post(at("correct", made))
    assert refused.status_code == 409 and "还没有采纳" in refused.content.decode()
    for given in ({"accepted": claims[0]}, {"bulk": "accepted"}, {"bulk": "no", "scope": "all"}, {"place": 10**30, "bulk": "accepted"}):  # fmt: skip
        assert choose(**given).status_code == 422
    back = choose(accepted=marks[7], code="TITLE_CHARACTER", page="1")
    assert back.headers["Location"].endswith("/?code=TITLE_CHARACTER&page=1#findings")
    choose(bulk="accepted", place=[marks[3], claims[3]])
    choose(bulk="accepted", scope="all", words="K1")  # K1, K10 to K19
    choose(left=marks[12])
    choose(bulk="left", scope="page", words="K15", fix="accepted")
    page = read(client, made, "?fix=accepted")
    assert "已采纳 11" in page and "共 11 条问题" in page and "K12" not in page
    client.post(at("correct", made))
    assert choose(accepted=marks[0]).status_code == 409 and "计算中" in read(client, made)
    listings_corrected.run({"ref": made.ref}, at=making.NOW)
    listings_corrected.run({"ref": made.ref}, at=making.NOW)
    page = read(client, made)
    assert "改动了 11 处" in page and 'name="accepted"' not in page
    book = openpyxl.load_workbook(io.BytesIO(down(client, made, "sheet")))
    mended = {1, 3, 7, 10, 11, 13, 14, 16, 17, 18, 19}
    assert [row[1] for row in book["listings"].values][1:] == [f"Kocher {'' if n in mended else '!! '}{n} free shipping" for n in range(40)]  # fmt: skip
    assert [row[1] for row in book["改动 Changes"].values][1:] == [f"K{n}" for n in sorted(mended)]
    assert len(json.loads(down(client, made, "plain"))) == 40
    chain = Event.objects.filter(action__startswith="listing_check.").order_by("pk")
    assert [one.action.partition(".")[2] for one in chain] == ["started", "finished", *["chosen"] * 5, "ordered", "corrected"]  # fmt: skip


def test_a_file_that_cannot_be_written_leaves_the_choices(seller, here, monkeypatch):
    client = browser(seller)
    upload(client)
    made = ListingCheck.objects.get()
    listings.run({"ref": made.ref}, at=making.NOW)
    client.post(at("choose", made), {"bulk": "accepted", "scope": "all"})
    client.post(at("correct", made))
    listings_corrected.gave_up({"ref": made.ref}, at=making.NOW, error=RuntimeError())
    page = read(client, made)
    assert "计算没有完成" in page and "已采纳 40" in page and "生成改好的表格" in page
    client.post(at("correct", made))
    listings_corrected.run({"ref": made.ref}, at=making.NOW)
    assert "改动了 40 处" in read(client, made) and "计算没有完成" not in read(client, made)


def made_now(made: ListingCheck) -> ListingCheck:
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(
    ("given", "says"),
    [({"site": "XX"}, "没有站点 XX"), ({"site": ""}, "没有站点"), ({"listings": "a.csv"}, "需要一个商品文件"), ({"listings": [SimpleUploadedFile("a", b"x"), SimpleUploadedFile("b", b"x")]}, "需要一个商品文件")],
)  # fmt: skip
def test_what_cannot_be_checked_is_refused_in_words(seller, given, says):
    answer = upload(browser(seller), **given)
    assert answer.status_code == 422 and says in answer.content.decode()
    assert not ListingCheck.objects.exists()


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\0\1\2", b"PK\x03\x04broken"])
def test_a_file_without_listings_fails_in_words_and_is_kept(seller, here, content):
    client = browser(seller)
    upload(client, content)
    made = ListingCheck.objects.get()
    listings.run({"ref": made.ref}, at=making.NOW)
    listings.run({"ref": made.ref}, at=making.NOW)
    page = read(client, made)
    assert "未能完成" in page and "文件已原样保留" in page and "商品.csv" in page
    assert Document.objects.count() == 1 and made_now(made).state == "failed"


def test_a_partner_checks_only_where_a_grant_says_so(seller, here):
    firm = making.firm()
    grants.engaged(seller, firm)
    client, root = browser(firm.owner), "/api/v1/localops/listings"
    assert "授权" in client.get(reverse("localops:list")).content.decode()
    assert upload(client).status_code == 403
    grants.granted(
        seller, firm.owner, scopes=frozenset({"listings.read", "listings.check"}),
        datasets=frozenset({"listings"}), sites=frozenset({"DE"}), may_delegate=False,
    )  # fmt: skip
    assert upload(client, site="FR").status_code == 403
    assert upload(client).status_code == 302
    made = ListingCheck.objects.get()
    assert made.organisation_id == seller.organisation_id and made.firm_id
    listings.run({"ref": made.ref}, at=making.NOW)
    assert "由" in read(browser(seller), made) and 'id="choose"' in read(client, made)
    assert client.post(at("choose", made), {"bulk": "accepted", "scope": "all"}).status_code == 302
    GrantPart.objects.filter(value="listings.check").delete()
    assert 'id="choose"' not in read(client, made)
    assert client.post(at("choose", made), {"bulk": "left", "scope": "all"}).status_code == 403
    assert client.post(at("correct", made)).status_code == 403
    upload(browser(seller), site="FR")
    assert [one["site"] for one in client.get(root).json()] == ["DE"]


def test_of_several_sellers_the_partner_names_one(here):
    firm = making.firm()
    both = [making.seller(), making.seller()]
    for seller in both:
        grants.engaged(seller, firm)
        grants.granted(seller, firm.owner, may_delegate=False)
    client = browser(firm.owner)
    answer = upload(client)
    assert answer.status_code == 422 and "没有指明卖家" in answer.content.decode()
    assert not Document.objects.exists()
    assert upload(client, seller=both[1].organisation_ref).status_code == 302
    assert ListingCheck.objects.get().organisation_id == both[1].organisation_id


def test_the_same_over_the_api(seller, here):
    client, root = browser(seller), "/api/v1/localops/listings"
    sent = client.post(root, {"site": "DE", "listings": SimpleUploadedFile("a.csv", CSV)})
    assert sent.status_code == 202
    ref = sent.json()["ref"]
    listings.run({"ref": ref}, at=making.NOW)
    whole = client.get(f"{root}/{ref}").json()
    assert whole["state"] == "done" and whole["summary"]["checked"] == 40
    found = client.get(f"{root}/{ref}/findings", {"offset": 90, "severity": "reject"}).json()
    assert found["count"] == 120 and len(found["findings"]) == 30
    sent = lambda where, given: client.post(f"{root}/{ref}/{where}", given, "application/json")
    chosen = sent("choose", {"verdict": "accepted", "all": True, "code": "TITLE_CHARACTER"})
    assert chosen.json()["count"] == 40
    assert sent("choose", {"verdict": "left", "places": [found["findings"][0]["position"], 0, 1, 2]}).status_code == 200  # fmt: skip
    left = client.get(f"{root}/{ref}/findings", {"standing": "left"}).json()
    assert left["count"] and not any(one["accepted"] for one in left["findings"])
    for places in ([-1], [10**30], [10**8]):
        assert sent("choose", {"verdict": "left", "places": places}).status_code == 422
    whole = sent("correct", {}).json()
    assert whole["ordered_at"] and not whole["has_corrected"]
    listings_corrected.run({"ref": ref}, at=making.NOW)
    whole = client.get(f"{root}/{ref}").json()
    assert whole["has_corrected"] and whole["summary"]["changed"] == 40 - left["count"]
    assert b"".join(client.get(f"{root}/{ref}/files/sheet").streaming_content).startswith(b"PK")
    assert client.post(root, {"site": "DE"}).status_code == 422
