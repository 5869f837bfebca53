"""The USPTO's bulk files of applications as a register: XML as published (daily or annual), or the zip it comes in.

Source: USPTO, Trademark Applications Documentation (`trademark-applications-daily`, element `case-file`), read at second
hand. Serial numbers are the key; where one stands twice the record of the latest transaction counts.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pilotage.engines.marks.register import Entry
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_EXPIRED = "900"


def is_uspto(path: Path) -> bool:
    """By its first bytes: XML, or a zip; a file that cannot be read is not."""
    try:
        with path.open("rb") as file:
            start = file.read(64).lstrip(b"\xef\xbb\xbf \r\n\t")
    except OSError:
        return False
    return start.startswith((b"<?xml", b"<!DOCTYPE", b"<trademark", b"PK\x03\x04"))


def filings(path: Path) -> list[Entry]:
    """Entries by serial number, in the order in which each first stands. Raises `Invalid` where it is no such file."""
    latest: dict[str, tuple[str, Entry]] = {}
    try:
        for case in _cases(path):
            entry, moved = _entry(case), _text(case, "transaction-date")
            if entry.id not in latest or latest[entry.id][0] <= moved:
                latest[entry.id] = (moved, entry)
    except (OSError, ElementTree.ParseError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        raise _unusable(path) from None
    if not latest:
        raise _unusable(path)
    return [entry for _, entry in latest.values()]


def _cases(path: Path) -> Iterator[Element]:
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield from _read(file)
        return
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if name.lower().endswith(".xml"):
                with packed.open(name) as file:
                    yield from _read(file)


def _read(file: IO[bytes]) -> Iterator[Element]:
    """One case after the other; what was read is let go, an annual file has hundreds of thousands."""
    above: list[Element] = []
    # Nothing outside is ever fetched, and expat refuses entities that grow.
    for event, element in ElementTree.iterparse(file, events=("start", "end")):  # noqa: S314
        if event == "start":
            above.append(element)
            continue
        above.pop()
        if element.tag == "case-file":
            yield element
            element.clear()
            if above:
                above[-1].remove(element)


def _entry(case: Element) -> Entry:
    codes = (
        code.text or ""
        for code in case.iterfind("classifications/classification/international-code")
    )
    more = (
        ("office", "USPTO"),
        ("filed", _day(_text(case, "case-file-header/filing-date"))),
        ("owner", _text(case, "case-file-owners/case-file-owner/party-name")),
        ("registration_number", _text(case, "registration-number").lstrip("0")),
        ("status_code", _text(case, "case-file-header/status-code")),
    )
    classes = sorted({int(code) for code in codes if code.isdecimal() and 1 <= int(code) <= 45})
    return Entry(
        _text(case, "serial-number"), _text(case, "case-file-header/mark-identification"),
        ",".join(map(str, classes)), _status(case), more,
    )  # fmt: skip


def _status(case: Element) -> str:
    """From the dates of the header: they mean the same in every year, the three-digit codes are kept as they stand."""
    if _text(case, "case-file-header/abandonment-date"):
        return "abandoned"
    if _text(case, "case-file-header/cancellation-date"):
        return "cancelled"
    if _text(case, "case-file-header/status-code") == _EXPIRED:
        return "expired"
    return "registered" if _text(case, "case-file-header/registration-date") else "pending"


def _text(case: Element, path: str) -> str:
    return (case.findtext(path) or "").strip()


def _day(text: str) -> str:
    """`20240131` → `2024-01-31`; anything else as it stands."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdecimal() else text


def _unusable(path: Path) -> Invalid:
    return Invalid(
        "FILE_UNUSABLE",
        Text("无法读取 {name}：其中没有 USPTO 的申请记录。", "{name} cannot be read: no applications of the USPTO in it."),
        Text("请给出 USPTO 的批量 XML（或其 zip），或带表头的 CSV。", "Give the USPTO's bulk XML (or its zip), or a CSV with a header."),
        name=path.name,
    )  # fmt: skip
