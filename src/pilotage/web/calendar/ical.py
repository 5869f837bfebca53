"""iCalendar (RFC 5545): events of a whole day or an instant, lines folded at 75 octets, ended by CRLF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pilotage.platform.brand.deadlines import Deadline
from pilotage.platform.cases.dues import Due
from pilotage.platform.compliance.obligations import Obligation
from pilotage.platform.programme.models import Announcement

_FOLD = 75


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day, over days, or at an instant; the same `key` moves an event that is already there."""

    key: str
    when: date | datetime
    summary: str
    description: str
    firm: bool = True
    # Of an event of whole days: the last one; none: the day itself.
    last: date | None = None


def of_return(due: Obligation) -> Event:
    """The legal day of a return; where it was read is told with it."""
    return Event(due.key, due.day, f"{due.name.zh} · {due.name.en} {due.period}", due.source)


def of_mark(due: Deadline) -> Event:
    """The legal day of a deadline at a trade-mark office; one moved off days nobody has verified may move."""
    number = due.event.mark.registration_number or due.event.mark.application_number
    # No sign: whoever learns the address reads the file, and some marks are not filed yet.
    about = " ".join(
        part for part in (due.event.mark.office, due.name.zh, "·", due.name.en, number) if part
    )
    return Event(due.key, due.day, about, due.source, not due.unverified)


def of_announcement(one: Announcement) -> Event:
    """The day from which changed rules hold; the next version of the announcement moves it."""
    said = f"{one.title_zh} · {one.title_en}"
    return Event(
        f"announcement:{one.thread}", one.effective_on, said, f"{one.body_zh}\n{one.body_en}"
    )


def of_contract(due: Due) -> Event:
    """The instant by which a contract promises something; a pause or an unpublished holiday may move it."""
    parties = f"{due.contract.seller} · {due.contract.partner}"
    # No title of a case: whoever learns the address reads the file.
    return Event(due.key, due.at, f"{due.promise.zh} · {due.promise.en}", parties, due.firm)


def calendar(
    events: Iterable[Event], at: datetime, host: str, name: str = "引航 · 期限日历"
) -> bytes:
    """A file that other calendars subscribe to."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pilotage//Due days//ZH",
        f"X-WR-CALNAME:{_escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        *(line for event in events for line in _lines(event, at, host)),
        "END:VCALENDAR",
    ]
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _lines(event: Event, at: datetime, host: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.key.replace('/', '-')}@{host}"
    yield f"DTSTAMP:{_instant(at)}"
    if isinstance(event.when, datetime):
        yield f"DTSTART:{_instant(event.when)}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.when:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{(event.last or event.when) + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(event.summary)}"
    yield f"DESCRIPTION:{_escaped(event.description)}"
    yield f"STATUS:{'CONFIRMED' if event.firm else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


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
