"""Far too much, or nonsense, anywhere: the right status and words, never a traceback. Pages in HTML, the API in JSON."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from tests.doors.browsers import browser as of
from tests.platform.directory import making

from pilotage.api.v1 import api
from pilotage.platform.access import actions as access
from pilotage.platform.engagements.models import Request
from pilotage.platform.parties.models import Membership

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MB = 1_048_576
NEED = {"category": "vat_filing", "country": "DE"}
CONTACT = {"name": "王小姐", "email": "wang@seller.example"}
COMPARE = {"partners": ["x"], "needs": [NEED], "monthly_sales": {"amount": "1", "currency": "EUR"}}


@pytest.fixture
def browser(seller) -> Client:
    # What goes wrong is shown to the visitor as a page, as in production.
    browser = Client(raise_request_exception=False)
    browser.force_login(Membership.objects.get(organisation_id=seller.organisation_id).person)
    return browser


@pytest.fixture
def key(seller, monkeypatch) -> Client:
    monkeypatch.setattr("django.utils.timezone.now", lambda: making.NOW)
    secret = access.issue_token(by=seller, at=making.NOW, label="test")
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})


def words(answer) -> str:
    text = answer.content.decode()
    assert answer.status_code < 500, answer.status_code
    assert "Traceback" not in text and "Exception" not in text
    return text


BRIEF = {
    "languages": ["zh"],
    "budget_currency": "CNY",
    "contact_name": "王小姐",
    "contact_email": "wang@seller.example",
    "category": ["vat_filing"],
    "country": ["DE"],
}


@pytest.mark.parametrize(
    ("method", "address", "data", "status"),
    [
        ("get", "/directory/", {"q": "税" * 34_000}, 200),
        ("get", "/directory/", {"q": "\0\ud7ff' OR 1=1 --"}, 200),
        ("get", "/directory/", {"page": str(10**9)}, 200),
        ("get", "/directory/", {"page": "-1"}, 200),
        ("get", "/directory/", {"page": "9" * 5000}, 200),
        ("get", "/directory/", {"country": ["X" * 1000] * 500}, 200),
        ("get", "/directory/" + "x" * 5000 + "/", {}, 404),
        ("get", "/directory/%00/", {}, 404),
        ("get", "/directory/compare/", {"ref": ["x"] * 500}, None),
        ("get", "/shortlist/", {"category": ["vat_filing"] * 10_000, "country": ["DE"] * 10_000}, None),
        ("get", "/shortlist/", {"budget": "1e999", "sales": "NaN", "category": "vat_filing", "country": "DE"}, None),
        ("get", "/requests/", {"page": str(10**9)}, 200),
        ("get", "/requests/req_" + "0" * 3000 + "/", {}, 404),
        ("get", "/requests/new/", {"needs": "vat_filing:DE," * 20_000}, 200),
        ("get", "/fit/", {"page": "x"}, 200),
        ("get", "/fit/fit_%00/", {}, 404),
        ("get", "/notices/", {"page": str(10**9)}, 200),
        ("get", "/audit/", {"page": str(10**9)}, 200),
        ("get", "/ranking/", {"x": "y" * 100_000}, None),
        ("post", "/requests/new/", BRIEF | {"message": "长" * (MB // 3)}, 422),
        ("post", "/requests/new/", BRIEF | {"message": "长" * MB}, 413),
        ("post", "/requests/new/", BRIEF | {"category": ["vat_filing"] * 10_000, "country": ["DE"] * 10_000}, 413),
        ("post", "/requests/new/", BRIEF | {"budget": "9" * 10_000}, 422),
        ("post", "/requests/new/", BRIEF | {"contact_email": "not an address"}, 422),
        ("post", "/requests/new/", BRIEF | {"contact_name": "\0"}, 422),
        ("post", "/requests/new/", BRIEF | {"start_by": "99999-99-99"}, 422),
        ("post", "/requests/new/", BRIEF | {"named": "x," * 5000}, 404),
        ("post", "/requests/new/", BRIEF | {"basis": "x" * 5000}, 422),
        ("post", "/directory/", {}, 405),
        ("put", "/requests/new/", {}, 405),
        ("get", "/no/such/page/", {}, 404),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages(method, address, data, status, language, browser):
    browser.cookies["pilotage_language"] = language
    answer = getattr(browser, method)(address, data)
    text = words(answer)
    assert status in (None, answer.status_code)
    if answer.status_code >= 400:
        assert f'<html lang="{"zh-CN" if language == "zh" else "en"}' in text
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "x" * 50_000},
        {"Accept-Language": ";q=;;,,\x7f"},
        {"Cookie": "pilotage_language=" + "z" * 4000 + "; sessionid=" + "é" * 200},
        {"Accept": "application/octet-stream"},
        {"HX-Request": "true", "HX-Current-URL": "\\\\"},
        {"Referer": "javascript:alert(1)"},
        {"X-Forwarded-For": "1.2.3.4, " * 1000},
        {"User-Agent": ""},
        {"Range": "bytes=0-"},
        {"Content-Type": "multipart/form-data"},
    ],
)
def test_odd_headers(headers, browser):
    words(browser.get(reverse("directory:search"), headers=headers))


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("get", "directory/search?text=" + "税" * 30_000, None, 200),
        ("get", f"directory/search?page={10**9}", None, 200),
        ("get", "directory/search?page=-5", None, 200),
        ("get", "directory/search?page=x", None, 422),
        ("get", "directory/search?page=1&page=2", None, 422),
        ("get", "directory/search?country=DE&country=FR", None, 200),
        ("get", f"directory/search?seed={10**40}", None, None),
        ("get", "directory/partners/" + "x" * 3000, None, 404),
        ("get", "directory/partners/%00", None, 404),
        ("post", "directory/compare", b"{", 400),
        ("post", "directory/compare", b"\xff\xfe", 400),
        ("post", "directory/compare", b"[" * 100_000, 400),
        ("post", "directory/compare", {}, 422),
        ("post", "directory/compare", [], 400),
        ("post", "directory/compare", COMPARE, 404),
        ("post", "directory/compare", COMPARE | {"partners": ["x"] * 10_000}, None),
        ("post", "directory/compare", COMPARE | {"monthly_sales": {"amount": "NaN", "currency": "EUR"}}, 422),
        ("post", "directory/compare", COMPARE | {"monthly_sales": {"amount": "1e999999", "currency": "EUR"}}, 422),
        ("post", "directory/compare", COMPARE | {"monthly_sales": {"amount": "1", "currency": "XXX"}}, 422),
        ("post", "directory/compare", COMPARE | {"monthly_units": 10**40}, None),
        ("post", "directory/compare", COMPARE | {"currency": "€"}, 422),
        ("post", "requests/", {"needs": [NEED], "contact": CONTACT, "message": "长" * (MB // 3)}, 422),
        ("post", "requests/", {"needs": [NEED], "contact": CONTACT, "message": "长" * MB}, 413),
        ("post", "requests/", {"needs": [NEED] * 10_000, "contact": CONTACT}, 422),
        ("post", "requests/", {"needs": [{"category": "no", "country": "XX"}], "contact": CONTACT}, 422),
        ("post", "requests/", {"needs": [NEED], "contact": {"name": "x" * 5000, "email": "e@x.example"}}, 422),
        ("post", "requests/", {"needs": [NEED], "contact": {"name": "x", "email": "no address"}}, 422),
        ("post", "requests/", {"needs": [NEED], "contact": CONTACT, "product_line": "x" * 9999}, 422),
        ("post", "requests/", {"needs": [NEED], "contact": CONTACT, "start_by": 0}, 422),
        ("post", "requests/", {"needs": [NEED], "contact": CONTACT, "budget": "NaN"}, 422),
        ("post", "requests/", {"needs": [NEED], "contact": CONTACT, "budget": "1e30"}, 422),
        ("post", "requests/", {"needs": [NEED], "contact": CONTACT, "budget_currency": "EURO"}, 422),
        ("post", "requests/", {"needs": [NEED], "contact": CONTACT, "message": "nul\0"}, 422),
        ("post", "requests/", {"needs": [NEED], "contact": CONTACT, "languages": ["x" * 5000]}, 422),
        ("get", f"requests/?offset={10**30}", None, None),
        ("get", "requests/req_nothing", None, 404),
        ("delete", "requests/", None, 405),
        ("get", "no/such/route", None, 404),
    ],
)  # fmt: skip
def test_the_api(method, address, body, status, key):
    sent = body if isinstance(body, bytes | None) else json.dumps(body)
    more = {} if sent is None else {"data": sent, "content_type": "application/json"}
    answer = getattr(key, method)(f"/api/v1/{address}", **more)
    said = json.loads(words(answer))
    assert status in (None, answer.status_code)
    if answer.status_code >= 400:
        assert set(said) == {"code", "says", "next_step"}
        assert said["says"]["zh"] and said["says"]["en"]
    assert not Request.objects.exists()


def test_the_api_without_a_key_says_how_to_come_in():
    answer = Client().get(reverse("api:search"))
    assert answer.status_code == 401
    assert answer.json()["says"]["zh"] and answer.json()["next_step"]["en"]


@pytest.mark.parametrize(
    "address",
    [
        "/shortlist/?fit=%00",
        "/requests/new/?named=%00",
        "/directory/compare/?p=%00",
        "/api/v1/directory/search?text=%00&country=%00",
    ],
)
def test_nul_in_a_question_is_answered_in_words_on_every_database(browser, address):
    assert browser.get(address).status_code in (200, 400, 404, 422)


def test_no_list_of_the_api_starts_beyond_what_a_database_counts_to(client):
    readers = (client, of(making.operator()))  # every list is one of these two's to read
    paths = api.get_openapi_schema()["paths"]
    lists = [
        path
        for path, methods in paths.items()
        for parameter in methods.get("get", {}).get("parameters", ())
        if parameter["name"] == "offset" and "{" not in path
    ]
    assert len(lists) >= 8
    for path in lists:
        for offset in (-1, 10**20):
            assert client.get(path, {"offset": offset}).status_code == 422, path
        answers = [reader.get(path, {"offset": 10**9}).status_code for reader in readers]
        assert 200 in answers and set(answers) <= {200, 403}, (path, answers)
