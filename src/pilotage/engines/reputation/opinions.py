"""Opinions of one service category: each engagement once, against what is usual there; little is called unknown.

A Beta posterior (Wilson's and Miller's point against plain means: evanmiller.org/how-not-to-sort-by-average-rating.html)
whose prior is estimated from all firms of the category, so that a firm with one opinion stays near its category.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pilotage.engines.reputation.beta import quantile

MICRO = 1_000_000
# An unknown firm is not assumed excellent and one opinion does not move the mean far: within these limits one
# of five stars stays below a hundred of 4.7, whatever is estimated. The ranking has the same.
LEAST_MEAN, MOST_MEAN = Decimal("0.05"), Decimal("0.85")
LEAST_STRENGTH, MOST_STRENGTH = 8, 40
# Fewer engagements than this are not shown as a figure.
LEAST_SHOWN = 3
# Fewer firms or engagements than this say nothing about a category.
_LEAST_FIRMS, _LEAST_ENGAGEMENTS = 5, 20
_TAIL = 0.05


@dataclass(frozen=True, slots=True)
class Opinion:
    """One review: of which engagement, and its praise in millionths (0 … 1,000,000)."""

    engagement: str
    praise: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What a firm's opinions come to: the sum of praise in millionths, and the engagements rated."""

    praise: int
    engagements: int


@dataclass(frozen=True, slots=True)
class Prior:
    """What is expected of a firm nobody rated: a mean worth `strength` engagements."""

    mean: Decimal
    strength: int

    def __post_init__(self) -> None:
        if not LEAST_MEAN <= self.mean <= MOST_MEAN:
            raise ValueError(f"a prior mean lies between {LEAST_MEAN} and {MOST_MEAN}")
        if not LEAST_STRENGTH <= self.strength <= MOST_STRENGTH:
            raise ValueError(f"a prior is worth {LEAST_STRENGTH} to {MOST_STRENGTH} engagements")


UNKNOWN = Prior(Decimal("0.80"), 10)


@dataclass(frozen=True, slots=True)
class Standing:
    """The posterior mean (0 … 1) by which firms compare, its 90 % interval, and n; shown from `LEAST_SHOWN` on."""

    mean: Decimal
    low: Decimal
    high: Decimal
    n: int

    @property
    def is_known(self) -> bool:
        """Whether a figure may be shown; otherwise the firm is unknown, neither perfect nor bad."""
        return self.n >= LEAST_SHOWN


def tally(opinions: Iterable[Opinion]) -> Tally:
    """Each engagement counts once, with the average of its reviews: splitting one into many changes nothing.

    >>> tally([Opinion("a", 1_000_000), Opinion("a", 500_000), Opinion("b", 250_000)])
    Tally(praise=1000000, engagements=2)
    """
    by_engagement: dict[str, list[int]] = {}
    for one in opinions:
        if not 0 <= one.praise <= MICRO:
            raise ValueError("praise goes from 0 to 1,000,000")
        by_engagement.setdefault(one.engagement, []).append(one.praise)
    means = [sum(each) // len(each) for each in by_engagement.values()]
    return Tally(sum(means), len(means))


def prior_of(firms: Iterable[Tally]) -> Prior:
    """The category's prior by the method of moments: the mean, and how far firms differ beyond chance.

    With rho the correlation within a firm, E[Σ n(p-m)²] = m(1-m)·[(k-1)(1-rho) + rho·(N - Σn²/N)]; a Beta prior of
    strength s has rho = 1/(s+1). `UNKNOWN` while there are too few firms to say.
    """
    rated = [(one.praise / MICRO, one.engagements) for one in firms if one.engagements]
    total = sum(n for _, n in rated)
    if len(rated) < _LEAST_FIRMS or total < _LEAST_ENGAGEMENTS:
        return UNKNOWN
    mean = sum(praise for praise, _ in rated) / total
    kept = min(max(round(Decimal(mean), 6), LEAST_MEAN), MOST_MEAN)
    return Prior(kept, _strength(rated, total, mean))


def standing(of: Tally, prior: Prior = UNKNOWN) -> Standing:
    """The posterior of a firm in a category."""
    good = float(prior.mean) * prior.strength + of.praise / MICRO
    bad = prior.strength + of.engagements - good
    low, high = (quantile(tail, good, bad) for tail in (_TAIL, 1 - _TAIL))
    return Standing(
        _rounded(good / (prior.strength + of.engagements)),
        _rounded(low),
        _rounded(high),
        of.engagements,
    )


def _strength(rated: list[tuple[float, int]], total: int, mean: float) -> int:
    firms, chance = len(rated), mean * (1 - mean)
    spread = sum(n * (praise / n - mean) ** 2 for praise, n in rated)
    room = total - sum(n * n for _, n in rated) / total - (firms - 1)
    if chance <= 0 or room <= 0:
        return MOST_STRENGTH
    alike = (spread / chance - (firms - 1)) / room
    if alike <= 1 / (MOST_STRENGTH + 1):
        return MOST_STRENGTH
    return max(LEAST_STRENGTH, min(MOST_STRENGTH, round(1 / alike - 1)))


def _rounded(value: float) -> Decimal:
    return round(Decimal(value), 6)
