"""One byte form for a value, so that equal values have equal hashes on every machine."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal


def canonical_json(value: object) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8; decimals and dates as text, floats refused."""
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def sha256(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return format(value, "f")
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case dict():
            return {str(k): _plain(v) for k, v in value.items()}
        case list() | tuple():
            return [_plain(v) for v in value]
    raise TypeError(f"no canonical form for {type(value).__name__}")


def instant(at: datetime) -> str:
    """An aware time as UTC text with microseconds: `2026-01-05T08:00:00.000000Z`."""
    if at.tzinfo is None:
        raise ValueError("a time without zone has no canonical form")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
