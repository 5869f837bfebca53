"""One event as a person reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pilotage.platform.audit.models import Event


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after; an empty side was not there."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """An event with its changes side by side."""

    event: Event
    changes: tuple[Change, ...]


def read(event: Event) -> Line:
    """Fields that did not change are left out.

    Fields stand in the order of the state after, then those that vanished.
    """
    before, after = event.before or {}, event.after or {}
    fields = [*after, *(name for name in before if name not in after)]
    changes = (Change(f, _shown(before, f), _shown(after, f)) for f in fields)
    return Line(event, tuple(one for one in changes if one.before != one.after))


def _shown(state: dict[str, Any], field: str) -> str:
    if field not in state:
        return ""
    value = state[field]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
