"""The bytes an event is hashed over, and how a fault of a chain is told. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from pilotage.kernel.canonical import canonical_json, sha256
from pilotage.kernel.text import Text

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
    """The first place where a chain does not hold; 0 is its checkpoints or its end, not an event."""

    seq: int
    says: Text
