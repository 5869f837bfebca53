"""From the page to a receiver and back: signed, at least once, given up in the end, and never in a loop."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from tests.doors.browsers import browser
from tests.integrations.receiving import receiving
from tests.platform.directory import making

from pilotage.jobs import webhooks as job
from pilotage.kernel.errors import SourceDown
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.models import Event
from pilotage.platform.notices.actions import tell
from pilotage.platform.notices.models import Notice
from pilotage.platform.parties.models import Kind, Organisation
from pilotage.platform.webhooks import actions, queueing, sealing, sending
from pilotage.platform.webhooks.kinds import offered
from pilotage.platform.webhooks.models import Delivery, Hook

pytestmark = pytest.mark.django_db
LIST, ADD, API = reverse("webhooks:list"), reverse("webhooks:add"), "/api/v1/webhooks"
ADDRESS = "https://hooks.example.com/in"
SAYS = Text("合同有了新报价", "A contract has a new offer")
BY = Viewer.product("webhooks", timezone.now())


class Line:
    """Stands for the network; answers what it is told to, and keeps what was posted."""

    def __init__(self):
        self.posted, self.status = [], 204

    def check(self, address):
        """Every name is public here."""

    def post(self, address, headers, body):
        self.posted.append((address, headers, body))
        if self.status is None:
            raise SourceDown("TIMED_OUT", Text("无答复", "none"))
        return self.status


@pytest.fixture(autouse=True)
def line(settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    monkeypatch.setattr(ports._wired, "webhooks", Line())
    return ports._wired.webhooks


@pytest.fixture
def recipe():
    """The receiver of docs/webhooks.md, as it stands there."""
    code = re.search(r"```python\n(.*?)```", Path("docs/webhooks.md").read_text("utf-8"), re.DOTALL)
    names = {"__name__": "recipe"}
    exec(code[1], names)  # noqa: S102  it is ours
    return names


def firm(viewer):
    return Organisation.objects.get(pk=viewer.organisation_id)


def told(viewer, kind="contract.offered", at=None):
    return tell(by=BY, at=at or timezone.now(), organisation=firm(viewer), kind=kind, about="contract:ctr_1", title=SAYS, link="/contracts/")  # fmt: skip


def added(viewer, address=ADDRESS, kinds=("contract",)):
    return actions.add(by=viewer, at=timezone.now(), address=address, kinds=kinds)


def send(at=None):
    while sending.send_round(by=BY, at=at or timezone.now()):
        pass


def secret_on(page):
    return re.search(r'value="(whs_[\w-]{43})"', page.content.decode())[1]


def test_a_receiver_as_the_docs_have_it_believes_what_arrives_and_nothing_else(seller, recipe, tmp_path, monkeypatch):  # fmt: skip
    page, receiver = browser(seller), recipe["Receiver"]
    with receiving(receiver, tmp_path) as there:
        monkeypatch.setattr(ports._wired, "webhooks", there.sender())
        receiver.secret = secret_on(page.post(ADD, {"address": there.address, "kinds": ["contract"]}))  # fmt: skip
        told(seller)
        assert job.tick(timezone.now()) == 1
        [said] = receiver.seen.values()
        row = Delivery.objects.get()
        assert (row.state, row.status, said["event"]) == ("delivered", 204, row.event)
        assert said["title"] == {"zh": SAYS.zh, "en": SAYS.en} and said["link"].endswith("/contracts/")  # fmt: skip
        # The same event by hand: it arrives again, and is the same.
        page.post(reverse("webhooks:again", args=[row.ref]))
        assert job.tick(timezone.now()) == 1 and len(receiver.seen) == 1
        receiver.secret = "whs_another"
        told(seller)
        assert job.tick(timezone.now()) == 1
        assert Delivery.objects.get(state="waiting").status == 401 and len(receiver.seen) == 1


@pytest.mark.parametrize("tampered", ["body", "time", "signature", "late"])
def test_the_recipe_refuses_what_was_touched(tampered, seller, recipe, line):
    _, secret = added(seller)
    told(seller)
    send()
    [(_, headers, body)] = line.posted
    now = int(headers["Pilotage-Timestamp"])
    assert recipe["is_genuine"](secret, headers, body, now)
    changed = {"time": {"Pilotage-Timestamp": str(now + 1)}, "signature": {"Pilotage-Signature": "v1=é"}}  # fmt: skip
    late = 301 if tampered == "late" else 0
    body += b" " if tampered == "body" else b""
    assert not recipe["is_genuine"](secret, headers | changed.get(tampered, {}), body, now + late)


def test_the_secret_is_shown_once_and_sealed(seller):
    page = browser(seller)
    assert "还没有推送地址" in page.get(LIST).content.decode()
    first = page.post(ADD, {"address": ADDRESS, "kinds": ["contract", "case"]})
    row, secret = Hook.objects.get(), secret_on(first)
    assert first.headers["Cache-Control"] == "no-store"
    assert secret not in row.sealed and sealing.opened(row.ref, row.sealed) == secret
    assert "whs_" not in page.get(LIST).content.decode()
    assert secret not in json.dumps([one.after for one in Event.objects.all()])
    second = secret_on(page.post(reverse("webhooks:rotate", args=[row.ref])))
    row.refresh_from_db()
    assert second != secret and sealing.opened(row.ref, row.sealed) == second
    done = Event.objects.filter(action__startswith="webhook.").values_list("action", flat=True)
    assert list(done.order_by("pk")) == ["webhook.added", "webhook.rotated"]


def test_for_a_day_after_a_rotation_either_secret_verifies_then_the_old_one_is_gone(
    seller, line, recipe
):
    row, old = added(seller)
    at = timezone.now()
    _, new = actions.rotate(by=seller, at=at, ref=row.ref)
    for hours in (0, 24):
        told(seller, at=at + timedelta(hours=hours))
        send(at + timedelta(hours=hours))

    def believed(secret, said):
        _, headers, body = said
        return recipe["is_genuine"](secret, headers, body, int(headers["Pilotage-Timestamp"]))

    during, after = line.posted
    assert during[1]["Pilotage-Signature"].count("v1=") == 2
    assert after[1]["Pilotage-Signature"].count("v1=") == 1
    assert [believed(one, during) for one in (new, old, "whs_x")] == [True, True, False]
    assert [believed(one, after) for one in (new, old)] == [True, False]
    row.refresh_from_db()
    assert sealing.opened(row.ref, row.sealed_old) == old  # until the hour's cleaning
    ends = at + actions.OVERLAP
    assert [job.put_away(ends - timedelta(seconds=1)), job.put_away(ends), job.put_away(ends)] == [0, 1, 0]  # fmt: skip
    row.refresh_from_db()
    assert (row.sealed_old, row.old_until) == ("", None) and sealing.opened(row.ref, row.sealed) == new  # fmt: skip


def test_an_old_secret_is_ended_by_hand_and_a_second_rotation_keeps_the_last_two(seller, line, recipe):  # fmt: skip
    page, (row, first) = browser(seller), added(seller)
    end, end_api = reverse("webhooks:end-old-secret", args=[row.ref]), f"{API}/{row.ref}/old-secret/end"  # fmt: skip
    assert page.post(end).status_code == 409 and end not in page.get(LIST).content.decode()
    second = secret_on(page.post(reverse("webhooks:rotate", args=[row.ref])))
    told_once = page.post(f"{API}/{row.ref}/rotate").json()
    assert "旧密钥一并签名至" in page.get(LIST).content.decode() and told_once["old_until"]
    told(seller)
    send()
    [(_, headers, body)] = line.posted
    now = int(headers["Pilotage-Timestamp"])
    those = {one: recipe["is_genuine"](one, headers, body, now) for one in (first, second, told_once["secret"])}  # fmt: skip
    assert list(those.values()) == [False, True, True]
    assert page.post(end).status_code == 302 and page.post(end_api).json()["code"] == "NO_OLD_SECRET"  # fmt: skip
    told(seller)
    send()
    assert line.posted[-1][1]["Pilotage-Signature"].count("v1=") == 1
    row.refresh_from_db()
    assert (row.sealed_old, row.old_until) == ("", None)
    done = Event.objects.filter(action="webhook.old_secret_ended").values_list("after", flat=True)
    assert [one["host"] for one in done] == ["hooks.example.com"]


def test_queued_with_the_notice_or_not_at_all(seller):
    row, _ = added(seller)
    added(seller, ADDRESS + "/2", ["case"])
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        told(seller)
        raise ZeroDivisionError
    assert Delivery.objects.count() == 0
    told(seller)
    told(making.member(making.organisation("seller"), "b"))  # another firm's
    assert [one.hook for one in Delivery.objects.all()] == [row]
    actions.switch_off(by=seller, at=timezone.now(), ref=row.ref)
    told(seller)
    assert Delivery.objects.count() == 1


def test_tried_for_a_day_then_given_up_then_off_and_nobody_is_told_in_a_loop(seller, line):
    line.status = 500
    row, _ = added(seller)
    watch, _ = added(seller, ADDRESS + "/watch", ["other", "case"])
    for _ in range(3):
        told(seller)
    at = timezone.now()
    tries = []
    while waiting := Delivery.objects.filter(state="waiting").order_by("next_try").first():
        at = max(at, waiting.next_try)
        send(at)
        tries.append(at)
    assert len(line.posted) == 3 * 8 and tries[-1] - tries[0] < timedelta(hours=24)
    row.refresh_from_db()
    assert (row.failures, row.off_by) == (3, "product:webhooks")
    assert Notice.objects.filter(kind="webhook.off").count() == 1
    assert not Delivery.objects.filter(hook=watch).exists()
    assert Event.objects.filter(action="webhook.gave_up").count() == 1
    said = browser(seller).get(LIST).content.decode()
    assert "已自动停用" in said and "HTTP 500" in said and "再次发送" not in said
    assert re.search("合同 <span[^>]*>contract.offered<", said)
    # Mended: on again, and what did not arrive is sent by hand.
    line.status = 200
    actions.switch_on(by=seller, at=at, ref=row.ref)
    lost = Delivery.objects.first()
    actions.send_again(by=seller, at=at, ref=lost.ref)
    send(at)
    lost.refresh_from_db()
    row.refresh_from_db()
    assert (lost.state, lost.tries, row.failures) == ("delivered", 1, 0)


def test_two_failures_and_an_arrival_count_for_nothing(seller, line):
    row, _ = added(seller)
    for status in (500, 500, 204, 500, 500):
        line.status = status
        told(seller)
        Delivery.objects.filter(state="waiting").update(tries=7)
        send()
    row.refresh_from_db()
    assert (row.failures, row.off_at) == (2, None)


def test_a_worker_that_died_in_between_sends_again(seller, line, monkeypatch):
    added(seller)
    told(seller)
    at = timezone.now()
    monkeypatch.setattr(sending, "_settle", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sending.send_round(by=BY, at=at)
    monkeypatch.undo()
    ports._wired.webhooks = line
    send(at)
    assert len(line.posted) == 1  # its claim holds
    send(at + timedelta(minutes=2))
    assert len({headers["Pilotage-Event"] for _, headers, _ in line.posted}) == 1
    assert len(line.posted) == 2 and Delivery.objects.get().state == "delivered"


def test_what_was_switched_off_meanwhile_stays_as_it_was_left(seller):
    row, _ = added(seller)
    told(seller)
    claimed = sending._claim(timezone.now())
    actions.switch_off(by=seller, at=timezone.now(), ref=row.ref)
    sending._settle(BY, timezone.now(), claimed[0], sending._Outcome(204, ""))
    assert Delivery.objects.get().error == "SWITCHED_OFF"
    actions.delete(by=seller, at=timezone.now(), ref=row.ref)
    sending._settle(BY, timezone.now(), claimed[0], sending._Outcome(204, ""))
    assert not Delivery.objects.exists()


def test_what_was_queued_while_it_went_off_is_not_sent_by_switching_on(seller, line):
    row, _ = added(seller)
    actions.switch_off(by=seller, at=timezone.now(), ref=row.ref)
    late = queueing.test_event(row, "evt_late", timezone.now())
    actions.switch_on(by=seller, at=timezone.now(), ref=row.ref)
    send()
    late.refresh_from_db()
    assert (line.posted, late.state, late.error) == ([], "failed", "SWITCHED_OFF")


def test_a_test_event_is_tried_once_and_counts_for_nothing(seller, line):
    line.status = None
    row, _ = added(seller)
    page, test = browser(seller), reverse("webhooks:test", args=[row.ref])
    assert page.post(test).status_code == 302
    assert page.post(test).status_code == 409
    send()
    one = Delivery.objects.get()
    row.refresh_from_db()
    assert (one.state, one.error, one.tries, row.failures) == ("failed", "TIMED_OUT", 1, 0)
    assert "十秒内没有答复" in page.get(LIST).content.decode()
    Hook.objects.update(failures=2)
    line.status = 204
    actions.test(by=seller, at=timezone.now() + timedelta(seconds=11), ref=row.ref)
    send(timezone.now() + timedelta(seconds=11))
    assert len(line.posted) == 2 and Hook.objects.get().failures == 2


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"address": "http://hooks.example.com", "kinds": ["contract"]}, "NOT_HTTPS"),
        ({"address": ADDRESS, "kinds": []}, "NO_SUCH_SUBJECT"),
        ({"address": ADDRESS, "kinds": ["contract", "certification"]}, "NO_SUCH_SUBJECT"),
        ({"address": ADDRESS, "kinds": "contract"}, "DOES_NOT_FIT"),
        ({"address": ADDRESS}, "DOES_NOT_FIT"),
    ],
)
def test_refused_in_words(given, code, client):
    said = client.post(API, given, content_type="application/json")
    assert (said.status_code, said.json()["code"]) == (422, code)
    if not isinstance(given.get("kinds"), str):
        assert client.post(ADD, given).status_code == 422
    assert not Hook.objects.exists()


def test_the_programme_may_choose_what_it_is_told_of_and_nothing_else():
    there = {"intake", "dispute", "incident", "connection", "programme", "other"}
    assert offered(Kind.OPERATOR).keys() == there


def test_a_private_address_is_refused_at_saving_as_production_does(client, monkeypatch):
    from pilotage.integrations.webhooks.sender import Sender

    monkeypatch.setattr(ports._wired, "webhooks", Sender())
    said = client.post(ADD, {"address": "https://127.0.0.1:8443/", "kinds": ["case"]})
    assert said.status_code == 422 and "内部或保留" in said.content.decode()


def test_the_same_over_the_api(seller, line):
    client = browser(seller)
    made = client.post(API, {"address": ADDRESS, "kinds": ["case"]}, content_type="application/json")  # fmt: skip
    one = f"{API}/{made.json()['ref']}"
    assert made.status_code == 201 and made.json()["secret"].startswith("whs_")
    [listed] = client.get(API).json()
    assert listed == client.get(one).json() and "secret" not in listed
    assert client.post(API, {"address": ADDRESS, "kinds": ["case"]}, content_type="application/json").json()["code"] == "ADDRESS_THERE"  # fmt: skip
    assert client.post(f"{one}/rotate").json()["secret"] != made.json()["secret"]
    sent = client.post(f"{one}/test")
    assert (sent.status_code, sent.json()["state"]) == (202, "waiting")
    send()
    [now] = client.get(f"{one}/deliveries").json()
    assert (now["state"], now["status"], now["kind"]) == ("delivered", 204, "webhook.test")
    again = f"{API}/deliveries/{now['ref']}/again"
    assert client.post(again).status_code == 202 and client.post(again).json()["code"] == "WAITS_ALREADY"  # fmt: skip
    assert client.post(f"{one}/off").json()["off_at"] and client.post(f"{one}/off").status_code == 409  # fmt: skip
    assert client.post(again).json()["code"] == "ADDRESS_OFF"
    assert client.post(f"{one}/on").json()["off_at"] is None
    assert client.delete(one).status_code == 204 and client.get(one).status_code == 404


def test_ten_at_most_and_one_of_each(seller):
    for n in range(actions.MOST):
        added(seller, f"{ADDRESS}/{n}")
    said = browser(seller).post(ADD, {"address": ADDRESS, "kinds": ["case"]})
    assert said.status_code == 409 and Hook.objects.count() == actions.MOST


def test_after_thirty_days_deliveries_are_put_away(seller):
    added(seller)
    now = timezone.now()
    told(seller, at=now - timedelta(days=31))
    told(seller, at=now - timedelta(days=29))
    assert job.put_away(now) == 1 and Delivery.objects.count() == 1


def test_an_address_that_hangs_leaves_room_for_others(seller, line):
    """A round takes a few of each address, so that a heap at one does not hold up another."""
    added(seller)
    for _ in range(9):
        told(seller)
    added(seller, ADDRESS + "/second")
    told(seller)
    sending.send_round(by=BY, at=timezone.now())
    assert {address for address, _, _ in line.posted} == {ADDRESS, ADDRESS + "/second"}
    assert len(line.posted) == 3
