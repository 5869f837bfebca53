"""Calls of SP-API for one seller: signed in, kept within each operation's bucket, tried again, and only from the list.

    client = Client(Keys(client_id, client_secret, refresh_token), "https://sellingpartnerapi-eu.amazon.com")
    client.ask("GET /reports/2021-06-30/reports/{reportId}", {"reportId": "123"})   → the JSON said

Every request is built by `calls.call`: what is not open there raises `NotAllowed` before a socket is opened.
What creates something is never repeated blindly: `Unanswered` says that its answer was lost.
A restricted report's document is asked for under a token for it alone, which lives in this object and nowhere else.
"""

from __future__ import annotations

import http.client
import json
import random
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from pilotage.engines.sp_api import CREATE_TOKEN
from pilotage.integrations.sp_api.calls import Call, call
from pilotage.kernel.errors import Invalid, NotAllowed, SourceDown
from pilotage.kernel.text import Text

SIGN_IN = "https://api.amazon.com/auth/o2/token"
_MOST_BYTES = 500_000_000
_AGENT = "Pilotage/1 (Language=Python)"
_REPORT = "GET /reports/2021-06-30/reports/{reportId}"
# Requests a second and burst, per operation: facts 1.4, from the models. Others: a cautious bucket.
_BUCKETS = {
    "POST /reports/2021-06-30/reports": (0.0167, 15.0),
    "GET /reports/2021-06-30/reports": (0.0222, 10.0),
    _REPORT: (2.0, 15.0),
    "GET /reports/2021-06-30/documents/{reportDocumentId}": (0.0167, 15.0),
    CREATE_TOKEN: (1.0, 10.0),
    "GET /finances/v0/financialEventGroups": (0.5, 30.0),
    "GET /finances/transfers/2024-06-01/payouts": (0.5, 10.0),
}
_OTHER = (0.5, 5.0)
# A token is let go a minute early: it must not die on its way.
_HOUR, _EARLY = 3600.0, 60.0
_AGAIN = frozenset({429, 500, 502, 503, 504})


class _Straight(urllib.request.HTTPRedirectHandler):
    """No redirect is followed: a token goes to the address it is meant for, a call to the path on the list."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


APPLICATION_REFUSED = (
    "APPLICATION_REFUSED",
    Text("亚马逊不接受本平台的应用密钥。", "Amazon does not accept this platform's application."),
    Text("请告知平台：需要更换应用密钥。", "Tell the programme: the client secret needs to be rotated."),
)  # fmt: skip
"""What sign-in says when the secret is ours to mend."""

OPENER = urllib.request.build_opener(_Straight)


class Unanswered(SourceDown):
    """A request that creates something got no clear answer: it may have been carried out."""


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """Whose call it is. Its words never stand in a message or a log."""

    client_id: str
    client_secret: str
    refresh_token: str


@dataclass(slots=True, repr=False)
class Client:
    """`wait` takes seconds; `clock` is monotonic. Tests give their own. Its tokens never stand in a message or a log."""

    keys: Keys
    address: str
    sign_in: str = SIGN_IN
    tries: int = 8
    seconds: float = 30
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    dice: random.Random = field(default_factory=random.SystemRandom)
    _token: tuple[float, str] = (0.0, "")
    _restricted: dict[str, tuple[float, str]] = field(default_factory=dict)
    _documents: dict[str, str] = field(default_factory=dict)
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def ask(
        self,
        key: str,
        places: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
        *,
        restricted: bool = False,
    ) -> dict[str, object]:
        """What Amazon says, as JSON; `restricted` asks under a token for this path alone.

        Raises `NotAllowed`, `Invalid`, `SourceDown`, `Unanswered`.
        """
        made = call(key, places or {}, body=body, documents=self._documents)
        for nth in range(self.tries):
            bearer = self._opened(made.path) if restricted else self._signed_in()
            self._keep_within(key)
            try:
                status, said = self._once(made, query, body, bearer)
            except (OSError, http.client.HTTPException) as error:
                if made.creates:
                    raise _unanswered() from error
                status, said = 0, b""
            if status in (200, 201, 202):
                return self._heard(key, _object(said))
            if status in (401, 403) and nth == 0:
                self._forget(made.path)  # it may have died early; once, with a fresh one
            elif made.creates and status >= 500:
                raise _unanswered()
            elif status and status not in _AGAIN:
                raise _refusal(status, said)
            else:
                self._back_off(nth)
        raise _down("no answer")

    def fetch(self, address: str) -> bytes:
        """A file from the address Amazon gave. Raises `SourceDown("ADDRESS_DEAD")` when a new one is needed."""
        request = urllib.request.Request(web(address), headers={"User-Agent": _AGENT})  # noqa: S310
        try:
            with OPENER.open(request, timeout=self.seconds) as answer:
                read: bytes = answer.read(_MOST_BYTES)
                whole = answer.headers.get("Content-Length")
        except (OSError, http.client.HTTPException) as error:
            raise _dead() from error
        if whole is not None and len(read) != int(whole):
            raise _dead()
        return read

    def _once(self, made: Call, query: Mapping[str, str] | None, body: Mapping[str, object] | None, bearer: str) -> tuple[int, bytes]:  # fmt: skip
        url = self.address + made.path + (f"?{urlencode(query)}" if query else "")
        sent = {"x-amz-access-token": bearer, "User-Agent": _AGENT, "Content-Type": "application/json"}  # fmt: skip
        data = None if body is None else json.dumps(body).encode()
        return self._open(urllib.request.Request(web(url), data, sent, method=made.method))  # noqa: S310

    def _open(self, request: urllib.request.Request) -> tuple[int, bytes]:
        try:
            with OPENER.open(request, timeout=self.seconds) as answer:
                read: bytes = answer.read(_MOST_BYTES)
                return answer.status, read
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(100_000)

    def _heard(self, key: str, told: dict[str, object]) -> dict[str, object]:
        """Which type of report a document is of is Amazon's word, never a caller's: tokens are judged by it."""
        if key == _REPORT and told.get("reportDocumentId"):
            self._documents[str(told["reportDocumentId"])] = str(told.get("reportType", ""))
        return told

    def _opened(self, path: str) -> str:
        """The restricted data token for this path, for as long as Amazon gave it and an hour at most."""
        until, token = self._restricted.get(path, (0.0, ""))
        if self.clock() < until:
            return token
        asked_at = self.clock()
        told = self.ask(CREATE_TOKEN, body={"restrictedResources": [{"method": "GET", "path": path}]})  # fmt: skip
        if not (token := str(told.get("restrictedDataToken") or "")):
            raise _down("no restricted token")
        lives = min(_seconds(told.get("expiresIn")), _HOUR)
        self._restricted[path] = (asked_at + lives - _EARLY, token)
        return token

    def _forget(self, path: str) -> None:
        if self._restricted.pop(path, None) is None:
            self._token = (0.0, "")

    def _signed_in(self) -> str:
        until, token = self._token
        if self.clock() < until:
            return token
        form = {"grant_type": "refresh_token", "refresh_token": self.keys.refresh_token}
        form |= {"client_id": self.keys.client_id, "client_secret": self.keys.client_secret}
        for nth in range(self.tries):
            try:
                status, said = self._open(urllib.request.Request(web(self.sign_in), urlencode(form).encode()))  # noqa: S310  # fmt: skip
                told = _object(said) if status == 200 else {}
            except (OSError, http.client.HTTPException, SourceDown):
                status, told = 0, {}
            if status in (400, 401):
                raise _signed_out(said)
            if told.get("access_token"):
                self._token = (self.clock() + _seconds(told.get("expires_in")) - _EARLY, str(told["access_token"]))  # fmt: skip
                return self._token[1]
            self._back_off(nth)
        raise _down("no sign-in")

    def _keep_within(self, key: str) -> None:
        rate, burst = _BUCKETS.get(key, _OTHER)
        left, at = self._left.get(key, (burst, self.clock()))
        left = min(burst, left + (self.clock() - at) * rate)
        if left < 1:
            self.wait((1 - left) / rate)
            left = 1
        self._left[key] = (left - 1, self.clock())

    def _back_off(self, nth: int) -> None:
        """Full jitter up to 1, 2, 4 … 60 seconds, so that many sellers do not come back together."""
        self.wait(self.dice.uniform(0, min(60, 2**nth)))


def _seconds(given: object) -> float:
    return float(given) if isinstance(given, int) else _HOUR


def _object(said: bytes) -> dict[str, object]:
    try:
        read = json.loads(said)
    except (ValueError, RecursionError) as error:
        raise _down("unreadable answer") from error
    if not isinstance(read, dict):
        raise _down("unreadable answer")
    return read


def web(url: str) -> str:
    if not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise _down("an address that is not https")
    return url


def _down(why: str) -> SourceDown:
    return SourceDown("AMAZON_DOWN", Text("亚马逊没有给出答复（{why}），稍后重试。", "Amazon gave no answer ({why}); try again later."), why=why)  # fmt: skip


def _dead() -> SourceDown:
    return SourceDown("ADDRESS_DEAD", Text("文件地址已失效或文件不完整，请重新获取地址。", "The file's address is dead or the file is cut; ask for a new address."))  # fmt: skip


def _unanswered() -> Unanswered:
    return Unanswered("AMAZON_UNANSWERED", Text("请求可能已被执行，但没有收到答复；请先查询再重试。", "The request may have been carried out, its answer was lost; look before repeating it."))  # fmt: skip


def _signed_out(said: bytes) -> NotAllowed:
    """Only `invalid_grant` speaks of this seller's consent; a wrong secret of ours would speak of every seller's."""
    try:
        word = str(json.loads(said)["error"])
    except (ValueError, LookupError, TypeError, RecursionError):
        word = ""
    if word == "invalid_grant":
        return NotAllowed("CONSENT_WITHDRAWN", Text("亚马逊不再接受这家店铺的授权。", "Amazon accepts this account's consent no longer."), Text("请在「店铺连接」重新连接。", "Connect it again under “Connections”."))  # fmt: skip
    if word in ("invalid_client", "unauthorized_client"):
        return NotAllowed(*APPLICATION_REFUSED)
    return NotAllowed("AMAZON_SIGNED_OUT", Text("亚马逊不再接受此授权或应用密钥。", "Amazon accepts this consent or the application's secret no longer."), Text("请卖家重新授权，或更换应用密钥。", "Ask the seller to authorise again, or rotate the secret."))  # fmt: skip


def _refusal(status: int, said: bytes) -> Invalid | NotAllowed:
    try:
        word = str(json.loads(said)["errors"][0]["code"])[:60]
    except (ValueError, LookupError, TypeError, RecursionError):
        word = "?"
    kind = NotAllowed if status in (401, 403) else Invalid
    return kind("AMAZON_REFUSED", Text("亚马逊拒绝了请求（{status} {word}）。", "Amazon refused the request ({status} {word})."), status=str(status), word=word)  # fmt: skip
