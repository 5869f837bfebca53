"""Clicks and spend a day of each target at *today's* bids: the last week's, leaning on what came before where it is thin.

Bids move from week to week, so older days are shifted by what the account as a whole did since, and count only as
`CLICKS` imagined clicks (for the price of one: `PRICED`). A click never costs more than the bid with its placements.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.account import Account
from pilotage.engines.ads.maturity import WEEK, pace

Floats = NDArray[np.float64]
CLICKS, PRICED = 25.0, 3.0
_SHIFT = (0.25, 4.0)


@dataclass(frozen=True, slots=True)
class Paces:
    """Per target and day at today's bids: clicks, spend; price of a click (0 where nothing is known).

    `moved`: log of what clicks cost in the last week against before: whether the account is on its way somewhere."""

    clicks: Floats
    spend: Floats
    price: Floats
    moved: float


def paces(account: Account) -> Paces:
    """The pace of every target of the account."""
    pairs, of = account.measures, account.of
    days = pace(account.days, account.as_of is not None)
    shown = account.shown()
    usual, paid = of(pairs.recent_clicks * shown), of(pairs.recent_spend * shown)
    known = usual > 0
    price = np.where(known, paid / np.where(known, usual, 1.0), 0.0)
    usual = usual / days
    length = min(account.days, WEEK) if account.as_of else account.days
    week, cost = of(pairs.week_clicks * shown), of(pairs.week_spend * shown)
    more = _shift(week.sum(), length * usual.sum())
    dearer = _shift(cost.sum(), (week * price).sum())
    before, usual_price = usual * more, price * dearer
    clicks = (week + CLICKS) / (length + CLICKS / np.where(before > 0, before, 1.0))
    clicks = np.where(before > 0, clicks, week / max(length, 1.0))
    price = (cost + PRICED * usual_price) / (week + PRICED)
    price = np.where(known, np.minimum(price, _most(account)), 0.0)
    return Paces(clicks, clicks * price, price, math.log(dearer))


def _shift(now: float, before: float) -> float:
    return float(np.clip(now / before, *_SHIFT)) if before > 0 and now > 0 else 1.0


def _most(account: Account) -> Floats:
    """Bid with the campaign's largest placement adjustment; without limit where the bid is not known."""
    campaign = np.array([max([one.percent for one in each.placements], default=0.0) for each in account.campaigns])  # fmt: skip
    group = np.array([one.campaign for one in account.groups], np.int64)
    bid = np.asarray(account.bid, float)
    uplift = 1 + campaign[group[np.asarray(account.group, np.int64)]] / 100
    return np.where(bid > 0, bid * uplift, np.inf)
