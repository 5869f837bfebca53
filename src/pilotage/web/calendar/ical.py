"""iCalendar (RFC 5545): whole-day events, lines folded at 75 octets, ended by CRLF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from pilotage.platform.compliance.obligations import Obligation

_FOLD = 75


def calendar(dues: Iterable[Obligation], at: datetime, host: str) -> bytes:
    """One event per due day; the same due day keeps its UID, so that a moved day moves the event."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pilotage//Due days//ZH",
        "X-WR-CALNAME:引航 · 申报日历",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        *(line for due in dues for line in _event(due, at, host)),
        "END:VCALENDAR",
    ]
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _event(due: Obligation, at: datetime, host: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{due.key.replace('/', '-')}@{host}"
    yield f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{due.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{due.name.zh} · {due.name.en} {due.period}')}"
    yield f"DESCRIPTION:{_escaped(due.source)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, "\\" + mark)
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """Parts of at most 75 octets, never inside a character; each but the first begins with a space."""
    part = b""
    for character in line:
        encoded = character.encode()
        if len(part) + len(encoded) > _FOLD:
            yield part
            part = b" "
        part += encoded
    yield part
