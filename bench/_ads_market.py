"""Rivals in a generalised second price with position effects, tabulated once; elasticities come out, they are not put in.

Each auction has `RIVALS` bids, log-normal about the term's own level. Who stands above k rivals gets the share of slot k
of the clicks and pays the next bid below. Tables hold the expected share and price over log(bid ÷ level).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SLOTS = np.array([1.0, 0.62, 0.42, 0.28, 0.18, 0.1])
RIVALS, SPREAD = 7, 1.2
RESERVE = 0.05  # of the term's level
_GRID = np.linspace(-4.0, 4.0, 321)


class Market(NamedTuple):
    """Expected share of a term's clicks, and expected payment per unit of volume, by log(bid ÷ level)."""

    share: Floats
    payment: Floats

    def at(self, z: Floats) -> tuple[Floats, Floats]:
        """Share of clicks and payment (in levels of the term) per unit of volume."""
        return np.interp(z, _GRID, self.share), np.interp(z, _GRID, self.payment)


def market() -> Market:
    """The tables, from 20,000 drawn auctions."""
    r = np.random.default_rng(7)
    rivals = np.sort(r.normal(0.0, SPREAD, (20_000, RIVALS)), axis=1)  # rising
    price = np.concatenate([np.full((len(rivals), 1), RESERVE), np.exp(rivals)], axis=1)
    slots = np.concatenate([SLOTS, np.zeros(RIVALS + 1 - len(SLOTS))])[: RIVALS + 1]
    share, payment = np.zeros(len(_GRID)), np.zeros(len(_GRID))
    rows = np.arange(len(rivals))
    for n, z in enumerate(_GRID):
        below = (rivals < z).sum(axis=1)
        won = slots[RIVALS - below] * (np.exp(z) > RESERVE)
        share[n] = won.mean()
        payment[n] = (won * np.minimum(price[rows, below], np.exp(z))).mean()
    return Market(share, payment)
