"""The bytes an event is hashed over, and the check of a whole chain. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pilotage.kernel.canonical import canonical_json, sha256
from pilotage.kernel.text import Text

GENESIS = "0" * 64
FIELDS = (
    "seq",
    "at",
    "actor",
    "tenant",
    "action",
    "object",
    "before",
    "after",
    "basis",
    "prev_hash",
)


def event_hash(event: dict[str, object]) -> str:
    """SHA-256 over the canonical JSON of the ten fields of `FIELDS`."""
    return sha256(canonical_json({name: event[name] for name in FIELDS}))


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a chain does not hold."""

    seq: int
    says: Text


def first_break(events: Iterable[dict[str, object]]) -> Break | None:
    """Walk a chain in order of `seq`; None when every link and every hash holds."""
    expected, last = 1, GENESIS
    for event in events:
        seq = int(str(event["seq"]))
        if seq != expected:
            return Break(
                expected, Text("缺少或重复的序号", "a sequence number is missing or repeated")
            )
        if event["prev_hash"] != last:
            return Break(
                seq, Text("与前一条的链接不符", "the link to the event before does not hold")
            )
        if event_hash(event) != event["hash"]:
            return Break(seq, Text("内容被改动", "the content was changed"))
        expected, last = seq + 1, str(event["hash"])
    return None
