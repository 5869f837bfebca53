"""Orders of term × target pairs, shrunk along the account's own hierarchy.

Orders ~ Poisson, mean = mature clicks × exp(intercept + campaign + ad group + target + words + β · x + leaf), each
effect normal with its variance from the data (empirical Bayes). The leaf's variance is the k of the posterior of a
pair, Gamma(k + orders, k / rate + clicks). Specification: facts/ads.md, "Conversion".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.sums import summed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ROUNDS = 40
STILL = 1e-3
LARGE, SAMPLE, KNOWN_ROUNDS = 150_000, 60_000, 10
_LEAST_VARIANCE, _FIRST_VARIANCE = 1e-4, 0.22
_PRIOR_SHARE, _PRIOR_COUNT = (
    0.1,
    (2.0, 60.0),
)  # imagined effects of the first variance: a tenth of the class
_BOUND = 1.0  # an effect's largest step in a round
_BETA_PRECISION = 4.0  # β ~ N(0, 0.5²)
MOST_K, LEAST_K = 64.0, 0.5


@dataclass(frozen=True, slots=True)
class Effects:
    """One class of effects: which pairs have which (`rows` None: each pair exactly one; `codes` None: each its own),
    and how many there are. `overlap`: most effects of the class that one pair has."""

    codes: Ints | None
    size: int
    rows: Ints | None = None
    overlap: float = 1.0
    tails: float = (
        0.0  # degrees of freedom of a Student prior: few words are far from the rest; 0: normal
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """The fitted rates: log rate of each pair without its leaf, k; per class effects, doubt of each, its variance."""

    log_rate: Floats
    k: float
    intercept: float
    beta: float
    effects: tuple[Floats, ...]
    doubts: tuple[Floats, ...]
    spread: tuple[float, ...]
    leaf: float  # variance of the leaves

    def mean(self, clicks: Floats, orders: Floats) -> Floats:
        """The posterior mean of each pair's conversion."""
        return np.asarray((self.k + orders) / (self.k * np.exp(-self.log_rate) + clicks))


class _Class:
    """A class of effects on its way."""

    def __init__(self, of: Effects, known: float | None = None) -> None:
        self.of, self._known = of, known is not None
        self.effect = np.zeros(of.size)
        self.spread = _FIRST_VARIANCE if known is None else known
        self.doubt = np.full(of.size, self.spread)

    def step(self, orders: Floats, mean: Floats) -> Floats:
        """One Newton step; the mean after it."""
        one = self.of
        slope, information = _gathered(one, orders - mean), _gathered(one, mean)
        precision = self.precision()
        steps = (slope - self.effect * precision) / (one.overlap * information + precision)
        steps = np.clip(steps, -_BOUND, _BOUND)
        self.effect = self.effect + steps
        self.doubt = 1.0 / (information + precision)
        if not self._known:
            self._learn(precision)
        if one.rows is None and one.codes is not None:
            return np.asarray(mean * np.exp(steps)[one.codes])
        return np.asarray(mean * np.exp(_spread(one, steps, len(mean))))

    def _learn(self, precision: Floats) -> None:
        """The variance of the class from its effects and their doubt."""
        one = self.of
        squares = self.effect**2 + self.doubt
        count = min(max(_PRIOR_SHARE * one.size, _PRIOR_COUNT[0]), _PRIOR_COUNT[1])
        found = float(np.sum(squares * precision * self.spread)) + count * _FIRST_VARIANCE
        self.spread = max(found / (one.size + count), _LEAST_VARIANCE)

    def precision(self) -> Floats:
        """Of each effect's prior; a Student's effects choose their own (scale mixture of normals)."""
        if not self.of.tails:
            return np.full(self.of.size, 1.0 / self.spread)
        free = self.of.tails
        return np.asarray((free + 1) / (free * self.spread + self.effect**2 + self.doubt))


def fit(clicks: Floats, orders: Floats, x: Floats, classes: Sequence[Effects]) -> Fit:
    """Fit by rounds of Newton steps, class by class; deterministic. `x`: the covariate of each pair.

    Of more than `LARGE` pairs the variances are learnt from every n-th effect of the second class (the ad groups)."""
    if len(clicks) <= LARGE:
        return _fit(clicks, orders, x, classes, None)
    groups = classes[1].codes
    every = math.ceil(len(clicks) / SAMPLE)
    some = np.flatnonzero(groups % every == 0) if groups is not None else np.arange(0, len(clicks), every)  # fmt: skip
    part = _fit(clicks[some], orders[some], x[some], [_part(one, some, len(clicks)) for one in classes], None)  # fmt: skip
    return _fit(clicks, orders, x, classes, (*part.spread, part.leaf))


def _part(one: Effects, some: Ints, pairs: int) -> Effects:
    """The class as the pairs `some` alone have it."""
    if one.codes is None:
        return Effects(None, len(some))
    rows, codes = None, one.codes[some] if one.rows is None else one.codes
    if one.rows is not None:
        place = np.full(pairs, -1, np.int64)
        place[some] = np.arange(len(some))
        rows = place[one.rows]
        codes, rows = codes[rows >= 0], rows[rows >= 0]
    found, codes = np.unique(codes, return_inverse=True)
    return Effects(codes.astype(np.int64), len(found), rows, one.overlap, one.tails)


def _fit(
    clicks: Floats, orders: Floats, x: Floats, classes: Sequence[Effects], known: Sequence[float] | None,
) -> Fit:  # fmt: skip
    """`known`: the variances of the classes and of the leaves, which then stay."""
    pairs = len(clicks)
    intercept = math.log((orders.sum() + 0.5) / (clicks.sum() + 10.0))
    beta = 0.0
    each = [*classes, Effects(None, pairs)]
    all_ = [_Class(one, known[n] if known else None) for n, one in enumerate(each)]
    leaf = all_[-1]
    mean: Floats = clicks * math.exp(intercept)
    before = np.zeros(len(all_))
    for _ in range(KNOWN_ROUNDS if known else ROUNDS):
        step = float(np.clip((orders - mean).sum() / max(mean.sum(), 1e-9), -_BOUND, _BOUND))
        intercept, mean = intercept + step, mean * math.exp(step)
        step = _slope(x, orders, mean, beta)
        beta, mean = beta + step, mean * np.exp(x * step)
        for one in all_:
            for _ in range(math.ceil(one.of.overlap)):  # a damped step needs its repetitions
                mean = one.step(orders, mean)
        after = np.sqrt([one.spread for one in all_])
        if not known and np.abs(after - before).max() < STILL:
            break
        before = after
    eta = intercept + x * beta
    for one in all_[:-1]:
        eta = eta + _spread(one.of, one.effect, pairs)
    k = min(max(1.0 / math.expm1(leaf.spread), LEAST_K), MOST_K)
    found = Fit(
        eta, k, intercept, beta, tuple(one.effect for one in all_[:-1]), tuple(one.doubt for one in all_[:-1]),
        tuple(one.spread for one in all_[:-1]), leaf.spread,
    )  # fmt: skip
    return _levelled(found, clicks, orders)


def _levelled(found: Fit, clicks: Floats, orders: Floats) -> Fit:
    """Moved as a whole so that the posterior means expect as many orders as there were."""
    for _ in range(4):
        expected = float(clicks @ found.mean(clicks, orders))
        move = math.log((orders.sum() + 0.5) / max(expected + 0.5, 1e-9))
        found = replace(found, log_rate=found.log_rate + move, intercept=found.intercept + move)
    return found


def _slope(x: Floats, orders: Floats, mean: Floats, beta: float) -> float:
    step = (x @ (orders - mean) - _BETA_PRECISION * beta) / (x**2 @ mean + _BETA_PRECISION)
    return float(np.clip(step, -_BOUND / 2, _BOUND / 2))


def _gathered(one: Effects, values: Floats) -> Floats:
    if one.codes is None:
        return values
    return summed(one.codes, values if one.rows is None else values[one.rows], one.size)


def _spread(one: Effects, values: Floats, pairs: int) -> Floats:
    if one.codes is None:
        return values
    if one.rows is None:
        return np.asarray(values[one.codes])
    return summed(one.rows, values[one.codes], pairs)
