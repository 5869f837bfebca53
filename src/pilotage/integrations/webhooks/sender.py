"""Posts to an address that a stranger named. The name is resolved once; the connection goes to what was checked,
the first of each family of addresses.

The whole of a try, from the first packet to the last byte read, ends after `seconds`; no proxy of the environment
and no redirect is followed, and of the answer only its status is told.
"""

from __future__ import annotations

import http.client
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from pilotage.integrations.webhooks.public import is_public
from pilotage.kernel.errors import Invalid, PilotageError, SourceDown
from pilotage.kernel.text import Text

_SECONDS_TO_RESOLVE = 5.0
_MOST_BYTES = 16_384


def resolved(host: str, port: int) -> list[str]:
    """Every internet address of the name, within five seconds; none when there is none."""
    answers: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    threading.Thread(target=lambda: answers.put(_ask(host, port)), daemon=True).start()
    try:
        return answers.get(timeout=_SECONDS_TO_RESOLVE)
    except queue.Empty:
        return []


def _ask(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True, slots=True)
class Sender:
    """Fulfils `kernel.ports.Webhooks`. Tests give their own resolver, rule and trust; production gives none."""

    seconds: float = 10
    resolve: Callable[[str, int], list[str]] = resolved
    may_reach: Callable[[str], bool] = is_public
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def check(self, address: str) -> None:
        self._checked(address)

    def post(self, address: str, headers: Mapping[str, str], body: bytes) -> int:
        host, port, to = self._checked(address)
        parts = urlsplit(address)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line = _Pinned(host, port, to, self.seconds, self.trust())
        cut = threading.Timer(self.seconds, line.cut)
        cut.daemon = True
        cut.start()
        try:
            line.request("POST", path, body=body, headers=dict(headers))
            answer = line.getresponse()
            with suppress(OSError, http.client.HTTPException, ValueError):
                answer.read(_MOST_BYTES)
            return answer.status
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _unanswered(error, line.is_cut) from error
        finally:
            cut.cancel()
            line.close()

    def _checked(self, address: str) -> tuple[str, int, list[str]]:
        """Host, port, and the internet addresses to connect to. One that is not public spoils the name."""
        parts = urlsplit(address)
        if parts.scheme != "https" or not parts.hostname:
            raise Invalid("NOT_HTTPS", Text("只能推送到 https 地址。", "Only https addresses are told."))  # fmt: skip
        port = parts.port or 443
        found = self.resolve(parts.hostname, port)
        if not found:
            raise Invalid(
                "NAME_UNKNOWN",
                Text("找不到这个域名：{host}", "This name is not found: {host}"),
                Text("请核对域名是否已在公网解析。", "See that the name resolves on the public internet."),
                host=parts.hostname,
            )  # fmt: skip
        if not all(map(self.may_reach, found)):
            raise Invalid(
                "ADDRESS_NOT_PUBLIC",
                Text("{host} 指向内部或保留的网络地址。", "{host} leads to a private or reserved address."),
                Text("请登记公网可达的地址。", "Give one that is on the public internet."),
                host=parts.hostname,
            )  # fmt: skip
        firsts = {":" in one: one for one in reversed(found)}  # of IPv6 and of IPv4
        return parts.hostname, port, [one for one in found if one in firsts.values()]


class _Pinned(http.client.HTTPSConnection):
    """Connects to the first of `to` that answers and to nothing else; the certificate is asked for the host's name."""

    def __init__(
        self, host: str, port: int, to: list[str], seconds: float, trust: ssl.SSLContext
    ) -> None:
        super().__init__(host, port, timeout=seconds, context=trust)
        self._to, self._trust, self._ends = to, trust, time.monotonic() + seconds
        self._wire: socket.socket | None = None
        self.is_cut = False

    def connect(self) -> None:
        raw = self._reached()
        raw.settimeout(self.timeout)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        wire = self._trust.wrap_socket(
            raw, server_hostname=self.host, do_handshake_on_connect=False
        )
        self._wire = self.sock = wire
        if time.monotonic() >= self._ends:
            raise TimeoutError("the connection took all the time there is")
        wire.do_handshake()

    def _reached(self) -> socket.socket:
        """Each address has its share of the time that is left."""
        *others, last = self._to
        for before, one in enumerate(others):
            share = (self._ends - time.monotonic()) / (len(self._to) - before)
            with suppress(OSError):
                return socket.create_connection((one, self.port), share)
        return socket.create_connection((last, self.port), self._ends - time.monotonic())

    def cut(self) -> None:
        """From another thread: whoever waits on the wire wakes up with an error."""
        self.is_cut = True
        if self._wire is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._wire, socket.SHUT_RDWR)


def _unanswered(error: Exception, is_cut: bool) -> PilotageError:
    if is_cut or isinstance(error, TimeoutError):
        return SourceDown("TIMED_OUT", Text("对方没有在时限内答复。", "No answer in time."))
    if isinstance(error, ssl.SSLError):
        return SourceDown("TLS_FAILED", Text("对方的证书或加密连接有问题。", "The certificate or the encrypted connection failed."))  # fmt: skip
    return SourceDown("NO_ANSWER", Text("连接不上，或答复无法识别。", "No connection, or an answer that cannot be read."))  # fmt: skip
