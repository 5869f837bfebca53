"""VIES and HMRC as they answer, and as they fail: a failure is never an answer. Replayed from a local server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pilotage.integrations.hmrc import Hmrc
from pilotage.integrations.vies import Vies
from pilotage.kernel.errors import SourceDown
from pilotage.platform.compliance.registers import Answer

NS = "urn:ec.europa.eu:taxud:vies:services:checkVat:types"
DE, GB = "DE136695976", "GB553557881"


def soap(body: str) -> bytes:
    return (
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
        f"{body}</soap:Body></soap:Envelope>"
    ).encode()


def vies_says(valid: str, number: str = DE[2:], name: str = "---") -> bytes:
    return soap(
        f'<r:checkVatApproxResponse xmlns:r="{NS}"><r:countryCode>DE</r:countryCode>'
        f"<r:vatNumber>{number}</r:vatNumber><r:requestDate>2026-11-25</r:requestDate>"
        f"<r:valid>{valid}</r:valid><r:traderName>{name}</r:traderName>"
        "<r:requestIdentifier>WAPIAAAAX1</r:requestIdentifier></r:checkVatApproxResponse>"
    )


def fault(code: str) -> bytes:
    return soap(
        f"<soap:Fault><faultcode>soap:Server</faultcode><faultstring>{code}</faultstring></soap:Fault>"
    )


# The faults of the test service: numbers 201, 300, 301, 302, 400/401, 500/501, 600/601.
FAULTS = [
    "INVALID_INPUT", "SERVICE_UNAVAILABLE", "MS_UNAVAILABLE", "TIMEOUT", "VAT_BLOCKED", "IP_BLOCKED",
    "GLOBAL_MAX_CONCURRENT_REQ", "GLOBAL_MAX_CONCURRENT_REQ_TIME", "MS_MAX_CONCURRENT_REQ",
    "MS_MAX_CONCURRENT_REQ_TIME",
]  # fmt: skip
HMRC_YES = (
    b'{"target":{"name":"Credite Sberger Donal Inc.","vatNumber":"553557881"},'
    b'"consultationNumber":"Aer-4GY-8JG","processingDate":"2026-11-25T10:00:00Z"}'
)
GARBAGE = [
    (200, b""), (200, b"<html>maintenance</html>"), (200, b"\xff\xfe\x00garbage"), (200, b"{}"),
    (200, b"null"), (200, b"[1]"), (200, vies_says("maybe")), (200, vies_says("true", "999")),
    (200, b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), (302, b""), (403, b"no"), (404, b"not here"),
    (429, b"slow down"), (500, b"oops"), (502, b""), (503, b"<valid>true</valid>"),
    (200, b'{"target":{"vatNumber":"000000000"}}'),
]  # fmt: skip


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Starts a server that gives one answer (a `silent` one: not before the test ends) and returns its address."""
    servers: list[ThreadingHTTPServer] = []
    ended = threading.Event()

    def start(status: int, body: bytes, *, silent: bool = False, raw: bool = False) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if silent:
                    ended.wait()
                    return
                if raw:
                    self.wfile.write(body)
                    return
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.do_GET()

            def log_message(self, *_: object) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    ended.set()
    for server in servers:
        server.shutdown()
        server.server_close()


def test_vies_confirms_with_its_consultation_number(serve):
    vies = Vies(serve(200, vies_says("true", name="Firma &amp; Co")), requester="FR40303265045")
    assert vies(DE) == Answer(True, "Firma & Co", "WAPIAAAAX1")


def test_vies_gives_no_name_for_germany_and_that_is_none(serve):
    assert Vies(serve(200, vies_says("true")))(DE).name == ""


def test_vies_says_no(serve):
    assert Vies(serve(200, vies_says("false")))(DE).valid is False


@pytest.mark.parametrize("code", FAULTS)
@pytest.mark.parametrize("status", [200, 500])
def test_each_fault_of_the_test_service_leaves_the_question_open(serve, code, status):
    with pytest.raises(SourceDown, match=code):
        Vies(serve(status, fault(code)))(DE)


@pytest.mark.parametrize(("status", "body"), GARBAGE)
@pytest.mark.parametrize(("register", "number"), [(Vies, DE), (Hmrc, GB)])
def test_garbage_is_neither_valid_nor_invalid(serve, register, number, status, body):
    with pytest.raises(SourceDown):
        register(serve(status, body))(number)


def test_hmrc_confirms_with_its_consultation_number(serve):
    answer = Hmrc(serve(200, HMRC_YES), requester="GB123456789")(GB)
    assert answer == Answer(True, "Credite Sberger Donal Inc.", "Aer-4GY-8JG")


def test_hmrc_knows_no_such_number(serve):
    body = b'{"code":"NOT_FOUND","message":"targetVrn does not match a registered company"}'
    assert Hmrc(serve(404, body))(GB) == Answer(valid=False)


@pytest.mark.parametrize(("register", "number"), [(Vies, DE), (Hmrc, GB)])
def test_silence_a_closed_door_and_a_broken_line_leave_the_question_open(serve, register, number):
    with pytest.raises(SourceDown, match="timeout"):
        register(serve(200, b"", silent=True), seconds=0.2)(number)
    with pytest.raises(SourceDown):
        register("http://127.0.0.1:9")(number)
    with pytest.raises(SourceDown):
        register(serve(200, b"SSH-2.0-OpenSSH\r\n", raw=True))(number)
