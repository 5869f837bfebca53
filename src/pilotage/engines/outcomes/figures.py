"""A figure and what it rests on. It never stands without its cohort, its denominator and the day it was counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pilotage.kernel.text import Text

LEVEL = 0.95
"""Coverage at which intervals aim; what they reach on invented truth: `python -m bench outcomes`."""
TAIL = (1 - LEVEL) / 2
LEAST = 10
"""Fewer cases than this are counts, not a figure."""


class Kind(StrEnum):
    """What is measured: it decides how the interval is made and what two figures have in common."""

    SHARE = "share"
    CLUSTERED = "clustered"
    MEDIAN = "median"
    RATE = "rate"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Cohort:
    """Who is counted: those who entered from `since` to before `until`, as known at the end of `as_of`."""

    says: Text
    since: date
    until: date
    as_of: date

    def __post_init__(self) -> None:
        if not self.since < self.until:
            raise ValueError("a cohort has at least one day")
        if self.as_of < self.since:
            raise ValueError("nothing is known of a cohort before it begins")


@dataclass(frozen=True, slots=True)
class Excluded:
    """Cases left out, and why."""

    says: Text
    count: int


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` with `low` … `high` of `n` cases; `unknown` says why there is none.

    A bound of `None` beside a value is an open end. `good`: cases or events counted; `open`: cases whose outcome is not
    in yet, which are in `n` only where time to an event is measured. `groups`: how many groups the cases come in.
    """

    kind: Kind
    cohort: Cohort
    n: int
    value: float | None
    low: float | None
    high: float | None
    good: int | None = None
    exposure: float | None = None
    open: int = 0
    groups: int | None = None
    excluded: tuple[Excluded, ...] = ()
    unknown: Text | None = None


def nothing(kind: Kind, cohort: Cohort, why: Text) -> Figure:
    """A figure that cannot be counted at all, and why."""
    return Figure(kind, cohort, 0, None, None, None, unknown=why)


def too_few(n: int, least: int) -> Text | None:
    """Why so few cases are not made into a figure; None when there are enough."""
    if n >= least:
        return None
    return Text(
        f"样本不足：{n} 例，至少 {least} 例才给出数值",
        f"too few: {n} cases, a value is given from {least} on",
    )
