"""How far figures of untouched entities fall from what was expected of them: the measure of chance for all intervals.

Untouched entities are treated as if they had been changed on the days of real changes and followed as long. Of their
misses, three variances are learnt by moments: `noise` in proportion to the amount expected (few, large orders), `own` in
proportion to its square (an entity's level was not known, or drifted), `shared` by all of one campaign (its product's
demand moves). These are placebo changes, not a formula: clusters, drift and sparse counts are in them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.proof.episodes import Episode, stopped
from pilotage.engines.ads.proof.levels import Levels
from pilotage.engines.ads.proof.panel import Panel
from pilotage.engines.ads.sums import summed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
MOST_COHORTS = 16
NAMES = ("sales", "spend")
_DEMAND = 0.02  # squared: within weeks a product's demand moves by a seventh apart from all others'
_DEMAND_DOUBT = 0.02
_PRIOR = 30.0  # entities' worth of belief in the sampling noise before placebos are seen


@dataclass(frozen=True, slots=True)
class Placebos:
    """Untouched entities followed like changed ones: `cohort` is the place of the day in `starts`."""

    entity: Ints
    cohort: Ints
    starts: tuple[int, ...]
    observed: dict[str, Floats]
    expected: dict[str, Floats]
    luck: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Spread:
    """Variances of one measure; `sampling` is the part of `noise` that the days after a change have by themselves."""

    noise: float
    sampling: float
    own: float
    shared: float
    freedom: float


def placebos(panel: Panel, known: Levels, touched: Flags, real: tuple[Episode, ...]) -> Placebos:
    """Placebo changes at the start days of the real ones."""
    starts = _cohorts(real)
    entity, cohort, ends, firsts = [], [], [], []
    for n, (start, length) in enumerate(starts):
        who = np.flatnonzero(known.quiet[:, start])
        end = min(start + 1 + length, panel.clicks.shape[1])
        entity.append(who)
        cohort.append(np.full(len(who), n))
        firsts.append(np.full(len(who), start + 1))
        ends.append(stopped(panel, touched, who, start + 1, end))
    who = np.concatenate(entity) if entity else np.zeros(0, np.int64)
    first = np.concatenate(firsts) if firsts else np.zeros(0, np.int64)
    end = np.concatenate(ends) if ends else np.zeros(0, np.int64)
    at = first - 1
    return Placebos(
        who, np.concatenate(cohort) if cohort else np.zeros(0, np.int64), tuple(start for start, _ in starts),
        {name: between(measured(panel, name), who, first, end) for name in NAMES},
        {name: known.base[name][who, at] * between_common(known, name, first, end) for name in NAMES},
        {name: luck(panel, known, name, who, at) for name in NAMES},
    )  # fmt: skip


def _cohorts(real: tuple[Episode, ...]) -> list[tuple[int, int]]:
    """The most frequent start days, each with the middle length of its episodes."""
    lengths: dict[int, list[int]] = {}
    for one in real:
        if not one.is_fresh:
            lengths.setdefault(one.start, []).append(one.end - one.first)
    busiest = sorted(lengths, key=lambda start: (-len(lengths[start]), start))[:MOST_COHORTS]
    return [(start, int(np.median(lengths[start]))) for start in sorted(busiest)]


def measured(panel: Panel, name: str) -> Floats:
    """A measure of the panel by name."""
    return {"sales": panel.sales, "spend": panel.spend, "clicks": panel.clicks}[name]


def between(values: Floats, entity: Ints, first: Ints, end: Ints) -> Floats:
    """Sums of rows `entity` from `first` up to and without `end`."""
    sums = np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)
    return np.asarray(sums[entity, np.maximum(end, first)] - sums[entity, first])


def between_common(known: Levels, name: str, first: Ints, end: Ints) -> Floats:
    """Sums of a common factor likewise."""
    sums = np.concatenate([[0.0], np.cumsum(known.common[name])])
    return np.asarray(sums[np.maximum(end, first)] - sums[first])


def luck(panel: Panel, known: Levels, name: str, entity: Ints, start: Ints) -> Floats:
    """How much more than its level, in amounts, an entity had in the two weeks before: what a hasty eye calls a trend."""
    first = np.maximum(start - max(1, 14 // panel.step), 0)
    expected = known.base[name][entity, start] * between_common(known, name, first, start)
    return between(measured(panel, name), entity, first, start) - expected


def spread(panel: Panel, found: Placebos, name: str, sampling: float) -> Spread:
    """The variances of `name`, floor `sampling` per amount for the noise."""
    expected, miss = found.expected[name], found.observed[name] - found.expected[name]
    use = expected > 0
    expected, miss = expected[use], miss[use]
    if len(expected) < 2:
        return Spread(sampling, sampling, 0.25, 0.05, 2.0)
    noise, own = _two(expected, miss, sampling)
    cluster = (
        found.cohort[use] * (int(panel.campaign.max()) + 1) + panel.campaign[found.entity[use]]
    )
    _, cluster = np.unique(cluster, return_inverse=True)
    size = int(cluster.max()) + 1
    total, within = (
        summed(cluster, expected, size),
        summed(cluster, noise * expected + own * expected**2, size),
    )
    campaigns = len(np.unique(panel.campaign[found.entity[use]]))
    shared = _shared((summed(cluster, miss, size) / total) ** 2, within / total**2, campaigns)
    units = len(np.unique(found.entity[use]))
    return Spread(
        noise,
        min(sampling, noise),
        own,
        shared,
        min(max(3.0, campaigns - 1.0), max(3.0, units / 3.0)),
    )


def _shared(square: Floats, within: Floats, campaigns: int) -> float:
    """Variance of campaigns' own demand: squared relative misses less what chance within them brings, each weighted by
    how sure it is, pulled to what demand commonly does (`_DEMAND`) by how little few or sparse campaigns tell."""
    found = _DEMAND
    for _ in range(4):
        weight = 1 / (found + within) ** 2
        seen = float(np.sum(weight * (square - within)) / np.sum(weight))
        told = float(np.sum(weight)) / 2 * campaigns / len(square)  # days of one campaign overlap
        found = (told * seen + _DEMAND / _DEMAND_DOUBT**2) / (told + 1 / _DEMAND_DOUBT**2)
        found = min(max(found, 0.001), 1.0)
    return found


def _two(expected: Floats, miss: Floats, sampling: float) -> tuple[float, float]:
    """Noise and own variance: squared misses ÷ expected on a constant and expected, weighted by how sure each is."""
    weight = 1 / (1 + expected / max(float(np.median(expected)), 1e-12))
    target = miss**2 / expected
    rows = np.stack([np.ones(len(expected)), expected], axis=1)
    gram = (rows * weight[:, None]).T @ rows
    side = (rows * weight[:, None]).T @ target
    gram[0, 0] += _PRIOR
    side[0] += _PRIOR * sampling
    noise, own = np.linalg.solve(gram + np.diag([0.0, 1e-12 + 1e-9 * gram[1, 1]]), side).tolist()
    if own < 0:
        noise, own = float(side[0] / gram[0, 0]), 0.0
    if noise < sampling:
        noise = sampling
        own = max(float((side[1] - sampling * gram[0, 1]) / gram[1, 1]), 0.0)
    return noise, min(own, 4.0)
