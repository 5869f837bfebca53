"""The sandbox on a port of this machine; each request is recorded where it arrives."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from pilotage.engines.sp_api import CREATE_TOKEN
from pilotage.integrations.sandbox.answers import Answer, Asked, refused, said
from pilotage.integrations.sandbox.routes import answer, route, too_many
from pilotage.integrations.sandbox.state import State, Wish

_MOST_BYTES = 1_000_000


class Sandbox(ThreadingHTTPServer):
    """`calls` holds (method, path, status); a dropped connection has status 0. `tokens`: what was asked for one, in order."""

    daemon_threads = True

    def __init__(self, wish: Wish, host: str = "127.0.0.1", port: int = 0) -> None:
        self.state = State(wish)
        self.lock = threading.Lock()
        self.calls: list[tuple[str, str, int]] = []
        self.tokens: list[Mapping[str, object]] = []
        super().__init__((host, port), _Handler)

    @property
    def address(self) -> str:
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}"

    def answers(self, asked: Asked) -> tuple[Answer, int | None]:
        """The answer, and how it is spoilt on its way: 3 lost, 4 cut short."""
        with self.lock:
            found = route(asked)
            spoilt = self.state.fails(asked.method, asked.path) if found else None
            given = _instead(asked, spoilt) or answer(self.state, asked)
            if f"{asked.method} {asked.path}" == CREATE_TOKEN:
                self.tokens.append(asked.body)
            self.calls.append((asked.method, asked.path, 0 if spoilt == 3 else given.status))
        return given, spoilt


def _instead(asked: Asked, spoilt: int | None) -> Answer | None:
    found = route(asked)
    signs = found.signs if found else ""
    if spoilt == 0 and signs:
        return too_many(signs, found.rate if found else 1)
    if spoilt in (0, 1):
        return _broken(signs, 503, "ServiceUnavailable")
    return _broken(signs, 500, "InternalFailure") if spoilt == 2 else None


def _broken(signs: str, status: int, code: str) -> Answer:
    if signs == "ads":
        return said(status, {"code": str(status), "detail": code})
    return refused(status, code, "Try again later.")


class _Handler(BaseHTTPRequestHandler):
    server: Sandbox
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_PUT = do_DELETE = do_PATCH = do_GET  # noqa: N815 (http.server names them)

    def _serve(self) -> None:
        asked = self._asked()
        if asked is None:
            self._send(refused(400, "InvalidInput", "The body cannot be read."), cut=False)
            return
        given, spoilt = self.server.answers(asked)
        if spoilt == 3:
            # The work is done and the answer never arrives: the hardest failure for who must not do it twice.
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._send(given, cut=spoilt == 4 and len(given.body) > 1)

    def _asked(self) -> Asked | None:
        parts = urlsplit(self.path)
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > _MOST_BYTES:
            self.close_connection = True
            return None
        raw = self.rfile.read(int(length))
        try:
            text = raw.decode()
            if "urlencoded" in self.headers.get("Content-Type", ""):
                body: object = dict(parse_qsl(text))
            else:
                body = json.loads(text) if text else {}
        except (ValueError, RecursionError):
            return None
        headers = {name.lower(): value for name, value in self.headers.items()}
        query = dict(parse_qsl(parts.query))
        # Clients write a Host of their own making; addresses of files name the port that is ours.
        held = body if isinstance(body, dict) else {}
        return Asked(self.command, parts.path, query, headers, held, self.server.address)

    def _send(self, given: Answer, *, cut: bool) -> None:
        self.send_response(given.status)
        for name, value in given.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(given.body)))
        self.end_headers()
        self.wfile.write(given.body[: len(given.body) // 2] if cut else given.body)
        self.close_connection = self.close_connection or cut

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: `calls` is the record."""


@contextmanager
def running(wish: Wish, host: str = "127.0.0.1", port: int = 0) -> Iterator[Sandbox]:
    """A sandbox in a thread of its own, ended with the block."""
    sandbox = Sandbox(wish, host, port)
    thread = threading.Thread(target=sandbox.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield sandbox
    finally:
        sandbox.shutdown()
        sandbox.server_close()
        thread.join()
