"""A seller keeps its product table and papers, checks a year, and reads market by market what to do."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.platform.compliance import making as m
from tests.platform.compliance.test_producer import TABLE
from tests.platform.directory import making

from pilotage.jobs import epr
from pilotage.platform.compliance import actions, producer
from pilotage.platform.compliance.models import EprCheck

pytestmark = pytest.mark.django_db

LUCID = {"country": "DE", "stream": "packaging", "number": "DE1234567890123", "since": "2025-01-01"}
CONTRACT = {
    "country": "DE", "stream": "packaging", "organisation": "某回收组织",
    "since": "2026-01-01", "until": "2026-12-31", "bought": "paper 0.100",
}  # fmt: skip
TOLD = {
    "country": "DE",
    "stream": "packaging",
    "year": "2025",
    "to": "register",
    "kg": "paper：1.5",
}


def the_table(content: bytes = TABLE) -> dict[str, SimpleUploadedFile]:
    return {"products": SimpleUploadedFile("商品表.csv", content, "text/csv")}


def started(client: Client, seller) -> EprCheck:
    """A check over one report on file, waiting."""
    client.post(reverse("epr:products"), the_table())
    report = m.document(seller, m.report(m.SALE, m.TAXED))
    client.post(reverse("epr:start"), {"report": report.ref, "year": "2026"})
    return EprCheck.objects.get()


def test_nothing_yet_says_how_to_begin(client):
    page = client.get(reverse("epr:list")).content.decode()
    for said in ("还没有商品表", "还没有增值税交易报告", "还没有核对过"):
        assert said in page


def test_a_table_goes_in_and_comes_home_as_it_was(client):
    page = client.post(reverse("epr:products"), the_table(), follow=True).content.decode()
    assert "1 个 SKU" in page
    assert b"".join(client.get(reverse("epr:table"))) == TABLE


def test_every_bad_line_is_named_and_nothing_is_kept(client):
    bad = TABLE + b"A,packing,paper,1\nB,packaging,paper,heavy\n"
    answer = client.post(reverse("epr:products"), the_table(bad))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "第 4 行 stream" in page
    assert "第 5 行 grams" in page
    assert client.get(reverse("epr:table")).status_code == 404


def test_papers_of_each_kind_are_added_and_taken_away(client, seller):
    for kind, paper in (("registrations", LUCID), ("contracts", CONTRACT), ("declarations", TOLD)):
        assert client.get(reverse("epr:add", args=[kind])).status_code == 200
        assert client.post(reverse("epr:add", args=[kind]), paper).status_code == 302
    page = client.get(reverse("epr:papers")).content.decode()
    for said in ("DE1234567890123", "某回收组织", "0.100 kg", "2025 年向登记机构申报", "1.5 kg"):
        assert said in page
    client.post(reverse("epr:remove", args=["contracts", 1]))
    assert producer.papers(seller)["contracts"] == []
    assert client.post(reverse("epr:remove", args=["contracts", 1])).status_code == 404


@pytest.mark.parametrize(
    ("kind", "paper", "said"),
    [
        ("registrations", LUCID | {"number": ""}, "必填"),
        ("contracts", CONTRACT | {"bought": "paper"}, "看不懂"),
        ("contracts", CONTRACT | {"bought": "paper 1\npaper 2"}, "重复了"),
        ("contracts", CONTRACT | {"bought": "paper viel"}, "无法使用"),
    ],
)
def test_a_paper_that_cannot_be_used_stays_in_the_form_with_the_reason(client, kind, paper, said):
    answer = client.post(reverse("epr:add", args=[kind]), paper)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_kind_of_paper_that_is_none_has_no_page(client):
    assert client.get(reverse("epr:papers") + "others/add/").status_code == 404


@pytest.mark.slow
def test_a_check_waits_and_then_shows_each_market_with_its_law(client, seller):
    client.post(reverse("epr:add", args=["registrations"]), LUCID)
    client.post(reverse("epr:add", args=["contracts"]), CONTRACT)
    check = started(client, seller)
    assert "排队中" in client.get(reverse("epr:check", args=[check.ref])).content.decode()
    epr.run({"ref": check.ref}, at=m.NOW)
    assert client.get(reverse("epr:progress", args=[check.ref])).headers["HX-Refresh"] == "true"
    page = client.get(reverse("epr:check", args=[check.ref])).content.decode()
    for said in ("德国 · 包装", "0.241", "0.100", "LUCID", "来源不一致", "未核实", "年终数量申报",
                 "购买 0.100 千克", "向回收组织补购差额", "商品表.csv"):  # fmt: skip
        assert said in page


@pytest.mark.slow
def test_the_same_over_the_api(client, seller):
    products, papers, checks = (
        reverse(f"api:epr_{name}") for name in ("products", "papers", "checks")
    )
    assert client.get(products).json() is None
    assert client.post(products, the_table()).json()["skus"] == 1
    paper = {"country": "DE", "stream": "packaging", "number": "DE1234567890123"}
    for expected in ([paper], [paper, paper]):
        added = client.post(
            reverse("api:add_epr_paper", args=["registrations"]), paper, "application/json"
        )
        assert added.json()["registrations"] == expected
    assert client.delete(reverse("api:remove_epr_paper", args=["registrations", 2])).json()[
        "registrations"
    ] == [paper]
    assert client.get(papers).json()["contracts"] == []
    m.document(seller, m.report(m.SALE))
    [report] = client.get(reverse("api:epr_reports")).json()
    asked = {"reports": [report["ref"]], "year": 2026}
    check = client.post(checks, asked, "application/json")
    assert (check.status_code, check.json()["state"]) == (202, "waiting")
    epr.run({"ref": check.json()["ref"]}, at=m.NOW)
    assert client.get(checks).json()[0]["state"] == "done"
    done = client.get(reverse("api:epr_check", args=[check.json()["ref"]])).json()
    assert {d["stream"] for d in done["result"]["duties"]} == {"packaging", "weee"}


def test_a_year_or_report_that_is_none_is_refused_in_words(client, seller):
    client.post(reverse("epr:products"), the_table())
    report = m.document(seller, m.report(m.SALE))
    assert (
        client.post(reverse("epr:start"), {"report": report.ref, "year": "²026"}).status_code == 422
    )
    assert client.post(reverse("epr:start"), {"year": "2026"}).status_code == 422
    assert EprCheck.objects.count() == 0


def test_a_check_under_way_shows_how_far_it_is(client, seller):
    check = started(client, seller)
    actions.note_progress(EprCheck, by=making.product(), at=m.NOW, ref=check.ref, done=1, total=4)
    assert "25 %" in client.get(reverse("epr:progress", args=[check.ref])).content.decode()
