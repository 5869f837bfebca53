"""Medians with limits from the order of the values alone (W. R. Thompson, Ann. Math. Stat. 7 (1936) 122)."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, floor, sqrt
from statistics import median as middle

from pilotage.engines.outcomes.figures import LEAST, TAIL, Cohort, Excluded, Figure, Kind, too_few
from pilotage.engines.outcomes.student import normal_quantile

_FEWEST = 6  # of five values not even the whole range holds the median with the level asked
_MANY = 1000


def median(
    cohort: Cohort,
    values: Sequence[float],
    *,
    open: int = 0,
    excluded: Sequence[Excluded] = (),
    least: int = LEAST,
) -> Figure:
    """The median of `values`, one a case. `least` below six is six.

    >>> from datetime import date
    >>> from pilotage.kernel.text import Text
    >>> year = Cohort(Text("卖家", "sellers"), date(2026, 1, 1), date(2027, 1, 1), date(2026, 12, 31))
    >>> one = median(year, [21, 22, 24, 25, 27, 28, 30, 33, 36, 41])
    >>> (one.value, one.low, one.high)
    (27.5, 22, 36)
    """
    rows = sorted(values)
    why = too_few(len(rows), max(least, _FEWEST))
    low: float | None = None
    high: float | None = None
    if not why:
        place = _place(len(rows))
        low, high = rows[place - 1], rows[-place]
    return Figure(
        Kind.MEDIAN, cohort, len(rows), None if why else middle(rows), low, high,
        open=open, excluded=tuple(excluded), unknown=why,
    )  # fmt: skip


def _place(n: int) -> int:
    """The largest r with P(fewer than r of n fair coins fall heads) within the tail."""
    if n > _MANY:  # the normal distribution, one place further out to be safe
        return floor(n / 2 - normal_quantile(TAIL) * sqrt(n) / 2) - 1
    below, place = 0, 0
    while below + comb(n, place) <= TAIL * 2**n:
        below += comb(n, place)
        place += 1
    return place
