"""Days that pass in an invented account, and what Amazon's files say of them: the frames that `read_ads` returns.

Search-term rows a day with ≥ 1 click, orders as far as they are attributed on the day of the report; a bulk sheet with
today's bids. A plan of these frames is that of the same rows through files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from bench._ads_world import CAMPAIGNS, MORE, World
from pilotage.engines.mill.ads import MICRO, MISSING, AdsFile, AdsTable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FIRST = date(2026, 1, 5)
LOOK_BACK = 65  # days that the search-term report reaches back


@dataclass(slots=True)
class Diary:
    """What happened so far: rows of (day, pair) with clicks and spend, and orders with the day they became known."""

    day: int = 0
    rows: list[tuple[Ints, Ints, Ints, Floats]] = field(default_factory=list)
    orders: list[tuple[Ints, Ints, Ints, Floats]] = field(default_factory=list)

    def lives(self, world: World, days: int) -> None:
        """Let days pass at today's bids."""
        clicks, cost, _ = world.expected(world.bid)
        per_click = np.divide(cost, clicks, out=np.zeros_like(cost), where=clicks > 0)
        r = world.rng
        found = r.poisson(clicks / 7, (days, len(clicks)))
        spend = found * per_click
        spend *= np.minimum(1.0, self._within(world, spend))
        kept = r.binomial(found, np.minimum(1.0, self._within(world, found * per_click)))
        at_day, at_pair = np.nonzero(kept)
        count = kept[at_day, at_pair]
        noise = np.clip(r.normal(1.0, 0.2 / np.sqrt(count)), 0.4, 1.6)
        money = np.maximum(np.round(count * per_click[at_pair] * noise / world.step) * world.step, world.step)  # fmt: skip
        self.rows.append((at_day + self.day, at_pair, count, money))
        bought = r.binomial(count, world.conversion[at_pair])
        many = np.repeat(np.arange(len(bought)), bought)
        lag = np.searchsorted(np.array(world.setting.curve), r.random(len(many)), side="left")
        price = world.price[world.target_group[world.pair_target[at_pair[many]]]] * (1 + r.poisson(MORE, len(many)))  # fmt: skip
        self.orders.append(
            (at_day[many] + self.day, at_pair[many], at_day[many] + self.day + lag, price)
        )
        self.day += days

    def _within(self, world: World, spend: Floats) -> Floats:
        """Share of each day's clicks that the campaigns' budgets pay for."""
        campaign = world.campaign_of_pair()
        total = np.stack([np.bincount(campaign, day, CAMPAIGNS) for day in spend])
        share = world.budget / np.maximum(total, 1e-9)
        return np.minimum(1.0, share)[:, campaign]

    def seen(self, days: int = LOOK_BACK) -> tuple[Ints, Ints, Ints, Floats, Floats, Floats]:
        """Day, pair, clicks, spend, orders, sales of the last days' rows as known on the last day."""
        day, pair, clicks, spend = (np.concatenate(one) for one in zip(*self.rows, strict=True))
        of, what, known, price = (np.concatenate(one) for one in zip(*self.orders, strict=True))
        size = int(pair.max(initial=0)) + 1
        ripe = known < self.day
        code = day * size + pair
        order = np.argsort(code)
        place = order[np.searchsorted(code[order], (of * size + what)[ripe])]
        orders = np.bincount(place, minlength=len(code)).astype(np.int64)
        sales = np.bincount(place, price[ripe], len(code))
        late = day >= self.day - days
        return day[late], pair[late], clicks[late], spend[late], orders[late], sales[late]


def search_terms(world: World, diary: Diary) -> AdsFile:
    """The search-term report, one row a day, term and target."""
    day, pair, clicks, spend, orders, sales = diary.seen()
    target = world.pair_target[pair]
    group, size = world.target_group[target], len(day)
    days = np.array([np.datetime64(FIRST)] * size, "datetime64[D]") + day
    kinds = np.array(world.match, object)[target]
    texts = {
        "campaign_name": [f"K{n}" for n in world.group_campaign[group].tolist()],
        "ad_group_name": [f"G{n}" for n in group.tolist()],
        "campaign_id": [str(100 + n) for n in world.group_campaign[group].tolist()],
        "ad_group_id": [str(2000 + n) for n in group.tolist()],
        "keyword_id": [world.ids[n] for n in target.tolist()],
        "targeting": [world.words[n] for n in target.tolist()],
        "match_type": kinds.tolist(),
        "search_term": [world.terms[n] for n in pair.tolist()],
        "currency": [world.setting.currency] * size,
    }
    counts = {"impressions": clicks * 30, "clicks": clicks, "orders": orders, "units": orders}
    money = {"spend": _micros(spend), "sales": _micros(sales)}
    return _file("search_term", size, texts, counts, money, {"day": days})


def bulk(world: World) -> AdsFile:
    """Campaigns, ad groups, keywords with today's bids, negatives."""
    groups, targets, out = len(world.price), len(world.words), len(world.negatives)
    in_group = [*range(groups), *world.target_group.tolist(), *(g for g, _ in world.negatives)]
    size = CAMPAIGNS + len(in_group)
    blank = [""] * (CAMPAIGNS + groups)
    campaign = [*range(CAMPAIGNS), *world.group_campaign[in_group].tolist()]
    group = [""] * CAMPAIGNS + [str(n) for n in in_group]
    texts = {
        "entity": ["Campaign"] * CAMPAIGNS + ["Ad Group"] * groups + ["Keyword"] * targets + ["Negative Keyword"] * out,
        "campaign_id": [str(100 + n) for n in campaign],
        "campaign_name": [f"K{n}" for n in campaign],
        "ad_group_id": [str(2000 + int(n)) if n else "" for n in group],
        "ad_group_name": [f"G{n}" if n else "" for n in group],
        "keyword_id": blank + world.ids + [""] * out,
        "keyword_text": blank + world.words + [term for _, term in world.negatives],
        "match_type": blank + world.match + ["negativeExact"] * out,
        "state": ["enabled"] * (CAMPAIGNS + groups)
        + ["enabled" if one else "paused" for one in world.on] + ["enabled"] * out,
        "targeting_type": ["manual"] * CAMPAIGNS + [""] * len(in_group),
    }  # fmt: skip
    none = np.full(size, MISSING, np.int64)
    bids, budgets = none.copy(), none.copy()
    bids[CAMPAIGNS + groups : CAMPAIGNS + groups + targets] = _micros(world.bid)
    budgets[:CAMPAIGNS] = _micros(world.budget)
    money = {"bid": bids, "daily_budget": budgets, "default_bid": none.copy()}
    return _file("bulk", size, texts, {}, money, {})


def _micros(values: Floats) -> Ints:
    return np.asarray(np.round(values * MICRO), np.int64)


def _file(
    kind: str, size: int, texts: dict[str, list[str]], counts: dict[str, Ints], money: dict[str, Ints],
    days: dict[str, NDArray[np.datetime64]],
) -> AdsFile:  # fmt: skip
    table = AdsTable(kind, "invented", size, size, texts, counts, money, days, {}, ())
    return AdsFile("invented", "", "frame", "utf-8", (table,), ())


def last_day(diary: Diary) -> date:
    """The day of the report."""
    return FIRST + timedelta(days=diary.day - 1)
