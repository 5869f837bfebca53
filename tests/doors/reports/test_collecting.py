"""A month over a connection to the package's own sandbox: through failures and a killed worker, each file once, told on the pages."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.directory import making

from pilotage.engines.sp_api import Kind, Way, by_hand, month_files, restricted, roles
from pilotage.integrations.sandbox import CLIENT_ID, CLIENT_KEY, REFRESH, Wish, running
from pilotage.integrations.sp_api.client import Client, Keys
from pilotage.jobs import collecting as job
from pilotage.jobs.models import Job
from pilotage.kernel.errors import Invalid, NotAllowed, WrongState
from pilotage.kernel.periods import Month
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.models import Event
from pilotage.platform.compliance.models import TaxRun
from pilotage.platform.connections import actions as accounts
from pilotage.platform.connections import queries as connections
from pilotage.platform.connections import sealing
from pilotage.platform.connections.models import Connection
from pilotage.platform.documents.models import Document
from pilotage.platform.notices.models import Notice
from pilotage.platform.reports import actions, collected
from pilotage.platform.reports.models import Collection, Fetched, MonthReport

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
TRAFFIC, LEDGER = "GET_SALES_AND_TRAFFIC_REPORT", "GET_LEDGER_DETAIL_VIEW_DATA"
BY = Viewer.product("reports", AT)
STOCK = "GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA"
VAT = "GET_VAT_TRANSACTION_DATA"


class Time:
    """One clock for both sides; waiting moves it."""

    now = AT.timestamp()

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds


class Killed(BaseException):
    """The worker's end, in the middle."""


@pytest.fixture
def time(settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    return Time()


@pytest.fixture
def amazon(time, settings, monkeypatch, request):
    """A sandbox in Amazon's place; `indirect` gives its (seed, failures in percent)."""
    seed, failures = getattr(request, "param", (7, 0))
    with running(Wish(seed, failures=failures, rows=20, clock=time)) as sandbox:
        settings.AMAZON = {
            "application": "amzn1.sellerapps.app.x", "client": CLIENT_ID, "secret": CLIENT_KEY,
            "secret_since": None, "address": sandbox.address,
        }  # fmt: skip

        def client(region: str, token: str) -> Client:
            keys = Keys(CLIENT_ID, settings.AMAZON["secret"], token)
            sign_in = sandbox.address + "/auth/o2/token"
            return Client(keys, sandbox.address, sign_in, tries=4, wait=time.wait, clock=time, dice=random.Random(1))  # fmt: skip

        monkeypatch.setattr(job, "client_for", client)
        yield sandbox


@pytest.fixture
def seller():
    return making.seller()


def connected(seller, *more: str, token: str = REFRESH) -> Connection:
    """A good connection; `more` are roles beside those requested, so that the sandbox has two files for it."""
    granted = [role.name for role in roles() if role.requested]
    row = Connection.objects.create(
        organisation_id=seller.organisation_id, region="eu", site="DE", account="A0SANDBOXDEMO",
        roles=[*granted, *more], granted_by="test", granted_at=AT, lapses_at=AT + timedelta(days=300),
    )  # fmt: skip
    row.sealed = sealing.sealed(row.ref, token)
    row.save()
    return row


def turns(run: Collection, time: Time, *, killed_at: tuple[int, ...] = ()) -> int:
    """The worker's turns until the collection ends; the wall's clock and the job's move together."""
    for nth in range(40):
        run.refresh_from_db()
        if run.state in ("done", "failed"):
            return nth
        try:
            job.run({"ref": run.ref}, at=AT + timedelta(seconds=time.now - Time.now))
        except Killed:
            assert nth in killed_at
        time.wait(60 * 40)
    raise AssertionError("it never ends")


def states(run: Collection) -> dict[str, str]:
    return dict(run.files.values_list("type", "state"))


@pytest.mark.parametrize("amazon", [(1, 20), (4, 20)], indirect=True)
def test_a_month_completes_through_failures_and_a_killed_worker(amazon, seller, time, monkeypatch):
    run = actions.collect(by=seller, at=AT, connection=connected(seller, "amazon-fulfillment").ref, month="2026-10")  # fmt: skip
    keep, remember, left = actions.keep, actions.remember, ["keep", "remember"]

    def once(what, real):
        def killing(**given):
            real(**given)
            if what in left:
                left.remove(what)
                raise Killed

        return killing

    monkeypatch.setattr(actions, "keep", once("keep", keep))
    monkeypatch.setattr(actions, "remember", once("remember", remember))
    turns(run, time, killed_at=tuple(range(40)))
    assert left == [] and run.state == "done"
    there = states(run)
    assert {there[one] for one in (TRAFFIC, LEDGER, VAT)} == {"kept"}
    assert there[STOCK] == "unavailable"
    kept = list(run.files.filter(state="kept"))
    assert Document.objects.count() == len(kept) == len({one.number for one in kept}) == 3
    made = Counter(
        r.type
        for r in amazon.state.reports.values()
        if r.ends == "DONE" and "SETTLEMENT" not in r.type
    )
    assert made == {TRAFFIC: 1, LEDGER: 1, VAT: 1}
    calls = list(amazon.calls)
    again = actions.collect(by=seller, at=AT, connection=run.connection.ref, month="2026-10")
    assert again.pk == run.pk and states(again)[TRAFFIC] == "kept"
    turns(again, time)
    assert not [p for m, p, _ in amazon.calls[len(calls) :] if "documents" in p]
    assert Document.objects.count() == 3


def test_what_is_asked_for_is_on_the_list_and_no_word_of_the_token_is_kept(
    amazon, seller, time, caplog
):
    row = connected(seller)
    run = actions.collect(by=seller, at=AT, connection=row.ref, month="2026-10")
    turns(run, time)
    assert {r.type for r in amazon.state.reports.values()} == {TRAFFIC, VAT}
    paths = {p.split("/")[1] for _, p, _ in amazon.calls}
    assert paths == {"auth", "reports", "files", "tokens"}
    written = "".join(f"{one.action}{one.after}" for one in Event.objects.all()) + caplog.text
    assert "Atz" not in written and CLIENT_KEY not in written
    first = Document.objects.get(name__startswith=TRAFFIC)
    assert [one.action for one in Event.objects.filter(object=f"document:{first.ref}")] == ["document.received"]  # fmt: skip
    kept = Event.objects.get(action="collection.kept", after__type=TRAFFIC).after
    assert (kept["sha256"], kept["document"], kept["type"]) == (first.sha256, first.ref, TRAFFIC)
    with pytest.raises(NotAllowed):
        connections.token(seller, row.ref)
    opened = Event.objects.get(action="collection.token_asked")
    assert opened.pk < Event.objects.get(action="collection.kept", after__type=VAT).pk
    [[named]] = [body["restrictedResources"] for body in amazon.tokens]
    assert named == {"method": "GET", "path": f"/reports/2021-06-30/documents/{opened.after['document']}"}  # fmt: skip


def test_the_vat_report_of_a_region_is_one_file_for_tax_and_not_for_the_report_of_the_month(
    amazon, seller, time
):
    run = actions.collect(by=seller, at=AT, connection=connected(seller).ref, month="2026-10")
    client, page = browser(seller), reverse("reports:collected", args=[run.ref])
    tax = reverse("reports:collected-tax", args=[run.ref])
    assert client.post(tax).status_code == 409 and tax not in client.get(page).content.decode()
    turns(run, time)
    there = run.files.get(type=VAT).document
    assert (there.name, there.kind) == (f"{VAT}-eu-2026-10.txt", "avtr")
    assert [one.name for one in collected.documents(seller, "2026-10")] == [f"{TRAFFIC}-DE-2026-10.json"]  # fmt: skip
    assert tax in client.get(page).content.decode()
    went = client.post(tax).headers["Location"]
    made = client.post(f"/api/v1/reports/collections/{run.ref}/tax").json()["run"]
    first, second = TaxRun.objects.order_by("pk")
    assert (went, made) == (reverse("tax:run", args=[first.ref]), second.ref)
    for one in (first, second):
        assert [given.document for given in one.inputs.all()] == [there]
    rows = ports.files().path(there.sha256).read_text("utf-8").splitlines()
    assert len(rows) == 21 and "TRANSACTION_EVENT_ID" in rows[0]


@pytest.mark.parametrize(
    ("day", "held", "says"),
    [
        (datetime(2026, 11, 2, 23, tzinfo=UTC), "tax-invoicing", "2026-11-03"),
        (datetime(2026, 11, 3, 0, tzinfo=UTC), "tax-invoicing", None),
        (datetime(2026, 11, 3, 0, tzinfo=UTC), "pricing", "tax-invoicing"),
    ],
)
def test_why_the_vat_report_is_not_asked_for_is_told_as_it_is(amazon, seller, day, held, says):
    row = connected(seller)
    row.roles = [held]
    row.save()
    file = actions.collect(by=seller, at=day, connection=row.ref, month="2026-10").files.get(type=VAT)  # fmt: skip
    assert (file.state, file.why and says in file.why["en"]) == (("by_hand", True) if says else ("open", None))  # fmt: skip


def test_the_same_bytes_from_an_upload_are_one_document(amazon, seller, time):
    row = connected(seller)
    run = actions.collect(by=seller, at=AT, connection=row.ref, month="2026-10")
    (file, *_) = actions.open_files(by=BY, at=AT, ref=run.ref)
    for number in ("1", "2"):  # the second comes too late, as of a worker taken for dead
        actions.keep(by=BY, at=AT, file=file, number=number, content=b"{}")
    other = actions.open_files(by=BY, at=AT, ref=run.ref)[0]
    actions.keep(by=BY, at=AT, file=other, number="3", content=b"{}")
    assert Document.objects.count() == 1 and len(collected.documents(seller, "2026-10")) == 1
    assert list(run.files.exclude(number="").values_list("number", flat=True)) == ["1", "3"]


def test_a_consent_withdrawn_stops_at_once_and_the_connection_says_so(amazon, seller, time):
    row = connected(seller, token="Atzr|withdrawn")
    run = actions.collect(by=seller, at=AT, connection=row.ref, month="2026-10")
    assert turns(run, time) == 1
    run.refresh_from_db()
    row.refresh_from_db()
    assert (run.state, run.error["code"]) == ("failed", "CONSENT_WITHDRAWN")
    assert row.sealed == "" and row.refused_at is not None
    assert {one.kind for one in Notice.objects.all()} == {
        "connection.refused",
        "month_report.collected",
    }
    assert not Job.objects.filter(queued_at__gt=AT).exists()
    page = browser(seller).get(reverse("connections:list")).content.decode()
    assert "亚马逊不再接受授权，请重新连接" in page
    with pytest.raises(WrongState, match="CONNECTION_NOT_GOOD"):
        actions.collect(by=seller, at=AT, connection=row.ref, month="2026-10")


def test_a_connection_cut_meanwhile_ends_the_collection(amazon, seller, time):
    row = connected(seller)
    run = actions.collect(by=seller, at=AT, connection=row.ref, month="2026-10")
    accounts.disconnect(by=seller, at=AT, ref=row.ref)
    assert turns(run, time) == 1 and run.error["code"] == "CONNECTION_NOT_GOOD"
    assert amazon.calls == [] and states(run)[TRAFFIC] == "open"


def test_a_secret_of_ours_blames_no_seller(amazon, seller, time, settings):
    row = connected(seller)
    run = actions.collect(by=seller, at=AT, connection=row.ref, month="2026-10")
    settings.AMAZON["secret"] = "wrong"
    turns(run, time)
    row.refresh_from_db()
    assert run.error["code"] == "APPLICATION_REFUSED" and row.sealed and row.refused_at is None


@pytest.mark.parametrize("amazon", [(7, 99)], indirect=True)
def test_an_amazon_that_never_answers_is_given_up_and_told(amazon, seller, time):
    run = actions.collect(by=seller, at=AT, connection=connected(seller).ref, month="2026-10")
    assert turns(run, time) == run.turns == 18
    assert states(run)[TRAFFIC] == "unavailable"
    assert "没有给出文件" in run.files.get(type=TRAFFIC).why["zh"]


def test_the_day_begins_last_month_once_over_good_connections(amazon, seller):
    row = connected(seller)
    third, fourth = datetime(2026, 12, 3, 12, tzinfo=UTC), datetime(2026, 12, 3, 17, tzinfo=UTC)
    assert [job.tick(third), job.tick(fourth), job.tick(fourth)] == [0, 1, 0]
    run = Collection.objects.get()
    assert (run.month, run.connection) == ("2026-11", row)
    Connection.objects.update(refused_at=fourth)
    assert job.tick(fourth + timedelta(days=30)) == 0


@pytest.mark.parametrize(("month", "code"), [("2026-13", "NO_SUCH_MONTH"), ("2026-11", "MONTH_NOT_OVER")])  # fmt: skip
def test_a_month_that_is_none_or_not_over_is_refused(amazon, seller, month, code):
    with pytest.raises(Invalid, match=code):
        actions.collect(by=seller, at=AT, connection=connected(seller).ref, month=month)


def test_from_the_button_to_a_report_beside_uploaded_files(amazon, seller, time):
    client, row = browser(seller), connected(seller)
    assert "收取文件" in client.get(reverse("reports:list")).content.decode()
    went = client.post(reverse("reports:collect"), {"connection": row.ref, "month": "2026-10"})
    run = Collection.objects.get()
    assert went.headers["Location"] == reverse("reports:collected", args=[run.ref])
    assert "等待亚马逊" in client.get(went.headers["Location"]).content.decode()
    turns(run, time)
    page = client.get(went.headers["Location"]).content.decode()
    assert "已收取" in page and "请您上传" in page and "亚马逊没有给" in page
    client.post(reverse("reports:upload"), {"month": "2026-10", "collected": "1"})
    made = MonthReport.objects.get()
    assert [one.kind for one in made.documents.all()] == ["month"]
    made.state, made.result = "done", {"figures": []}
    made.save()
    shown = client.get(reverse("reports:detail", args=[made.ref])).content.decode()
    assert "经店铺连接收取于" in shown and "结算报告" in shown


def test_the_same_over_the_api(amazon, seller, time):
    client, root = browser(seller), "/api/v1/reports/collections"
    asked = {"connection": connected(seller).ref, "month": "2026-10"}
    made = client.post(root, asked, content_type="application/json")
    assert made.status_code == 202
    turns(Collection.objects.get(), time)
    whole = client.get(f"{root}/{made.json()['ref']}").json()
    kept = [one for one in whole["files"] if one["state"] == "kept"]
    assert (whole["state"], [one["type"] for one in kept]) == ("done", [TRAFFIC, VAT])
    assert {one["sha256"] for one in kept} == {one.sha256 for one in Document.objects.all()}
    assert [one["ref"] for one in client.get(root).json()] == [whole["ref"]]
    report = client.post("/api/v1/reports", {"month": "2026-10", "collections": "true"})
    assert report.status_code == 202 and MonthReport.objects.get().documents.count() == 1


def test_nothing_unlisted_is_ever_asked_for():
    asked = {one.type for one in month_files() if one.way is Way.ASKED}
    assert {restricted()[one].kind for one in asked & restricted().keys()} == {Kind.READ}
    granted, october = [role.name for role in roles() if role.requested], Month(2026, 10)
    days = {date(2026, 11, 1): [TRAFFIC, STOCK], date(2026, 11, 30): [TRAFFIC, STOCK, VAT], date(2026, 12, 1): [TRAFFIC, VAT]}  # fmt: skip
    for day, there in days.items():
        assert [one.type for one in month_files() if by_hand(one, granted, region="eu", month=october, day=day) is None] == there  # fmt: skip
    assert not [one for one in month_files() if by_hand(one, [], region="eu", month=october, day=date(2026, 11, 30)) is None]  # fmt: skip
    assert Fetched._meta.get_field("type").max_length >= max(len(one.type) for one in month_files())
