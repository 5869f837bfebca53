"""The code that a seller's browser brings back, exchanged once for a refresh token (facts 1.2).

A code works once: what may have reached Amazon is not sent again, what was clearly turned away is.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from pilotage.integrations.sp_api.client import APPLICATION_REFUSED, OPENER, SIGN_IN, web
from pilotage.kernel.errors import PilotageError, SourceDown, WrongState
from pilotage.kernel.text import Text

_MOST_BYTES = 100_000
_TRIES = 4
_AGAIN = frozenset({429, 500, 502, 503, 504})
_START_AGAIN = Text("请从「店铺连接」重新开始。", "Start again from “Connections”.")


@dataclass(frozen=True, slots=True, repr=False)
class SignIn:
    """Fulfils `kernel.ports.Consents`. Neither secret nor token ever stands in a message."""

    client: str
    secret: str
    address: str = ""
    seconds: float = 10
    wait: Callable[[float], None] = time.sleep

    def exchange(self, code: str, back: str) -> str:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
        form |= {"client_id": self.client, "client_secret": self.secret}
        url = web(f"{self.address}/auth/o2/token" if self.address else SIGN_IN)
        for nth in range(_TRIES):
            status, said = self._once(urllib.request.Request(url, urlencode(form).encode()))  # noqa: S310
            if status not in _AGAIN:
                break
            self.wait(0.2 * 2**nth)
        token = said.get("refresh_token")
        if status == 200 and isinstance(token, str) and token:
            return token
        raise _refusal(status, str(said.get("error", "")))

    def _once(self, request: urllib.request.Request) -> tuple[int, dict[str, object]]:
        try:
            try:
                with OPENER.open(request, timeout=self.seconds) as answer:
                    status, read = answer.status, answer.read(_MOST_BYTES)
            except urllib.error.HTTPError as error:
                with error:
                    status, read = error.code, error.read(_MOST_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise _down() from error
        try:
            said = json.loads(read)
        except (ValueError, RecursionError):
            said = {}
        return status, said if isinstance(said, dict) else {}


def _refusal(status: int, word: str) -> PilotageError:
    if word in ("invalid_client", "unauthorized_client"):
        return WrongState(*APPLICATION_REFUSED)
    if word == "invalid_grant":
        return WrongState("CODE_REFUSED", Text("亚马逊的一次性代码已过期或已用过。", "Amazon's one-time code has expired or was used."), _START_AGAIN)  # fmt: skip
    return _down() if status in _AGAIN or status == 200 else WrongState("CONSENT_REFUSED", Text("亚马逊拒绝了这次授权。", "Amazon refused this consent."), _START_AGAIN)  # fmt: skip


def _down() -> SourceDown:
    return SourceDown("AMAZON_DOWN", Text("亚马逊没有给出答复，店铺尚未连接。", "Amazon gave no answer; nothing is connected."), _START_AGAIN)  # fmt: skip
