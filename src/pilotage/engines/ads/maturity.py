"""How much of a click's orders a report can know yet, and how fresh its row is.

Orders are attributed over about eight days (facts/ads.md): a click of the last day shows .66 of its orders. A row over
several days counts the mean of its days. Rows without a day count as ripe.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CURVE = (0.66, 0.78, 0.84, 0.89, 0.93, 0.96, 0.98, 1.0)
HALF_LIFE = 14.0  # days after which a click counts half towards the pace of next week
LOOK_BACK = 90
LATE = 28
WEEK = 7
Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]


def maturity(start: Days, end: Days, as_of: np.datetime64 | None, curve: tuple[float, ...] = CURVE) -> Floats:  # fmt: skip
    """The known share of orders, per row, between 0 and 1."""
    if as_of is None:
        return np.ones(len(start))
    first, last = _ages(start, end, as_of)
    sums = np.concatenate([[0.0], np.cumsum([*curve, *[1.0] * (4 * LOOK_BACK)])])
    return np.asarray(_mean(sums, first, last))


def recency(start: Days, end: Days, as_of: np.datetime64 | None) -> Floats:
    """Weights that halve every `HALF_LIFE` days of age."""
    if as_of is None:
        return np.ones(len(start))
    first, last = _ages(start, end, as_of)
    decay = 0.5 ** (np.arange(5 * LOOK_BACK) / HALF_LIFE)
    return np.asarray(_mean(np.concatenate([[0.0], np.cumsum(decay)]), first, last))


def in_week(start: Days, end: Days, as_of: np.datetime64 | None) -> Floats:
    """The share of each row's days that lie in the last week; 1 without days."""
    if as_of is None:
        return np.ones(len(start))
    first, last = _ages(start, end, as_of)
    return np.asarray(_mean(np.concatenate([[0.0], np.cumsum(np.arange(5 * LOOK_BACK) < WEEK)]), first, last))  # fmt: skip


def is_late(end: Days, as_of: np.datetime64 | None) -> Floats:
    """1 for rows of the last `LATE` days, 0 for the rest and for rows without a day."""
    if as_of is None:
        return np.zeros(len(end))
    return np.asarray(((as_of - end).astype("timedelta64[D]").astype(np.int64) < LATE) & ~np.isnat(end)).astype(float)  # fmt: skip


def pace(days: float, dated: bool) -> float:
    """Days that the weights of `recency` add up to: a weighted sum ÷ this is a sum per day."""
    if not dated:
        return max(days, 1.0)
    return float(np.sum(0.5 ** (np.arange(max(int(days), 1)) / HALF_LIFE)))


def _ages(start: Days, end: Days, as_of: np.datetime64) -> tuple[NDArray[np.int64], NDArray[np.int64]]:  # fmt: skip
    """Ages in days of the youngest and the oldest day of a row; unknown days are old."""
    most = 4 * LOOK_BACK
    young = np.where(np.isnat(end), LOOK_BACK, (as_of - end).astype("timedelta64[D]").astype(np.int64))  # fmt: skip
    old = np.where(np.isnat(start), LOOK_BACK, (as_of - start).astype("timedelta64[D]").astype(np.int64))  # fmt: skip
    young = np.clip(young, 0, most)
    return young, np.clip(np.maximum(old, young), 0, most)


def _mean(sums: Floats, first: NDArray[np.int64], last: NDArray[np.int64]) -> Floats:
    return np.asarray((sums[last + 1] - sums[first]) / (last + 1 - first))
