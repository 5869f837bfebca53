"""An answer before it is bytes on a wire, and the errors in the words of each interface."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, read: query values by name, the body as JSON object or form."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Mapping[str, object]
    origin: str


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def said(status: int, value: object, **headers: str) -> Answer:
    """`value` as JSON; header names with `_` for `-`."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(status, json.dumps(value).encode(), {"Content-Type": "application/json", **named})


def refused(status: int, code: str, message: str, details: str = "") -> Answer:
    """An error of SP-API: `{"errors": [{code, message, details}]}`."""
    return said(status, {"errors": [{"code": code, "message": message, "details": details}]})


def moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
