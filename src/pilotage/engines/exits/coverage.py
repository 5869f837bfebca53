"""Who files what when a seller changes firms (交接): every return has exactly one who files it, or the day is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Duty:
    """A return due on `day`. `scheme` is `VAT` with a country in `place`, or `OSS`, `IOSS` with `EU`."""

    key: str
    place: str
    scheme: str
    period: str
    day: date


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who files from `since` to `until`, both included. `takes` are (scheme, place); None means anything."""

    name: str
    since: date
    until: date | None = None
    takes: frozenset[tuple[str, str]] | None = None

    def can(self, duty: Duty) -> bool:
        """Whether the return falls due in its time and is of its kind."""
        in_time = self.since <= duty.day and (self.until is None or duty.day <= self.until)
        return in_time and (self.takes is None or (duty.scheme, duty.place) in self.takes)


@dataclass(frozen=True, slots=True)
class Held:
    """A return and who files it: nobody is a gap, two are an overlap."""

    duty: Duty
    by: tuple[str, ...]

    @property
    def is_gap(self) -> bool:
        return not self.by

    @property
    def is_overlap(self) -> bool:
        return len(self.by) > 1


def coverage(
    duties: Iterable[Duty], holders: Iterable[Holder], chosen: Mapping[str, str]
) -> list[Held]:
    """Each return with those who file it, the nearest first.

    `chosen` gives a return (by its key) to one holder by name; that one files it if it can, otherwise nobody does.
    Without a choice, everybody who can would file it.
    """
    kept = list(holders)
    found = []
    for duty in sorted(duties, key=lambda d: (d.day, d.key)):
        able = tuple(one.name for one in kept if one.can(duty))
        name = chosen.get(duty.key)
        found.append(Held(duty, able if name is None else tuple(n for n in able if n == name)))
    return found
