"""Reads `tables/<topic>/<PLACE>.yaml`, refuses a file that is not whole, keeps each file once.

A file holds `topic`, `place`, optional `sources` (anchors only) and `values`: key → dated entries.
An entry has `from`, `value`, `source`, `checked_on`, `confidence`, and `to` (inclusive) when a
value stopped before the next began. What a value may look like is in `schema`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

from pilotage.engines.law.dated import Dated, in_force
from pilotage.engines.law.schema import Value, read_value
from pilotage.kernel.errors import Invalid, RuleGap
from pilotage.kernel.text import Text
from pilotage.kernel.trail import Source

TABLES = Path(__file__).parent / "tables"

# libyaml when it is there: sixty files take a tenth of the time.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_HEAD = {"topic", "place", "sources", "values"}
_ENTRY = {"from", "to", "value", "source", "checked_on", "confidence"}
_NEEDED = ("from", "value", "source", "checked_on", "confidence")
_SOURCE = {"title", "article", "address"}


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the law: every key with its history, oldest first, never overlapping."""

    topic: str
    place: str
    histories: Mapping[str, tuple[Dated[Value], ...]]

    @property
    def name(self) -> str:
        return f"{self.topic}/{self.place}"

    def history(self, key: str) -> tuple[Dated[Value], ...]:
        """All entries of a key; none when the table does not know the key."""
        return self.histories.get(key, ())

    def on(self, key: str, on: date) -> Dated[Value]:
        """The entry in force; RuleGap when there is none."""
        return in_force(self.history(key), on, self.name, key)


def table(topic: str, place: str) -> Table:
    """The table of a topic and place; RuleGap when the law has no such file."""
    found = topic_tables(topic).get(place) if topic in topics() else None
    if found is None:
        raise _no_table(topic, place)
    return found


@cache
def topics() -> tuple[str, ...]:
    """Every topic the tables cover, in order of name."""
    return tuple(sorted(path.name for path in TABLES.iterdir() if path.is_dir()))


@cache
def topic_tables(topic: str) -> Mapping[str, Table]:
    """Every table of a topic by place, each read and checked once."""
    files = sorted((TABLES / topic).glob("*.yaml"))
    return {path.stem: read_table(path.read_bytes(), topic, path.stem) for path in files}


def read_table(content: bytes, topic: str, place: str) -> Table:
    """A table from the bytes of its file; `Invalid` LAW_TABLE_BROKEN names the fault and where."""
    where = f"{topic}/{place}"
    try:
        document = yaml.load(content, Loader=_Loader)  # noqa: S506 - both loaders are safe ones
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}" if mark else "somewhere"
        raise _broken(where, f"not readable YAML, {line}") from error
    if not isinstance(document, dict) or not set(document) <= _HEAD:
        raise _broken(where, f"the head must be among {sorted(_HEAD)}")
    if document.get("topic") != topic or document.get("place") != place:
        raise _broken(where, "topic and place must equal folder and file name")
    values = document.get("values")
    if not isinstance(values, dict) or not values:
        raise _broken(where, "no values")
    return Table(topic, place, {key: _history(where, key, values[key]) for key in values})


def _history(where: str, key: object, entries: object) -> tuple[Dated[Value], ...]:
    if not isinstance(key, str) or not isinstance(entries, list) or not entries:
        raise _broken(where, f"{key!r} must be text and hold a list of entries")
    at = f"{where} {key}"
    read = [_entry(at, where, key, entry) for entry in entries]
    ordered = sorted(read, key=lambda entry: entry.since or date.min)
    return tuple(
        _closed(at, entry, following)
        for entry, following in zip(ordered, [*ordered[1:], None], strict=True)
    )


def _closed(at: str, entry: Dated[Value], following: Dated[Value] | None) -> Dated[Value]:
    """An entry ends where it says, at the latest the day before the next one begins."""
    if following is None:
        return entry
    if following.since is None or following.since == entry.since:
        raise _broken(at, f"two entries begin on {entry.since}")
    last = following.since - timedelta(days=1)
    if entry.until is not None and entry.until > last:
        raise _broken(at, f"entries overlap on {following.since}")
    return Dated(
        entry.value, entry.table, entry.key, entry.since, entry.until or last, entry.source
    )


def _entry(at: str, where: str, key: str, entry: object) -> Dated[Value]:
    if not isinstance(entry, dict) or not set(entry) <= _ENTRY:
        raise _broken(at, f"an entry holds only {sorted(_ENTRY)}")
    if missing := [name for name in _NEEDED if name not in entry]:
        raise _broken(at, f"an entry lacks {', '.join(missing)}")
    since, until = _day(at, entry["from"]), _day(at, entry.get("to"))
    if since and until and until < since:
        raise _broken(at, f"an entry ends on {until}, before it begins")
    try:
        value = read_value(where.partition("/")[0], key, entry["value"])
    except ValueError as error:
        raise _broken(at, str(error)) from error
    return Dated(value, where, key, since, until, _source(at, entry))


def _source(at: str, entry: Mapping[str, object]) -> Source:
    source, checked = entry["source"], _day(at, entry["checked_on"])
    if not isinstance(source, dict) or not set(source) <= _SOURCE:
        raise _broken(at, f"a source holds only {sorted(_SOURCE)}")
    if not all(isinstance(text, str) and text for text in source.values()):
        raise _broken(at, "a source is written in words")
    if "title" not in source or "address" not in source or checked is None:
        raise _broken(at, "a source needs title and address, and a checked_on date")
    if entry["confidence"] not in ("sourced", "unverified"):
        raise _broken(at, "confidence is sourced or unverified")
    return Source(
        title=source["title"],
        address=source["address"],
        checked_on=checked,
        confidence=entry["confidence"],
        article=source.get("article", ""),
    )


def _no_table(topic: str, place: str) -> RuleGap:
    known = sorted(topic_tables(topic)) if topic in topics() else topics()
    return RuleGap(
        "RULE_GAP",
        Text("没有法规表 {table}。", "There is no law table {table}."),
        Text("现有：{known}。没有的不作猜测。", "There are: {known}. Nothing is guessed."),
        table=f"{topic}/{place}",
        known=", ".join(known),
    )


def _day(at: str, value: object) -> date | None:
    if value is not None and type(value) is not date:
        raise _broken(at, f"{value!r} is not a date")
    return value


def _broken(where: str, fault: str) -> Invalid:
    return Invalid(
        "LAW_TABLE_BROKEN",
        Text("法规表 {where} 不完整：{fault}。", "Law table {where} is not whole: {fault}."),
        Text("请修正该文件后重试。", "Mend that file and try again."),
        where=where,
        fault=fault,
    )
