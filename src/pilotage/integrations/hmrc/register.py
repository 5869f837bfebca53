"""One question to HMRC: GET /organisations/vat/check-vat-number/lookup/{target}[/{requester}], version 2.0.

The consultation number comes only with a requester. 404 with code NOT_FOUND is an answer (not registered);
whatever else is not a clear answer is `SourceDown`: never valid, never invalid.
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from pilotage.kernel.errors import SourceDown
from pilotage.kernel.text import Text
from pilotage.platform.compliance.registers import Answer

ADDRESS = "https://api.service.hmrc.gov.uk"
_LOOKUP = "/organisations/vat/check-vat-number/lookup/"
_MOST_BYTES = 100_000
_WHY = Text(
    "HMRC 没有给出答复（{why}），未能确认，稍后自动重试。",
    "HMRC gave no answer ({why}); not confirmed, asked again later by itself.",
)


@dataclass(frozen=True, slots=True)
class Hmrc:
    """`token` is the bearer token that version 2.0 asks for."""

    address: str = ADDRESS
    token: str = ""
    requester: str = ""
    seconds: float = 10

    def __call__(self, number: str) -> Answer:
        """Raises `SourceDown("HMRC_DOWN")`."""
        status, body = self._get(number)
        try:
            found = json.loads(body)
        except ValueError as error:
            raise _down("unreadable answer") from error
        if status == 404:
            if isinstance(found, dict) and found.get("code") == "NOT_FOUND":
                return Answer(valid=False)
            raise _down("HTTP 404")
        return _answer(found, number)

    def _get(self, number: str) -> tuple[int, bytes]:
        path = _LOOKUP + number[2:] + (f"/{self.requester[2:]}" if self.requester else "")
        headers = {"Accept": "application/vnd.hmrc.2.0+json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(self.address + path, headers=headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=self.seconds) as answer:  # noqa: S310
                return int(answer.status), answer.read(_MOST_BYTES)
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return 404, error.read(_MOST_BYTES)
            raise _down(f"HTTP {error.code}") from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise _down(
                "timeout" if isinstance(error, TimeoutError) else "no connection"
            ) from error


def _answer(found: Any, number: str) -> Answer:
    """The answer must name the number that was asked for."""
    target = found.get("target") if isinstance(found, dict) else None
    if not isinstance(target, dict) or target.get("vatNumber") != number[2:]:
        raise _down("unreadable answer")
    return Answer(True, str(target.get("name") or ""), str(found.get("consultationNumber") or ""))


def _down(why: str) -> SourceDown:
    return SourceDown("HMRC_DOWN", _WHY, why=why)
