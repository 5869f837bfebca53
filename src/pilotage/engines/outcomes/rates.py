"""Rates of events per unit of exposure, with exact limits (F. Garwood, Biometrika 28 (1936) 437)."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma, log, sqrt

from pilotage.engines.outcomes.figures import LEAST, TAIL, Cohort, Excluded, Figure, Kind, too_few

_HALVINGS = 60


def rate(
    cohort: Cohort,
    events: int,
    exposure: float,
    *,
    n: int,
    excluded: Sequence[Excluded] = (),
    least: int = LEAST,
) -> Figure:
    """`events` of `n` cases over `exposure` (contract-months, say): the rate per unit.

    No event is an outcome: its lower limit is nought, its upper one is not.
    """
    if events < 0 or exposure < 0 or (events and not exposure):
        raise ValueError("events need an exposure")
    why = too_few(n if exposure else 0, least)
    low: float | None = None
    high: float | None = None
    if not why:
        low, high = (limit / exposure for limit in limits(events))
    return Figure(
        Kind.RATE, cohort, n, None if why else events / exposure, low, high,
        good=events, exposure=exposure, excluded=tuple(excluded), unknown=why,
    )  # fmt: skip


def limits(events: int) -> tuple[float, float]:
    """Means under which so many events, or more, and so many, or fewer, have the probability of one tail."""
    most = events + 12 * sqrt(events + 1) + 12
    low = 0.0 if not events else _solved(events - 1, 1 - TAIL, most)
    return low, _solved(events, TAIL, most)


def _solved(events: int, probability: float, most: float) -> float:
    low, high = 0.0, most
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(events, middle) > probability else (low, middle)
    return (low + high) / 2


def _at_most(events: int, mean: float) -> float:
    """P(X ≤ events) of Poisson's distribution."""
    if mean <= 0:
        return 1.0
    scale = log(mean)
    return sum(exp(k * scale - mean - lgamma(k + 1)) for k in range(events + 1))
