"""What a bid may not do: bounds per target, and the name of every guard that drew them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.account import Account
from pilotage.engines.ads.wishes import Limits, Wishes
from pilotage.engines.mill.ads import folded

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
LEAST_CLICKS = 5.0  # below: half the step
# Reasons to leave a bid alone, in the order in which they are named.
HOLDS = ("cool_down", "new_campaign", "out_of_stock", "frozen_sku", "brand", "no_clicks")


class Span(NamedTuple):
    """Lowest and highest new bids."""

    low: Floats
    high: Floats


class Bounds:
    """Lowest and highest new bid of each target; `held` names the guard that forbids any change, "" none.

    `shut`: guard → targets about whose terms, too, nothing may be done."""

    def __init__(self, account: Account, wishes: Wishes, rules: Limits) -> None:
        bid = np.asarray(account.bid, float)
        clicks = account.of(account.measures.clicks)
        few = clicks < LEAST_CLICKS
        down = np.where(few, wishes.step_down / 2, wishes.step_down)
        up = np.where(few, wishes.step_up / 2, wishes.step_up)
        self.few = few
        self.never_up = _of_skus(account, wishes.never_raise)
        self.step_low, self.step_high = bid * (1 - down), bid * (1 + up)
        self.low = np.minimum(np.maximum(self.step_low, rules.floor), bid)
        self.high = np.maximum(np.minimum(self.step_high, rules.ceiling), bid)
        self.high = np.where(self.never_up, np.minimum(self.high, bid), self.high)
        self.shut = _shut(account, wishes)
        self.held = _held(account, wishes, clicks, self.shut)
        stays = self.held != ""
        self.low, self.high = np.where(stays, bid, self.low), np.where(stays, bid, self.high)
        self._rules = rules

    def only(self, of: Flags) -> Span:
        """The bounds of the targets `of`."""
        return Span(self.low[of], self.high[of])

    def names(self, n: int, wanted: float, given: float) -> list[str]:
        """The guards that turned the wanted bid of target `n` into the given one."""
        found = []
        if wanted > given and self.never_up[n]:
            found.append("return_rate")
        if wanted > self.step_high[n] and given >= self.step_high[n] - self._rules.step:
            found.append("least_data" if self.few[n] else "largest_step")
        if wanted < self.step_low[n] and given <= self.step_low[n] + self._rules.step:
            found.append("least_data" if self.few[n] else "largest_step")
        if wanted < self._rules.floor:
            found.append("bid_floor")
        if wanted > self._rules.ceiling:
            found.append("bid_ceiling")
        return found


def is_brand(words: str, brand: tuple[str, ...]) -> bool:
    """Whether any of the seller's own words occurs."""
    plain = folded(words)
    return any(folded(one) in plain for one in brand if one.strip())


def _shut(account: Account, wishes: Wishes) -> dict[str, Flags]:
    group = np.asarray(account.group, np.int64)
    found = {
        "frozen_sku": _of_skus(account, wishes.frozen),
        "out_of_stock": _flags([one.sold_out for one in account.groups])[group],
    }
    if day := account.as_of:
        young = [_after(one.started, day, wishes.untouched_days) for one in account.campaigns]
        campaign = np.array([one.campaign for one in account.groups], np.int64)
        found["new_campaign"] = _flags(young)[campaign[group]]
    return found


def _held(
    account: Account, wishes: Wishes, clicks: Floats, shut: dict[str, Flags]
) -> NDArray[np.str_]:
    held = np.full(len(account.words), "", "U12")
    held[clicks < 1] = "no_clicks"
    if wishes.brand and wishes.brand_acos is None:
        held[[is_brand(words, wishes.brand) for words in account.words]] = "brand"
    for name, these in shut.items():
        held[these] = name
    if day := account.as_of:
        hot = {
            id_ for id_, when in wishes.changed.items() if _after(when, day, wishes.cool_down_days)
        }
        if hot:
            held[_flags([id_ in hot for id_ in account.ids])] = "cool_down"
    return held


def _after(changed: date | None, as_of: date, days: int) -> bool:
    """Whether fewer than `days` days, the last of the report among them, passed since."""
    return changed is not None and as_of + timedelta(days=1) - changed < timedelta(days=days)


def _of_skus(account: Account, skus: frozenset[str]) -> Flags:
    groups = _flags([bool(skus & set(one.skus)) for one in account.groups])
    return np.asarray(groups[np.asarray(account.group, np.int64)], bool)


def _flags(all_: list[bool]) -> Flags:
    return np.array(all_, bool)
