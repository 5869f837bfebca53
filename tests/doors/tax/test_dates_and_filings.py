"""The calendar and its feed, filings box by box, numbers: as the pages show them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.compliance import making as m
from tests.platform.directory import making
from tests.platform.disputes.making import parties

from pilotage.jobs import filing
from pilotage.kernel.canonical import sha256
from pilotage.kernel.text import Text
from pilotage.platform.cases import actions as cases
from pilotage.platform.cases.actions.step import Told
from pilotage.platform.compliance import actions
from pilotage.platform.compliance.models import Filing, TaxReturn, TaxRun
from pilotage.platform.compliance.obligations import Obligation
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation
from pilotage.web.calendar.ical import Event, calendar, of_return

pytestmark = pytest.mark.slow

NAME = Text("德国增值税预申报，含逗号；" * 4, "German advance VAT return")
DUE = Obligation("DE", "UStVA", NAME, "2026-01", date(2026, 2, 10), None, "BMF; par. 18", False)


def test_the_feed_is_icalendar_to_the_octet():
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    promised = Event("cas_1-correction", at, "修正", "甲 · 乙", firm=False)
    lines = calendar([of_return(DUE), promised], at, "x.example").split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert lines[-1] == b""
    text = b"".join(line[1:] if line.startswith(b" ") else b"\n" + line for line in lines).decode()
    assert "DTSTART;VALUE=DATE:20260210" in text
    assert "DTEND;VALUE=DATE:20260211" in text
    assert "DTSTAMP:20260102T030405Z" in text
    assert r"DESCRIPTION:BMF\; par. 18" in text
    assert text.count("德国增值税预申报") == 4
    _, first, second = text.split("BEGIN:VEVENT")
    assert "STATUS:CONFIRMED" in first
    assert "DTSTART:20260102T030405Z" in second and "STATUS:TENTATIVE" in second


@pytest.fixture
def seller(db):
    made = making.seller()
    actions.keep_profile(by=made, at=m.NOW, content=m.PROFILE)
    return made


def test_the_calendar_shows_due_days_and_a_feed_that_can_be_revoked(client):
    page = client.get(reverse("calendar:list")).content.decode()
    assert "德国增值税预申报" in page
    assert "DE136695976" in page
    address = client.post(reverse("calendar:open-feed")).context["address"]
    feed = Client().get(address)
    assert feed.headers["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in feed.content
    assert b"DE136695976" not in feed.content
    client.post(reverse("calendar:revoke-feed"))
    assert Client().get(address).status_code == 404


def test_both_sides_see_when_a_case_is_due_and_no_feed_tells_its_words(db):
    some = parties(making.NOW)
    told = Told("请看附表")
    case = cases.open_case(
        by=some.seller, at=making.NOW, contract=some.contract.ref, title="移仓漏报", told=told
    )
    for side in (some.seller, some.partner):
        page = browser(side).get(reverse("calendar:list")).content.decode()
        assert "移仓漏报" in page and "首次答复" in page
        address = browser(side).post(reverse("calendar:open-feed")).context["address"]
        feed = Client().get(address).content.decode()
        assert f"UID:{case.ref}-first_response@" in feed and "移仓漏报" not in feed
    stranger = parties(making.NOW)
    page = browser(stranger.partner).get(reverse("calendar:list")).content.decode()
    assert "移仓漏报" not in page and "现在没有到期的承诺" in page
    address = browser(stranger.seller).post(reverse("calendar:open-feed")).context["address"]
    assert case.ref not in Client().get(address).content.decode()


def a_made_return(seller) -> None:
    """What a run of the seller worked out for Germany."""
    run = TaxRun.objects.create(
        organisation_id=seller.organisation_id, profile={}, state="done", started_by="test",
        started_at=m.NOW,
    )  # fmt: skip
    TaxReturn.objects.create(
        run=run, position=0, kind="LOCAL", jurisdiction="DE", period="2026-01", currency="EUR",
        content={
            "return": "LOCAL", "jurisdiction": "DE", "period": "2026-01", "currency": "EUR",
            "lines": {"taxed": {"19": {"base": "1200.00", "vat": "228.00"}}},
            "boxes": {"81": "1200", "83": "228.00"},
        },
    )  # fmt: skip


def compared(client) -> str:
    """The page of the only filing, after the worker was there."""
    ref = Filing.objects.get().ref
    filing.run({"ref": ref}, at=m.NOW)
    return client.get(reverse("filings:detail", args=[ref])).content.decode()


def test_a_filing_stands_beside_the_report_and_the_seller_settles_it(client, seller):
    a_made_return(seller)
    own = Organisation.objects.get(pk=seller.organisation_id).ref
    asked = {"seller": own, "kind": "LOCAL", "jurisdiction": "DE", "period": "2026-01"}
    answer = client.post(
        reverse("filings:claim"), {**asked, "figures": "81 1000\n83：228.00"}, follow=True
    )
    assert "正在逐栏对照" in answer.content.decode()
    page = compared(client)
    assert "-200.00" in page
    assert "一致" in page
    assert "表内数字不勾稽" in page
    ref = Filing.objects.get().ref
    paper = SimpleUploadedFile("r.pdf", b"%PDF-1.7 receipt")
    client.post(reverse("filings:receipt", args=[ref]), {"receipt": paper})
    page = client.get(reverse("filings:detail", args=[ref])).content.decode()
    assert "回执格式相符" in page
    client.post(reverse("filings:settle", args=[ref]), {"event": "confirm", "why": "看了 ELSTER"})
    page = client.get(reverse("filings:detail", args=[ref])).content.decode()
    assert "税局已确认" in page
    assert "看了 ELSTER" in page
    assert "2026-01" in client.get(reverse("filings:list")).content.decode()


def test_the_file_as_filed_is_read_and_checked_against_the_run_row_by_row(client, seller):
    m.done(seller, (m.TAXED, m.REFUNDED))
    own = Organisation.objects.get(pk=seller.organisation_id).ref
    run = TaxRun.objects.get()
    assert {one.jurisdiction for one in run.returns.all()} == {"DE"}
    asked = {"seller": own, "kind": "LOCAL", "jurisdiction": "DE", "period": "2026-01"}
    figures = {"figures": "81 100\n83 19.00"}
    client.post(reverse("filings:claim"), asked | figures)
    page = compared(client)
    assert "退款没有扣除" in page
    [report] = [one.document.sha256 for one in run.inputs.all()]
    assert reverse("tax:row", args=[run.ref, report, 2]) in page


MTD = b"""{"periodKey": "18A1", "vatDueSales": 20.00, "vatDueAcquisitions": 0.00, "totalVatDue": 20.00,
"vatReclaimedCurrPeriod": 0.00, "netVatDue": 20.00, "totalValueSalesExVAT": 100, "finalised": true,
"totalValuePurchasesExVAT": 0, "totalValueGoodsSuppliedExVAT": 0, "totalAcquisitionsExVAT": 0}"""


@pytest.mark.parametrize(
    ("place", "content", "says"),
    [
        ("GB", MTD, ""),
        ("DE", MTD, "不是所选的"),
        ("GB", b"%PDF-1.7 receipt", "不认识这种申报文件"),
    ],
)
def test_a_file_as_filed_gives_the_figures_or_says_why_not(client, seller, place, content, says):
    own = Organisation.objects.get(pk=seller.organisation_id).ref
    asked = {"seller": own, "kind": "LOCAL", "jurisdiction": place, "period": "2026-Q1"}
    paper = SimpleUploadedFile("mtd.json", content)
    answer = client.post(reverse("filings:claim"), {**asked, "file": paper, "figures": ""})
    kept = Document.objects.get(kind="filed")
    assert kept.sha256 == sha256(content)
    if says:
        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert not Filing.objects.exists()
    else:
        figures = {"1": "20.00", "3": "20.00", "5": "20.00", "6": "100"}
        assert Filing.objects.get().figures == figures


def test_the_api_takes_the_file_tells_the_check_and_takes_the_receipt(client, seller):
    a_made_return(seller)
    own = Organisation.objects.get(pk=seller.organisation_id).ref
    place = {"seller": own, "kind": "LOCAL", "jurisdiction": "DE", "period": "2026-01"}
    table = SimpleUploadedFile("u.csv", b"Kz;Betrag\n81;1000\n83;228,00\n")
    made = client.post("/api/v1/filings", place | {"file": table})
    assert made.status_code == 201, made.content
    ref = made.json()["ref"]
    assert client.get(f"/api/v1/filings/{ref}").json()["check"]["state"] == "waiting"
    compared(client)
    check = client.get(f"/api/v1/filings/{ref}").json()["check"]
    assert (check["agrees"], check["practices"][0]["code"]) == (False, "ARITHMETIC")
    paper = SimpleUploadedFile("r.pdf", b"%PDF-1.7 receipt")
    told = client.post(f"/api/v1/filings/{ref}/receipt", {"receipt": paper})
    assert told.json()["state"] == "format_ok"
    assert [one["ref"] for one in client.get("/api/v1/filings").json()] == [ref]
    stranger = client.post("/api/v1/filings", place | {"seller": "org_x", "file": table})
    assert stranger.status_code == 404


def test_figures_that_cannot_be_read_stay_in_the_form_with_the_reason(client, seller):
    own = Organisation.objects.get(pk=seller.organisation_id).ref
    asked = {"seller": own, "kind": "LOCAL", "jurisdiction": "DE", "period": "2026-01"}
    answer = client.post(reverse("filings:claim"), {**asked, "figures": "81 eins zwei"})
    assert answer.status_code == 422
    assert "81 eins zwei" in answer.content.decode()


def test_a_number_is_well_formed_and_waits_for_its_register(client):
    client.post(reverse("numbers:ask"), {"number": "DE136695976"})
    page = client.get(reverse("numbers:list")).content.decode()
    assert "格式正确" in page
    assert "正在询问" in page
    assert client.post(reverse("numbers:ask"), {"number": "DE1"}).status_code == 422
