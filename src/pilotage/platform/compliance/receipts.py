"""The form of a receipt (回执格式): what can be told without asking anybody. Says nothing about its truth."""

from __future__ import annotations

import json
from pathlib import PurePath
from xml.etree import ElementTree

from pilotage.kernel.periods import parse_period
from pilotage.kernel.text import Text

_EMPTY = Text("文件是空的。", "The file is empty.")
_BROKEN = Text(
    "文件打不开，内容与扩展名不符。",
    "The file does not open: its content is not what its name says.",
)
_KIND = Text("请交 PDF、XML、JSON、CSV 或图片。", "Bring a PDF, XML, JSON, CSV or picture.")
_PERIOD = Text("文件里没有 {period} 这一期。", "The file does not mention the period {period}.")
_SIGNATURES = {
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
}


def fault_of(content: bytes, name: str, period: str) -> Text | None:
    """Why the form is not right, or None. Text formats must name the year of the period."""
    if not content.strip():
        return _EMPTY
    kind = PurePath(name).suffix.lower()
    if kind in _SIGNATURES:
        return None if content.startswith(_SIGNATURES[kind]) else _BROKEN
    if kind not in (".xml", ".json", ".csv", ".txt"):
        return _KIND
    text = _text(content, kind)
    if text is None:
        return _BROKEN
    asked = parse_period(period)
    named = asked is not None and str(asked.first.year) in text
    return None if named else _PERIOD.with_(period=period)


def _text(content: bytes, kind: str) -> str | None:
    try:
        text = content.decode("utf-8-sig")
        if kind == ".json":
            json.loads(text)
        if kind == ".xml":
            if "<!DOCTYPE" in text or "<!ENTITY" in text:
                return None
            ElementTree.fromstring(text)  # noqa: S314  no entities: refused above
    except (ValueError, ElementTree.ParseError):
        return None
    return text
