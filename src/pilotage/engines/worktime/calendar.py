"""A working calendar as a value, and the faults a case can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

# Opening and closing in seconds of the local day; a closing of 86,400 is 24:00.
Hours = tuple[tuple[int, int], ...]


class Fault(ValueError):
    """A case that cannot be answered; `code` is the contract's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Calendar:
    """Weekly hours (0 = Monday), closed dates, dates with hours of their own, and how far it is published."""

    zone: ZoneInfo
    week: Mapping[int, Hours]
    closed: frozenset[date] = frozenset()
    extra: Mapping[date, Hours] = field(default_factory=dict)
    published_until: date | None = None
    # What `intervals` has worked out for a date once; a calendar is a value, so it stays true.
    known: dict[date, list[tuple[int, int]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def hours(self, day: date) -> Hours:
        """A date's hours: its own, else none when closed, else the week's."""
        own = self.extra.get(day)
        if own is not None:
            return own
        return () if day in self.closed else self.week.get(day.weekday(), ())

    @property
    def is_empty(self) -> bool:
        """No interval in the week or on any date."""
        return not any(self.week.values()) and not any(self.extra.values())
