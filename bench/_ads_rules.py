"""The practitioners' rules that the plan is held against, each on the same files; the product; true values.

`share` of each is measured at equal ACoS, so what counts is how bids stand to each other. Rules with an account
multiplier use the product's own controller (`bids.solve`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from bench._ads_world import TARGET, World
from pilotage.engines.ads import Wishes, plan
from pilotage.engines.ads.account import Account
from pilotage.engines.ads.bids import Pace, solve
from pilotage.engines.ads.guards import Span
from pilotage.engines.ads.paces import paces
from pilotage.engines.ads.plan import read_account
from pilotage.engines.mill.ads import AdsFile

Floats = NDArray[np.float64]
Policy = Callable[[World, AdsFile, AdsFile], None]
THRESHOLD = 10.0  # clicks before the formula trusts what it saw


class Seen:
    """Sums per target of the report, with today's bids."""

    def __init__(self, terms: AdsFile, bulk: AdsFile) -> None:
        self.account: Account = read_account(terms, Wishes(TARGET), None, bulk)
        of, pairs = self.account.of, self.account.measures
        self.clicks, self.orders = of(pairs.clicks), of(pairs.orders)
        self.sales, self.spend = of(pairs.sales), of(pairs.spend)
        self.group = np.asarray(self.account.group, np.int64)
        self.bid = np.asarray(self.account.bid, float)
        now = paces(self.account)
        self.daily = now.clicks, now.spend

    @property
    def group_value(self) -> Floats:
        """Observed sales per click of each target's ad group."""
        size = len(self.account.groups)
        sales = np.bincount(self.group, self.sales, size)
        clicks = np.bincount(self.group, self.clicks, size)
        return np.asarray((sales / np.maximum(clicks, 1.0))[self.group])


def formula(world: World, terms: AdsFile, bulk: AdsFile) -> None:
    """Bid = observed revenue per click × target from ten clicks on; paused after one price without a sale."""
    seen = Seen(terms, bulk)
    trusted = (seen.clicks >= THRESHOLD) & (seen.orders > 0)
    bid = np.where(trusted, seen.sales / np.maximum(seen.clicks, 1.0) * TARGET, seen.bid)
    world.bid = _rounded(world, bid)
    world.on &= ~((seen.orders == 0) & (seen.spend > world.price[seen.group]))


def white_box(world: World, terms: AdsFile, bulk: AdsFile) -> None:
    """Raise and lower by conditions, below a ceiling of twice what the ad group pays."""
    seen = Seen(terms, bulk)
    acos = seen.spend / np.maximum(seen.sales, 1e-9)
    move = np.ones(len(seen.bid))
    sold = seen.orders > 0
    move = np.where(sold & (acos > 1.5 * TARGET), 0.8, move)
    move = np.where(sold & (acos > TARGET) & (acos <= 1.5 * TARGET), 0.9, move)
    move = np.where(sold & (acos < 0.7 * TARGET), 1.2, move)
    move = np.where(sold & (acos >= 0.7 * TARGET) & (acos < TARGET), 1.05, move)
    move = np.where(~sold & (seen.clicks >= THRESHOLD), 0.75, move)
    move = np.where(seen.clicks < 1, 1.05, move)
    size = len(seen.account.groups)
    usual = np.bincount(seen.group, seen.bid, size) / np.maximum(np.bincount(seen.group, minlength=size), 1)  # fmt: skip
    world.bid = _rounded(world, np.minimum(seen.bid * move, np.maximum(2 * usual[seen.group], seen.bid)))  # fmt: skip


def one_multiplier(world: World, terms: AdsFile, bulk: AdsFile) -> None:
    """All bids by the same factor until the account meets its target."""
    seen = Seen(terms, bulk)
    world.bid = _rounded(world, _controlled(seen, seen.bid, seen.group_value))


def group_mean(world: World, terms: AdsFile, bulk: AdsFile) -> None:
    """What the ad group's clicks earned, and one multiplier."""
    seen = Seen(terms, bulk)
    world.bid = _rounded(world, _controlled(seen, seen.group_value, seen.group_value))


def observed(world: World, terms: AdsFile, bulk: AdsFile) -> None:
    """What the target's clicks earned from twenty on, else its ad group's; and one multiplier."""
    seen = Seen(terms, bulk)
    value = np.where(seen.clicks >= 20, seen.sales / np.maximum(seen.clicks, 1.0), seen.group_value)
    world.bid = _rounded(world, _controlled(seen, value, value))


def true_values(world: World, terms: AdsFile, bulk: AdsFile) -> None:
    """The same controller, told what every target is worth."""
    seen = Seen(terms, bulk)
    weight, _, sales = world.expected(world.bid, world.open)
    size = len(world.words)
    clicks = np.bincount(world.pair_target, weight, size)
    value = np.bincount(world.pair_target, sales, size) / np.maximum(clicks, 1e-12)
    world.bid = _rounded(world, _controlled(seen, np.maximum(value, 1e-6), value))


def product(world: World, terms: AdsFile, bulk: AdsFile) -> None:
    """`plan`, as the command calls it, and its changes carried out."""
    places = {id_: n for n, id_ in enumerate(world.ids)}
    for one in plan(terms, Wishes(TARGET), bulk=bulk).changes:
        if one.what in ("bid", "pause"):
            at = places[one.ids["keyword_id"]]
            if one.what == "bid":
                world.bid[at] = float(one.after)
            else:
                world.on[at] = False
        elif one.what == "budget":
            world.budget[int(one.ids["campaign_id"]) - 100] = float(one.after)
        elif one.what == "harvest":
            world.harvest(int(one.ids["ad_group_id"]) - 2000, one.says["term"], float(one.after))
        elif one.what == "negative":
            world.negate(int(one.ids["ad_group_id"]) - 2000, one.says["term"])


POLICIES: dict[str, Policy] = {
    "formula": formula, "white box": white_box, "one multiplier": one_multiplier, "group mean": group_mean,
    "observed": observed, "true values": true_values, "product": product,
}  # fmt: skip
RULES = ("formula", "white box", "one multiplier", "group mean", "observed")


def _controlled(seen: Seen, per_click: Floats, value: Floats) -> Floats:
    clicks, spend = seen.daily
    value = np.maximum(value, 1e-6)
    span = Span(seen.bid * 0.5, seen.bid * 1.6)
    span = Span(np.where(seen.clicks < 1, seen.bid, span.low), np.where(seen.clicks < 1, seen.bid, span.high))  # fmt: skip
    at = Pace(clicks, spend, value)
    return solve(at, seen.bid, np.maximum(per_click, 1e-6), span, TARGET, None).given  # fmt: skip


def _rounded(world: World, bid: Floats) -> Floats:
    floor = 2 * world.step
    return np.maximum(np.round(bid / world.step) * world.step, floor)
