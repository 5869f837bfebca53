"""A month collected from the sandbox: through failures, broken off and begun again, each file once, only listed calls."""

from __future__ import annotations

import random
import re
import socket
from datetime import UTC, datetime

import pytest

from pilotage.engines.sp_api import CREATE_TOKEN, OPEN, operations
from pilotage.integrations.sandbox import CLIENT_ID, CLIENT_KEY, REFRESH, Wish, running
from pilotage.integrations.sp_api import month
from pilotage.integrations.sp_api.calls import call
from pilotage.integrations.sp_api.client import Client, Keys, Unanswered
from pilotage.integrations.sp_api.month import Asked, collect
from pilotage.kernel.errors import Invalid, NotAllowed, SourceDown
from pilotage.kernel.text import Text

SPAN = ("2026-08-01T00:00:00Z", "2026-08-31T23:59:59Z")
VAT = "GET_VAT_TRANSACTION_DATA"
KINDS = ("GET_LEDGER_DETAIL_VIEW_DATA", "GET_SALES_AND_TRAFFIC_REPORT", VAT)
MONTH = [Asked(kind, "A1PA6795UKMFR9", *SPAN) for kind in KINDS]
TAX = MONTH[2:]


class Time:
    """One clock for both sides; waiting moves it."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds


class Memory:
    def __init__(self) -> None:
        self.numbers, self.files, self.opened = {}, {}, []

    def number(self, asked):
        return self.numbers.get(asked)

    def remember(self, asked, number):
        self.numbers[asked] = number

    def has(self, number):
        return number in self.files

    def opens(self, asked, document):
        self.opened.append((asked.type, document))

    def keep(self, number, digest, content):
        assert number not in self.files
        self.files[number] = (digest, content)


def client(sandbox, time: Time, secret: str = CLIENT_KEY, token: str = REFRESH) -> Client:
    keys = Keys(CLIENT_ID, secret, token)
    sign_in = sandbox.address + "/auth/o2/token"
    return Client(keys, sandbox.address, sign_in, wait=time.wait, clock=time, dice=random.Random(1))


def outside(sandbox) -> list[tuple[str, str]]:
    """Requests, as they arrived, that are no open operation of the table; a token is judged by what it asked for."""
    documents = {one.document: one.type for one in sandbox.state.reports.values()}
    bodies, found = iter(sandbox.tokens), []
    for method, path, _ in sandbox.calls:
        if f"{method} {path}" == CREATE_TOKEN:
            call(CREATE_TOKEN, {}, body=next(bodies), documents=documents)
        elif not path.startswith(("/auth/", "/files/")) and not any(
            o.method == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", o.path), path)
            for o in operations().values()
            if o.kind in OPEN
        ):
            found.append((method, path))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_a_month_completes_through_failures_and_nothing_comes_twice(seed, monkeypatch):
    time, memory, reached = Time(), Memory(), set()
    connect = socket.create_connection

    def recorded(address, *given, **named):
        reached.add(address)
        return connect(address, *given, **named)

    monkeypatch.setattr(socket, "create_connection", recorded)
    with running(Wish(seed, failures=20, clock=time)) as sandbox:
        for _ in range(10):  # a run that is broken off goes on where it stood
            try:
                missing = collect(client(sandbox, time), MONTH, memory)
            except SourceDown:
                continue
            if not missing:
                break
        calls = list(sandbox.calls)
        assert collect(client(sandbox, time), MONTH, memory) == ()
        assert sandbox.calls == calls  # what is there is not asked for again
        reports = sandbox.state.reports.values()
        assert reached == {sandbox.server_address}
        made = [r for r in reports if r.ends == "DONE" and r.type in KINDS]
        assert outside(sandbox) == [] and len(sandbox.tokens) > 0
    assert len(memory.files) == len({digest for digest, _ in memory.files.values()}) == len(MONTH)
    assert len(made) == len(MONTH)  # no lost answer led to a second report
    assert {kind for kind, _ in memory.opened} == {VAT}


def test_buckets_are_waited_for_not_run_into():
    time = Time()
    with running(Wish(clock=time)) as sandbox:
        one, begun = client(sandbox, time), time.now
        for _ in range(13):
            one.ask("GET /reports/2021-06-30/reports", query={"reportTypes": KINDS[0]})
        assert {status for _, _, status in sandbox.calls} == {200}
    assert time.now - begun >= 3 / 0.0222 - 1


def test_a_token_is_renewed_before_it_dies_and_a_wrong_secret_is_said():
    time = Time()
    with running(Wish(clock=time)) as sandbox:
        one = client(sandbox, time)
        for _ in range(2):
            assert one.ask("GET /finances/transfers/2024-06-01/payouts")["payouts"]
            time.now += 3599
        assert [p for _, p, _ in sandbox.calls].count("/auth/o2/token") == 2
        with pytest.raises(NotAllowed, match="APPLICATION_REFUSED") as said:
            client(sandbox, time, "wrong-secret").ask("GET /finances/transfers/2024-06-01/payouts")
    assert "wrong-secret" not in repr(said.value)


def test_a_consent_withdrawn_at_amazon_is_told_apart_from_a_secret_of_ours():
    with running(Wish()) as sandbox:
        gone = client(sandbox, Time(), token="Atzr|withdrawn")
        with pytest.raises(NotAllowed, match="CONSENT_WITHDRAWN") as said:
            collect(gone, MONTH, Memory())
    assert "Atzr" not in repr(said.value) + str(said.value)


def test_what_is_closed_opens_no_socket():
    with running(Wish()) as sandbox:
        one = client(sandbox, Time())
        with pytest.raises(NotAllowed, match="NEVER_CALLED"):
            one.ask("POST /finances/transfers/2024-06-01/payouts", body={})
        with pytest.raises(NotAllowed, match="RESTRICTED_REPORT"):
            collect(one, [Asked("SC_VAT_TAX_REPORT", "A1PA6795UKMFR9", *SPAN)], Memory())
        with pytest.raises(
            NotAllowed, match="TOKEN_NOT_ASKED_FOR"
        ):  # a document that Amazon told nothing of
            one.ask(
                "GET /reports/2021-06-30/documents/{reportDocumentId}",
                {"reportDocumentId": "doc-1"},
                restricted=True,
            )
        assert {path for _, path, _ in sandbox.calls} <= {"/auth/o2/token"}


DOCUMENT = "GET /reports/2021-06-30/documents/{reportDocumentId}"


def test_a_restricted_token_opens_its_document_for_less_than_its_hour_and_stays_in_memory():
    time, memory = Time(), Memory()
    with running(Wish(clock=time)) as sandbox:
        one = client(sandbox, time)
        assert collect(one, TAX, memory) == ()
        [(_, document)] = memory.opened
        place, asked = {"reportDocumentId": document}, []
        for seconds in (0, 3500, 60):  # still the first, still the first, another
            time.now += seconds
            assert one.ask(DOCUMENT, place, restricted=True)["url"]
            asked.append(len(sandbox.tokens))
        assert asked == [1, 1, 2]
        named = {"method": "GET", "path": f"/reports/2021-06-30/documents/{document}"}
        assert sandbox.tokens == [{"restrictedResources": [named]}] * 2
        sandbox.state.restricted.clear()  # died early at Amazon's: once more, with a fresh one
        assert one.ask(DOCUMENT, place, restricted=True)["url"] and len(sandbox.tokens) == 3
        with pytest.raises(NotAllowed, match="AMAZON_REFUSED"):  # without a token nothing opens it
            one.ask(DOCUMENT, place)
    assert "Atz" not in repr(one) + repr(memory.numbers)


def test_a_report_that_memory_does_not_hold_is_told_not_tried_again(monkeypatch):
    monkeypatch.setattr(month, "_MOST_BYTES", 1000)
    with running(Wish()) as sandbox:
        with pytest.raises(Invalid, match="REPORT_TOO_LARGE"):
            collect(client(sandbox, Time()), TAX, Memory())
        assert sum("documents" in path for _, path, _ in sandbox.calls) == 1


def test_the_vat_report_comes_from_the_third_on_and_a_lost_answer_is_found_though_its_sites_are_others(monkeypatch):  # fmt: skip
    time, ask, lost = Time(), Client.ask, []

    def losing(self, key, *given, **named):
        said = ask(self, key, *given, **named)
        if key.startswith("POST /reports") and not lost:
            lost.append(said)
            raise Unanswered("AMAZON_UNANSWERED", Text("无答复", "lost"))
        return said

    time.now = datetime(2026, 9, 2, 23, tzinfo=UTC).timestamp()
    with running(Wish(clock=time)) as sandbox:
        assert collect(client(sandbox, time), TAX, Memory()) == tuple(TAX)
        time.now += 3600
        monkeypatch.setattr(Client, "ask", losing)
        assert collect(client(sandbox, time), TAX, Memory()) == () and lost
        made = [r for r in sandbox.state.reports.values() if r.ends == "DONE" and r.type == VAT]
        assert len(made) == 1
        assert [r for r in sandbox.state.reports.values() if r.ends == "CANCELLED"] == []
