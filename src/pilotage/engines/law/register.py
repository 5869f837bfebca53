"""The tables as a whole: every value in them, their digest, and what nobody looked at lately."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pilotage.engines.law.dated import Dated
from pilotage.engines.law.loader import topic_tables, topics
from pilotage.engines.law.schema import Value
from pilotage.kernel.canonical import canonical_json, sha256


def entries() -> Iterator[Dated[Value]]:
    """Every value of every table, in order of topic, place, key and date."""
    for topic in topics():
        for of_place in topic_tables(topic).values():
            for history in of_place.histories.values():
                yield from history


def digest() -> str:
    """SHA-256 over the content of all tables: the same law has the same digest on every machine.

    Comments, layout and the order of keys do not count; every value, date and source does.
    """
    lines = [canonical_json(_content(entry)) for entry in entries()]
    return sha256(b"\n".join(sorted(lines)))


def stale(on: date, days: int) -> tuple[Dated[Value], ...]:
    """Values that nobody checked in the `days` before `on`, the longest neglected first."""
    limit = on - timedelta(days=days)
    neglected = [entry for entry in entries() if entry.source.checked_on < limit]
    return tuple(sorted(neglected, key=lambda e: (e.source.checked_on, e.table, e.key)))


def _content(entry: Dated[Value]) -> list[object]:
    source = entry.source
    return [
        entry.table,
        entry.key,
        entry.since,
        entry.until,
        entry.value,
        [source.title, source.article, source.address, source.checked_on, source.confidence],
    ]
