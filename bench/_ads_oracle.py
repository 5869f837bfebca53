"""What could be had: bids (and negatives) chosen with every conversion rate and market known.

For each target the bid that maximises sales · (1 + λ · target) - λ · cost over a grid, λ by bisection on the ACoS: the
exact optimum of "most sales at this ACoS" over the grid. With `negating`, pairs that cost more than they bring are cut.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bench._ads_world import World

Floats = NDArray[np.float64]
_RATIOS = np.exp(np.linspace(-4.0, 3.0, 85))


def best(world: World, acos: float, *, negating: bool = False) -> float:
    """Most expected sales a week at this ACoS."""
    weight = world.volume * world.shows()
    share, payment = world.market.at(np.zeros(1))
    base = np.exp(world.level) * float(payment[0] / share[0])
    targets = len(world.words)
    centre = np.bincount(world.pair_target, weight * base, targets) / np.maximum(np.bincount(world.pair_target, weight, targets), 1e-12)  # fmt: skip
    at = np.log(np.maximum(centre, 1e-9))[world.pair_target] - world.level
    shares, payments = world.market.at(at[:, None] + np.log(_RATIOS)[None, :])
    sales = shares * (weight * world.value)[:, None]
    cost = payments * (weight * np.exp(world.level))[:, None]
    low, high = -6.0, 10.0  # log λ
    total = 0.0
    for _ in range(26):
        lam = float(np.exp((low + high) / 2))
        gain = sales * (1 + lam * acos) - lam * cost
        if negating:
            cut = gain > 0
            pair_sales, pair_cost, gain = sales * cut, cost * cut, gain * cut
        else:
            pair_sales, pair_cost = sales, cost
        of_target = _summed(world, gain)
        pick = of_target.argmax(axis=1)
        rows = np.arange(targets)
        keep = of_target[rows, pick] > 0
        sold = float(_summed(world, pair_sales)[rows, pick][keep].sum())
        paid = float(_summed(world, pair_cost)[rows, pick][keep].sum())
        if paid > acos * sold:
            low = np.log(lam)
        else:
            high, total = np.log(lam), sold
    return total


def _summed(world: World, values: Floats) -> Floats:
    """Sums per target; pairs lie in the order of their targets, and every target has one."""
    starts = np.flatnonzero(np.diff(world.pair_target, prepend=-1))
    return np.asarray(np.add.reduceat(values, starts, axis=0))
