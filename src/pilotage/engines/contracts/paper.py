"""The signed contract on paper (PDF): both languages, the signatures, and what they are worth.

Derived from the canonical JSON, which alone is binding. The same input gives the same bytes. Chinese is set in
STSong-Light, a font that PDF readers bring along, so that none has to be kept or embedded here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from pilotage.engines.contracts.contract import Contract
from pilotage.engines.contracts.evidence import LEVEL, Signature
from pilotage.engines.contracts.rendering import rendered
from pilotage.kernel.text import Text

_FONT = "STSong-Light"
_HEAD = ParagraphStyle("head", fontName=_FONT, fontSize=15, leading=21, spaceAfter=8, wordWrap="CJK")  # fmt: skip
_BODY = ParagraphStyle("body", fontName=_FONT, fontSize=10, leading=15, spaceAfter=8, wordWrap="CJK")  # fmt: skip
_SIGNED = Text("{side} {person} 于 {at} 签署，方式 {method}，所签哈希 {hash}", "{side}: {person} signed at {at} by {method} the hash {hash}")  # fmt: skip
PARTIES = {"seller": Text("卖家", "Seller"), "partner": Text("服务商", "Partner")}
SEAL = Text(
    "印章：由平台自行签发的证书加盖，没有第三方认证机构担保；它证明文件自盖章后未被改动。",
    "Seal: made with a certificate that the platform issued to itself, vouched for by no third party; "
    "it shows that the file has not changed since.",
)


def paper(contract: Contract, signatures: Sequence[Signature]) -> bytes:
    """The PDF of a contract whose values are without fault, not yet sealed."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    target = BytesIO()
    page = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title=f"{contract.number} v{contract.version}",
        author="Pilotage",
        invariant=1,
    )
    page.build(list(_story(contract, signatures)))
    return target.getvalue()


def _story(contract: Contract, signatures: Sequence[Signature]) -> Iterator[Paragraph]:
    text = rendered(contract)
    for whole in (text.zh, text.en):
        first, *others = whole.strip().split("\n\n")
        yield Paragraph(_lines(first), _HEAD)
        for part in others:
            yield Paragraph(_lines(part), _BODY)
    for signature in signatures:
        yield from _both(_signature(signature))
    yield from _both(LEVEL)
    yield from _both(SEAL)


def _signature(one: Signature) -> Text:
    return _SIGNED.with_(
        side=PARTIES[one.party], person=one.person, at=one.at, method=one.method, hash=one.hash
    )


def _both(text: Text) -> Iterator[Paragraph]:
    yield Paragraph(_lines(text.zh), _BODY)
    yield Paragraph(_lines(text.en), _BODY)


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br/>")
