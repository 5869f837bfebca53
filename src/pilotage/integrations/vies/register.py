"""One question to VIES (SOAP `checkVatApprox`); its request identifier is the consultation number.

Service and test service: ec.europa.eu/taxation_customs/vies, `checkVatService` and `checkVatTestService`.
Whatever is not a clear answer is `SourceDown`: never valid, never invalid.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from pilotage.kernel.errors import SourceDown
from pilotage.kernel.text import Text
from pilotage.platform.compliance.registers import Answer

ADDRESS = "https://ec.europa.eu/taxation_customs/vies/services/checkVatService"
_MOST_BYTES = 100_000
_TYPES = "urn:ec.europa.eu:taxud:vies:services:checkVat:types"
_ASK = (
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>'
    '<checkVatApprox xmlns="{types}"><countryCode>{country}</countryCode><vatNumber>{number}</vatNumber>'
    "{requester}</checkVatApprox></soapenv:Body></soapenv:Envelope>"
)
_REQUESTER = (
    "<requesterCountryCode>{0}</requesterCountryCode><requesterVatNumber>{1}</requesterVatNumber>"
)
_WHY = Text(
    "VIES 没有给出答复（{why}），未能确认，稍后自动重试。",
    "VIES gave no answer ({why}); not confirmed, asked again later by itself.",
)


@dataclass(frozen=True, slots=True)
class Vies:
    """Asks as `requester` (an own EU number) where given: only then VIES gives a consultation number."""

    address: str = ADDRESS
    requester: str = ""
    seconds: float = 10

    def __call__(self, number: str) -> Answer:
        """Raises `SourceDown("VIES_DOWN")`."""
        body = self._post(number)
        try:
            document = ElementTree.fromstring(body)  # noqa: S314  entities are refused in _post
        except (ElementTree.ParseError, LookupError, ValueError) as error:
            raise _down("unreadable answer") from error
        values = {e.tag.rpartition("}")[2]: (e.text or "").strip() for e in document.iter()}
        if "faultstring" in values:
            raise _down(values["faultstring"][:60])
        if values.get("valid") not in ("true", "false") or values.get("vatNumber") != number[2:]:
            raise _down("unreadable answer")
        name = values.get("traderName", "")
        return Answer(
            values["valid"] == "true",
            "" if name == "---" else name,
            values.get("requestIdentifier", ""),
        )

    def _post(self, number: str) -> bytes:
        requester = (
            _REQUESTER.format(self.requester[:2], escape(self.requester[2:]))
            if self.requester
            else ""
        )
        asked = _ASK.format(
            types=_TYPES, country=number[:2], number=escape(number[2:]), requester=requester
        )
        request = urllib.request.Request(  # noqa: S310  the address is a setting, not input
            self.address, asked.encode(), {"Content-Type": "text/xml; charset=utf-8"}
        )
        try:
            with urllib.request.urlopen(request, timeout=self.seconds) as answer:  # noqa: S310
                body: bytes = answer.read(_MOST_BYTES)
        except urllib.error.HTTPError as error:
            # SOAP puts its faults under status 500; they name the reason.
            body = error.read(_MOST_BYTES)
            if b"faultstring" not in body:
                raise _down(f"HTTP {error.code}") from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise _down(
                "timeout" if isinstance(error, TimeoutError) else "no connection"
            ) from error
        if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
            raise _down("unreadable answer")
        return body


def _down(why: str) -> SourceDown:
    return SourceDown("VIES_DOWN", _WHY, why=why)
