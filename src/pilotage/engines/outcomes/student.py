"""Quantiles of the normal and of Student's distribution, from the Beta distribution where there is no shorter way."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from pilotage.engines.reputation.beta import quantile


def normal_quantile(tail: float) -> float:
    """The value above which `tail` of the normal distribution lies."""
    return NormalDist().inv_cdf(1 - tail)


def student_quantile(tail: float, freedom: int) -> float:
    """The value above which `tail` (below ½) of Student's distribution with so many degrees of freedom lies."""
    x = quantile(2 * tail, freedom / 2, 0.5)
    return sqrt(freedom * (1 - x) / x)
