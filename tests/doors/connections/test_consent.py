"""A seller connects an account at the package's own sandbox, and everything that must not work does not."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.doors.browsers import browser
from tests.platform.directory import making

from pilotage.integrations.sandbox import CLIENT_ID, CLIENT_KEY, Wish, running
from pilotage.integrations.sp_api.consent import SignIn
from pilotage.kernel.errors import SourceDown, WrongState
from pilotage.platform import ports
from pilotage.platform.access import actions as access
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.models import Event
from pilotage.platform.connections import actions, sealing
from pilotage.platform.connections.models import Attempt, Connection
from pilotage.platform.notices.models import Notice
from pilotage.platform.parties.models import Person

pytestmark = pytest.mark.django_db
LIST, ASK, BACK = (reverse(f"connections:{name}") for name in ("list", "ask", "back"))


class _Stays(HTTPRedirectHandler):
    def http_error_302(self, request, answer, code, message, headers):
        answer.status = code
        return answer


@pytest.fixture
def amazon(settings, tmp_path, monkeypatch):
    """A sandbox in Amazon's place, and an application registered there."""
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    settings.PUBLIC_ADDRESS = "http://127.0.0.1:8000"
    with running(Wish(throttled=False)) as sandbox:
        settings.AMAZON = {
            "application": "amzn1.sellerapps.app.x", "client": CLIENT_ID, "secret": CLIENT_KEY,
            "secret_since": None, "address": sandbox.address,
        }  # fmt: skip
        wired = SignIn(CLIENT_ID, CLIENT_KEY, sandbox.address, wait=lambda seconds: None)
        monkeypatch.setattr(ports._wired, "consents", wired)
        yield sandbox


def sent(page, site="DE") -> str:
    """The address that the page offers to go to."""
    said = page.post(ASK, {"site": site})
    assert said.status_code == 200 and said.headers["Referrer-Policy"] == "no-referrer"
    return unescape(re.search(r'href="(http[^"]*consent[^"]*)"', said.content.decode())[1])


def consented(address: str) -> str:
    """Where the sandbox sends the browser back to, below our host."""
    answer = build_opener(_Stays).open(address)
    return answer.headers["Location"].removeprefix("http://127.0.0.1:8000")


def test_there_and_back_then_cut(seller, amazon):
    page = browser(seller)
    assert "还没有连接店铺" in page.get(LIST).content.decode()
    way = consented(sent(page))
    assert page.get(way).headers["Location"] == LIST
    row = Connection.objects.get()
    assert (row.region, row.account) == ("eu", "A0SANDBOXDEMO")
    assert row.lapses_at - row.granted_at == timedelta(days=365)
    token = sealing.opened(row.ref, row.sealed)
    assert token.startswith("Atzr|") and token in amazon.state.refresh
    assert token not in row.sealed and token not in page.get(LIST).content.decode()
    written = "".join(str(one.after) for one in Event.objects.all())
    assert token not in written and "state" not in way.split("?")[0]
    with pytest.raises(WrongState, match="TOKEN_GONE"):
        sealing.opened("con_another", row.sealed)
    used = page.get(way)
    assert used.status_code == 409 and "已经用过" in used.content.decode()
    assert page.post(reverse("connections:close", args=[row.ref])).status_code == 302
    row.refresh_from_db()
    assert row.sealed == "" and row.ended_at is not None
    assert page.post(reverse("connections:close", args=[row.ref])).status_code == 409
    named = Event.objects.filter(action__startswith="connection.").order_by("pk")
    assert [one.action for one in named] == ["connection.asked", "connection.opened", "connection.closed"]  # fmt: skip


def test_a_consent_given_again_renews_the_same_connection(seller, amazon):
    page = browser(seller)
    for _ in range(2):
        assert page.get(consented(sent(page))).status_code == 302
    row = Connection.objects.get()
    assert Event.objects.filter(action="connection.renewed").count() == 1
    assert sealing.opened(row.ref, row.sealed) in amazon.state.refresh


def test_the_way_back_is_for_this_person_and_browser_only(seller, amazon):
    way = consented(sent(browser(seller)))
    for other in (browser(seller), browser(making.seller())):
        said = other.get(way)
        assert said.status_code == 403 and "对不上" in said.content.decode()
    assert not Connection.objects.exists()


def test_denied_expired_and_a_code_refused_are_said_with_the_next_step(seller, amazon):
    page = browser(seller)
    way = consented(sent(page))
    denied = page.get(re.sub(r"spapi_oauth_code=[^&]*", "error=access_denied", way))
    assert denied.status_code == 409 and "没有同意" in denied.content.decode()
    late = consented(sent(page))
    Attempt.objects.filter(used_at=None).update(expires_at=timezone.now())
    said = page.get(late).content.decode()
    assert "超过 10 分钟" in said and "重新开始" in said
    wrong = page.get(re.sub(r"spapi_oauth_code=[^&]*", "spapi_oauth_code=no", consented(sent(page))))  # fmt: skip
    assert wrong.status_code == 409 and "一次性代码" in wrong.content.decode()
    assert not Connection.objects.exists()


def test_without_an_application_the_programme_reads_what_to_set_and_a_seller_that_it_cannot_be(seller, settings):  # fmt: skip
    settings.AMAZON = {**settings.AMAZON, "application": "", "client": "", "secret": ""}
    page = browser(seller)
    said = page.get(LIST).content.decode()
    assert "现在不能连接" in said and "PILOTAGE_AMAZON" not in said
    assert "连接店铺</button>" not in said
    assert "PILOTAGE_AMAZON_SECRET" in browser(making.operator()).get(LIST).content.decode()
    assert page.post(ASK, {"site": "DE"}).status_code == 409


def test_an_unknown_site_and_a_manager_are_refused(seller, amazon):
    assert browser(seller).post(ASK, {"site": "XX"}).status_code == 422
    assert not Attempt.objects.exists()


def test_amazon_down_and_a_wrong_secret_are_told_apart(amazon):
    with pytest.raises(WrongState, match="APPLICATION_REFUSED") as told:
        SignIn(CLIENT_ID, "not-it", amazon.address).exchange("c", "http://127.0.0.1:8000/x")
    assert "not-it" not in str(told.value)
    amazon.state.wish = Wish(failures=100)
    down = SignIn(CLIENT_ID, CLIENT_KEY, amazon.address, wait=lambda seconds: None)
    with pytest.raises(SourceDown, match="AMAZON_DOWN"):
        down.exchange("c", "http://127.0.0.1:8000/x")


def test_lapse_and_rotation_are_told_at_each_step_once(seller, settings, amazon):
    at = timezone.now()
    programme = making.operator()
    row = Connection.objects.create(
        organisation_id=seller.organisation_id, region="eu", site="DE", account="A1", sealed="x",
        granted_by="test", granted_at=at, lapses_at=at + timedelta(days=14),
    )  # fmt: skip
    settings.AMAZON = {**settings.AMAZON, "secret_since": (at - timedelta(days=173)).date()}
    told = []
    for days in (0, 1, 7, 12, 13, 20):
        now = at + timedelta(days=days)
        actions.remind_due(by=Viewer.product("connections", now), at=now)
        told.append(Notice.objects.filter(kind="connection.due", organisation=row.organisation).count())  # fmt: skip
    assert told == [1, 1, 2, 3, 3, 3]
    assert Notice.objects.filter(organisation=programme.organisation_id, title_en__contains="secret").exists()  # fmt: skip


def test_a_connection_that_came_without_its_token_is_not_called_connected(seller):
    at = timezone.now()
    Connection.objects.create(
        organisation_id=seller.organisation_id, region="eu", site="DE", account="A1",
        granted_by="test", granted_at=at, lapses_at=at + timedelta(days=10),
    )  # fmt: skip
    page = browser(seller).get(LIST).content.decode()
    assert "请重新连接" in page and "已连接" not in page
    assert actions.remind_due(by=Viewer.product("connections", at), at=at) == 0


def test_the_same_over_the_api_and_no_token_or_secret_in_any_answer(seller, amazon):
    page, api = browser(seller), "/api/v1/connections"
    way = page.post(f"{api}/consents", {"site": "DE"}, content_type="application/json").json()
    assert way["back"].endswith(BACK) and way["roles"] and way["expires_at"]
    assert page.get(consented(way["address"])).headers["Location"] == LIST
    row = Connection.objects.get()
    shown = page.get(f"{api}/{row.ref}")
    assert (shown.json()["standing"], shown.json()["days_left"]) == ("live", 364)
    assert page.get(api).json() == [shown.json()]
    told = page.get(f"{api}/application")
    assert (told.json()["connections"], told.json()["secret_until"]) == (1, None)
    token = sealing.opened(row.ref, row.sealed)
    for answer in (shown, told, page.get(api)):
        said = answer.content.decode()
        assert not any(one in said for one in (token, row.sealed, CLIENT_KEY))
    assert browser(making.seller()).get(f"{api}/{row.ref}").status_code == 404
    assert page.post(f"{api}/{row.ref}/end").json()["standing"] == "ended"
    assert page.post(f"{api}/{row.ref}/end").status_code == 409


def test_over_the_api_a_key_or_a_session_left_open_begins_no_consent(seller, amazon):
    key = access.issue_token(by=seller, at=timezone.now(), label="test")
    person = Person.objects.get(pk=seller.person_id)
    person.set_password("a-long-password-1")
    person.save()
    page = browser(seller, proved=False)
    keyed = Client(headers={"Authorization": f"Bearer {key}"})
    for client, code in ((keyed, "BROWSER_NEEDED"), (page, "CONFIRM_YOURSELF")):
        said = client.post("/api/v1/connections/consents", {"site": "DE"}, content_type="application/json")  # fmt: skip
        assert (said.status_code, said.json()["code"]) == (409, code)
    assert not Attempt.objects.exists()
