"""One multiplier for the whole account: bid = κ · value, κ such that predicted spend = target ACoS × predicted sales.

Clicks answer a bid with elasticity .6, the price of a click with .5 (facts/ads.md 4): cost(κ) and sales(κ) rise, and so
does their ratio; bisection finds κ with every guard already in force. A budget lowers the same κ for all campaigns,
which is the Lagrangian solution: the last coin earns the same everywhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.guards import Span

Floats = NDArray[np.float64]
CLICKS_BY_BID, PRICE_BY_BID = 0.6, 0.5
_HALVINGS = 48
_SPAN = 12.0  # log κ is looked for this far on both sides


@dataclass(frozen=True, slots=True)
class Pace:
    """Per target and day, at today's bids: clicks, spend, value of a click."""

    clicks: Floats
    spend: Floats
    value: Floats

    def at(self, ratio: Floats) -> tuple[Floats, Floats]:
        """Spend and sales a day when every bid is multiplied by its ratio."""
        more = ratio**CLICKS_BY_BID
        return self.spend * more * ratio**PRICE_BY_BID, self.clicks * more * self.value


@dataclass(frozen=True, slots=True)
class Solved:
    """κ, the bids wanted by it and those that the guards allow, and spend and sales a day at these."""

    kappa: float
    wanted: Floats
    given: Floats
    spend: Floats
    sales: Floats


def solve(pace: Pace, bid: Floats, per_click: Floats, bounds: Span, acos: float, budget: float | None) -> Solved:  # fmt: skip
    """The largest κ at which spend ≤ `acos` × sales, and ≤ `budget` a day; `per_click` is what a bid is proportional to."""
    middle = float(np.median(bid / np.maximum(per_click, 1e-9))) if len(bid) else 1.0
    low, high = math.log(max(middle, 1e-9)) - _SPAN, math.log(max(middle, 1e-9)) + _SPAN
    for _ in range(_HALVINGS):
        log = (low + high) / 2
        spend, sales = pace.at(_bids(math.exp(log), bid, per_click, bounds)[1] / bid)
        too_much = spend.sum() > acos * sales.sum() or (budget is not None and spend.sum() > budget)
        low, high = (low, log) if too_much else (log, high)
    wanted, given = _bids(math.exp(low), bid, per_click, bounds)
    return Solved(math.exp(low), wanted, given, *pace.at(given / bid))


def _bids(kappa: float, bid: Floats, per_click: Floats, bounds: Span) -> tuple[Floats, Floats]:
    wanted = kappa * per_click
    return wanted, np.clip(wanted, bounds.low, bounds.high)
