"""Effects of a proof beside each other: one measure of every judged part, its interval on a common scale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pilotage.kernel.text import Text

WIDTH = 1000
_MARK = 6  # width of what marks the estimate
_MARGIN = 0.04  # of the scale, on each side
# What is drawn: the first of these that the proof has.
_MEASURES = ("gain", "sales")


@dataclass(frozen=True, slots=True)
class Bar:
    """An effect in words and its interval from `x` on, `width` wide, of `WIDTH`; `at` is where the estimate stands."""

    title: Text
    effect: str
    low: str
    high: str
    shown: bool
    x: int
    width: int
    at: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of a measure; `zero` is where nothing was changed."""

    measure: Text
    bars: list[Bar]
    zero: int


def chart(parts: Iterable[dict[str, Any]]) -> Chart | None:
    """From parts as `proofs` shows them; none where nothing could be judged."""
    judged = [one for one in parts if one["judged"]]
    for name in _MEASURES:
        found = [(one, row) for one in judged if (row := _row(one, name)) is not None]
        if found:
            return _drawn(found)
    return None


def _row(one: dict[str, Any], name: str) -> dict[str, Any] | None:
    rows = (row for row in one["rows"] if row["name"] == name)
    found = next(rows, None)
    if found is None or None in found["bounds"]:
        return None
    return found


def _drawn(found: list[tuple[dict[str, Any], dict[str, Any]]]) -> Chart:
    ends = [end for _, row in found for end in row["bounds"]]
    least, most = min(0.0, *ends), max(0.0, *ends)
    span = (most - least) or 1.0

    def place(value: float) -> int:
        return round(WIDTH * (_MARGIN + (1 - 2 * _MARGIN) * (value - least) / span))

    bars = []
    for part, row in found:
        low, effect, high = map(place, row["bounds"])
        bars.append(
            Bar(
                part["title"], row["effect"], row["low"], row["high"], row["shown"],
                low, max(_MARK, high - low), effect - _MARK // 2,
            )
        )  # fmt: skip
    return Chart(found[0][1]["title"], bars, place(0.0))
