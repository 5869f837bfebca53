"""Whether today's bids already fit what targets earn: only evidence beyond chance moves them.

If bids are in proportion to value, orders per click follow bid ÷ order value but for chance and the leaves' own spread.
Pearson's statistic of that, at target, ad group and campaign, says how far beyond chance the account is (standard
normal, sparse counts allowed for). Below the threshold bids keep their proportions, so an account that is right stays.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.account import Account
from pilotage.engines.ads.values import Values

Floats = NDArray[np.float64]
BEYOND_CHANCE = 2.6  # the largest of three
STEADY, ON_ITS_WAY = 0.03, 0.5
ACOS_SLACK, ERRORS = 0.06, 1.65  # at most; in standard errors of the ACoS


def misfit(account: Account, found: Values, bid: Floats, of: NDArray[np.bool_]) -> float:
    """The largest of three standardised misfits of "orders follow bids" over the targets `of`."""
    group = np.asarray(account.group, np.int64)
    clicks, orders = account.of(account.measures.mature), account.of(account.measures.orders)
    per_click = bid / np.maximum(found.order_value[group], 1e-9)
    use = of & (clicks > 0) & np.isfinite(per_click)
    if orders[use].sum() < 1:
        return 0.0
    level = orders[use].sum() / max((clicks * per_click)[use].sum(), 1e-9)
    mean = np.where(use, clicks * np.nan_to_num(per_click) * level, 0.0)
    campaign = np.array([one.campaign for one in account.groups], np.int64)
    levels = (np.arange(len(group)), group, campaign[group])
    return max(_standardised(codes[use], mean[use], orders[use]) for codes in levels)


def _standardised(codes: NDArray[np.int64], mean: Floats, orders: Floats) -> float:
    expected, found = np.bincount(codes, mean), np.bincount(codes, orders)
    known = expected > 0
    expected, found = expected[known], found[known]
    if len(expected) < 3:
        return 0.0
    statistic = float(np.sum((found - expected) ** 2 / expected)) - len(expected)
    return statistic / math.sqrt(float(np.sum(2 + 1 / expected)))


def on_target(acos: float, target: float, orders: float, moved: float) -> bool:
    """Whether the ACoS is no further from its target than chance explains, at most `ACOS_SLACK`.

    `moved`: log of what clicks cost of late against before; an account on its way is led to the target itself."""
    if acos <= 0:
        return False
    errors = ERRORS if abs(moved) < STEADY else ON_ITS_WAY
    doubt = math.sqrt(1.5 / max(orders, 1.0))
    return abs(math.log(acos / target)) <= min(errors * doubt, ACOS_SLACK)
