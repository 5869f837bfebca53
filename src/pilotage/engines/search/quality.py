"""How good a partner probably is: a Beta posterior per category that starts unknown, not perfect.

Engagements are counted, not reviews: the reviews of one engagement are averaged first, so splitting
one engagement into many reviews changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

MICRO = 1_000_000
# An unknown partner is not assumed excellent, and one review does not move the mean far:
# within these limits one rating of 5 stays below a hundred of 4.7 whatever the category's mean.
MOST_MEAN = Decimal("0.85")
LEAST_STRENGTH, MOST_STRENGTH = 8, 40

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Prior:
    """What is expected of a partner nobody has rated: a mean (0 … 0.85) worth `strength` ratings."""

    mean: Decimal
    strength: int

    def __post_init__(self) -> None:
        if not 0 <= self.mean <= MOST_MEAN:
            raise ValueError(f"a prior mean lies between 0 and {MOST_MEAN}")
        if not LEAST_STRENGTH <= self.strength <= MOST_STRENGTH:
            raise ValueError(f"a prior is worth {LEAST_STRENGTH} to {MOST_STRENGTH} ratings")


UNKNOWN = Prior(Decimal("0.80"), 10)


def category_prior(praise: int, engagements: int, strength: int = 10) -> Prior:
    """The prior from a whole category's ratings, kept inside the limits; 0.80 when there are none."""
    mean = Decimal(praise) / engagements / MICRO if engagements else UNKNOWN.mean
    return Prior(min(mean, MOST_MEAN), strength)


def posterior(praise: Ints, n: Ints, prior: Prior) -> tuple[Ints, Ints]:
    """Mean and standard deviation in millionths, from the sum of praise and the number rated."""
    mean = (int(prior.mean * MICRO) * prior.strength + praise) // (prior.strength + n)
    spread = mean * (MICRO - mean) // (prior.strength + n + 1)
    # IEEE square roots are correctly rounded, so this is the same integer on every machine.
    return mean, np.sqrt(spread.astype(np.float64)).astype(np.int64)


def rated(reviews: Iterable[tuple[str, int]]) -> tuple[int, int]:
    """(praise, engagements) from (engagement, praise) pairs, each engagement counted once.

    >>> rated([("e1", 1_000_000), ("e1", 500_000), ("e2", 250_000)])
    (1000000, 2)
    """
    by_engagement: dict[str, list[int]] = {}
    for engagement, praise in reviews:
        by_engagement.setdefault(engagement, []).append(praise)
    means = [sum(each) // len(each) for each in by_engagement.values()]
    return sum(means), len(means)
