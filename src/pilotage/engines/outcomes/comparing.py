"""Two cohorts beside each other: the difference of two figures of a kind, with the interval of the difference.

The interval is put together from those of the two (R. G. Newcombe, Statistics in Medicine 17 (1998) 873;
G. Y. Zou, A. Donner, Statistics in Medicine 27 (2008) 1693): an open end of one is an open end of the difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from pilotage.engines.outcomes.figures import Figure
from pilotage.kernel.text import Text

NO_OTHER = Text(
    "没有可比的对照样本，因此不作比较", "there is no cohort to compare with, so nothing is compared"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """`one` minus `other`, in the unit of the figures; `unknown` says why there is none.

    Says what differs, not why: who works with a partner chose to.
    """

    value: float | None
    low: float | None
    high: float | None
    unknown: Text | None = None


def difference(one: Figure, other: Figure | None) -> Difference:
    """Raises ValueError for figures of two kinds: a rate of passing and a rate of penalties are not compared."""
    if other is None:
        return Difference(None, None, None, NO_OTHER)
    if one.kind is not other.kind:
        raise ValueError(f"{one.kind} and {other.kind} are not compared")
    for figure in (one, other):
        if figure.value is None:
            return Difference(None, None, None, figure.unknown)
    a, b = _known(one), _known(other)
    apart = a - b
    low = None if one.low is None or other.high is None else apart - hypot(a - one.low, other.high - b)  # fmt: skip
    high = None if one.high is None or other.low is None else apart + hypot(one.high - a, b - other.low)  # fmt: skip
    return Difference(apart, low, high)


def _known(figure: Figure) -> float:
    if figure.value is None:
        raise ValueError("asked for a value that is not known")
    return figure.value
