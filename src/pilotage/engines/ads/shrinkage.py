"""Orders of term × target pairs, shrunk along the account's own hierarchy.

Orders ~ negative binomial, mean = mature clicks × exp(intercept + campaign + ad group + target + words + β · x), each
effect normal with its variance from the data (empirical Bayes), leaves Gamma(k, k) with k by marginal likelihood.
Posterior of a pair: Gamma(k + orders, k / rate + clicks). Specification: facts/ads.md, "Conversion".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.sums import summed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ROUNDS = 30
_KS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
_LEAST_VARIANCE, _FIRST_VARIANCE = 1e-4, 0.1
_PRIOR_COUNT = 2.0  # how many imagined effects of the first variance a class begins with
_BOUND = 1.0  # an effect's largest step in a round
_BETA_PRECISION = 4.0  # β ~ N(0.5, 0.5²): a rival who pays more knows something
_BETA_MEAN = 0.5


@dataclass(frozen=True, slots=True)
class Effects:
    """One class of effects: which pairs have which (`rows` None: each pair exactly one), and how many there are."""

    codes: Ints
    size: int
    rows: Ints | None = None
    overlap: float = 1.0


@dataclass(frozen=True, slots=True)
class Fit:
    """The fitted rates: log rate of each pair, k, and per class the effects with their posterior variances."""

    log_rate: Floats
    k: float
    intercept: float
    beta: float
    effects: tuple[Floats, ...]
    variances: tuple[Floats, ...]

    def posterior(self, clicks: Floats, orders: Floats) -> tuple[Floats, Floats]:
        """Shape and rate of each pair's conversion."""
        return self.k + orders, self.k * np.exp(-self.log_rate) + clicks


def fit(clicks: Floats, orders: Floats, x: Floats, classes: Sequence[Effects]) -> Fit:
    """Fit by rounds of Newton steps, class by class; deterministic. `clicks` are weighted by maturity."""
    intercept = math.log((orders.sum() + 0.5) / (clicks.sum() + 10.0))
    beta, k = _BETA_MEAN if np.any(x) else 0.0, 4.0
    effects = [np.zeros(one.size) for one in classes]
    spread = [_FIRST_VARIANCE] * len(classes)
    posterior = [np.full(one.size, _FIRST_VARIANCE) for one in classes]
    eta: Floats = intercept + beta * x
    for turn in range(ROUNDS):
        score, weight = _score(clicks, orders, eta, k)
        step = float(np.clip(score.sum() / max(weight.sum(), 1e-9), -_BOUND, _BOUND))
        intercept, eta = intercept + step, eta + step
        if np.any(x):
            score, weight = _score(clicks, orders, eta, k)
            slope_x = float(score @ x) - _BETA_PRECISION * (beta - _BETA_MEAN)
            step = slope_x / (float(weight @ (x * x)) + _BETA_PRECISION)
            step = min(max(step, -_BOUND / 2), _BOUND / 2)
            beta, eta = beta + step, eta + step * x
        for n, one in enumerate(classes):
            score, weight = _score(clicks, orders, eta, k)
            slope, information = _gathered(one, score), _gathered(one, weight)
            curve = information + 1.0 / spread[n]
            steps = (slope - effects[n] / spread[n]) / (one.overlap * information + 1.0 / spread[n])
            steps = np.clip(steps, -_BOUND, _BOUND)
            effects[n] = effects[n] + steps
            posterior[n] = 1.0 / curve
            eta = eta + _spread(one, steps, len(eta))
            found = float(np.sum(effects[n] ** 2 + posterior[n]) + _PRIOR_COUNT * _FIRST_VARIANCE)
            spread[n] = max(found / (one.size + _PRIOR_COUNT), _LEAST_VARIANCE)
        if turn % 5 == 4:
            k = _best_k(clicks, orders, eta)
    return Fit(eta, k, intercept, beta, tuple(effects), tuple(posterior))


def _score(clicks: Floats, orders: Floats, eta: Floats, k: float) -> tuple[Floats, Floats]:
    mean = clicks * np.exp(np.clip(eta, -20, 3))
    loose = 1.0 + mean / k
    return (orders - mean) / loose, mean / loose


def _gathered(one: Effects, values: Floats) -> Floats:
    return summed(one.codes, values if one.rows is None else values[one.rows], one.size)


def _spread(one: Effects, values: Floats, pairs: int) -> Floats:
    if one.rows is None:
        return np.asarray(values[one.codes])
    return summed(one.rows, values[one.codes], pairs)


def _best_k(clicks: Floats, orders: Floats, eta: Floats) -> float:
    mean = np.maximum(clicks * np.exp(np.clip(eta, -20, 3)), 1e-12)
    counts, where = np.unique(orders, return_inverse=True)
    return max(_KS, key=lambda k: _likelihood(mean, orders, counts, where, k))


def _likelihood(mean: Floats, orders: Floats, counts: Floats, where: Ints, k: float) -> float:
    ways = np.array([math.lgamma(k + y) - math.lgamma(k) - math.lgamma(y + 1) for y in counts])
    free = -k * np.log1p(mean / k) + orders * (np.log(mean) - np.log(k + mean))
    return float(np.sum(ways[where] + free))


@cache
def _terms(limit: int) -> Floats:
    return np.arange(1.0, limit + 1.0)


def below(shape: float, rate: float, value: float) -> float:
    """P(X < value) of a Gamma(shape, rate): the regularised incomplete gamma function by its series.

    >>> round(below(1.0, 2.0, 1.0), 6)  # 1 - e^-2
    0.864665
    """
    z = rate * value
    if z <= 0:
        return 0.0
    if z > shape + 12 * math.sqrt(shape) + 60:
        return 1.0
    steps = int(60 + 4 * z + 8 * math.sqrt(shape))
    logs = np.concatenate([[0.0], np.cumsum(np.log(z) - np.log(shape + _terms(steps)))])
    top = float(logs.max())
    total = top + math.log(float(np.exp(logs - top).sum()))
    return min(1.0, math.exp(shape * math.log(z) - z - math.lgamma(shape + 1) + total))
