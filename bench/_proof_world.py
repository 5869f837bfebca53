"""Invented accounts for `bench proof`: daily rows, a change log, and what every change truly did.

After facts/ads.md: campaigns of 2-4 ad groups with 10-26 targets, sparse orders, weekly changes. Changes follow bad luck:
whoever decides looks at one to four past weeks of ACoS, orders or spend. Seasons, weekdays, products' own demand, drift of
single targets, late attribution. The truth is the difference of expected sums with and without the changes; it never
reaches the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.mill.ads import MICRO, AdsFile, AdsTable

Floats = NDArray[np.float64]
START = date(2026, 3, 2)
CURVE = (0.66, 0.78, 0.84, 0.89, 0.93, 0.96, 0.98)
AUTHORS = ("partner", "seller", "amazon")
TARGET = 0.30


@dataclass(frozen=True, slots=True)
class Kind:
    """How an account is and how its keeper acts. `effect` scales what changes do; 0: they do nothing at all."""

    effect: float = 1.0
    days: int = 112
    campaigns: int = 15
    clicks: float = 0.7  # a day and target, in the middle
    conversion: float = 0.08
    share: float = 0.12  # of targets changed in a round
    every: int = 7
    looks: int = 7  # days the keeper looks back on
    season: float = 0.2
    demand: float = 0.05
    drift: float = 0.01
    weekly: bool = False
    overlap: bool = True
    rounds: int = 99  # most rounds of changes
    picks: str = "both"  # who is changed: bad ones and good ones (both), bad ones (worst), anybody, upwards (any)
    own: float = 0.0  # lasting swings of single targets: deviation of an AR(1) of .8 a day
    slow: float = 1.0  # days until most of a change has worked
    baskets: float = 0.0  # log deviation of what an order brings


@dataclass(slots=True)
class Happened:
    """What was written down, and expected sums per day with and without the changes."""

    file: AdsFile
    history: AdsFile
    with_: dict[str, Floats]
    without: dict[str, Floats]
    names: dict[tuple[str, str, str], int]
    start: date = START

    def before(self, name: str, at: int, day: int) -> float:
        """What earlier changes had made of an entity on the eve of `day`, as a factor."""
        plain = self.without[name][at, day - 1]
        return float(self.with_[name][at, day - 1] / plain) if plain > 0 else 0.0


@dataclass(slots=True)
class _State:
    clicks: Floats
    price: Floats
    conversion: Floats
    on: Floats
    log: list[tuple[int | str, ...]] = field(default_factory=list)

    def towards(self, goal: _State, days: float) -> None:
        """A day nearer to the goal."""
        for name in ("clicks", "price", "conversion"):
            now, to = getattr(self, name), getattr(goal, name)
            setattr(self, name, now * (to / now) ** (1 / days))


def kind_of(seed: int, *, effect: float) -> Kind:
    """A kind drawn by seed: sparse and rich, short and long looks, weekly reports too."""
    rng = np.random.default_rng([seed, 77])
    return Kind(
        effect, int(rng.choice([84, 112, 140])), int(rng.choice([5, 10, 15])), float(rng.choice([0.25, 0.7, 2.0])),
        float(rng.choice([0.04, 0.08, 0.14])), float(rng.choice([0.04, 0.12, 0.25])), int(rng.choice([7, 14, 28])),
        int(rng.choice([7, 14, 28])), float(rng.choice([0.0, 0.2, 0.4])), float(rng.choice([0.0, 0.05, 0.1])),
        float(rng.choice([0.0, 0.01, 0.02])), bool(rng.random() < 0.2), bool(rng.random() < 0.6),
    )  # fmt: skip


WORLDS: dict[str, dict[str, object]] = {
    "strong seasons": {"season": 0.6},
    "few targets (2 campaigns)": {"campaigns": 2, "clicks": 2.0},
    "sparse (1 click in 5 days)": {"clicks": 0.2},
    "one round, then nothing": {"rounds": 1, "share": 0.25},
    "one round, anybody, upwards": {"rounds": 1, "share": 0.15, "picks": "any", "clicks": 2.0},
    "staggered, nearly all changed": {"share": 0.25, "every": 7, "looks": 14},
    "only bad performers of a week": {"picks": "worst", "looks": 7, "share": 0.2},
    "lasting swings of targets": {"own": 0.5, "drift": 0.03},
    "products' demand moves": {"demand": 0.15},
    "orders of very unlike value": {"baskets": 0.8},
    "changes work slowly (10 days)": {"slow": 10.0},
    "ten weeks of data": {"days": 70},
    "weekly rows": {"weekly": True, "days": 140},
}


def world_of(name: str, effect: float) -> Kind:
    """One of `WORLDS`: the ordinary account but for what it names."""
    return replace(Kind(effect), **WORLDS[name])  # type: ignore[arg-type]


def happened(seed: int, kind: Kind) -> Happened:
    """One account's history."""
    return _World(seed, kind).run()


class _World:
    def __init__(self, seed: int, kind: Kind) -> None:
        self.kind, self.rng = kind, np.random.default_rng(seed)
        r = self.rng
        group_campaign = np.repeat(np.arange(kind.campaigns), r.integers(2, 5, kind.campaigns))
        self.group = np.repeat(
            np.arange(len(group_campaign)), r.integers(10, 27, len(group_campaign))
        )
        self.campaign = group_campaign[self.group]
        n = len(self.group)
        self.price = (20 * np.exp(r.normal(0, 0.5, len(group_campaign))))[self.group]
        clicks = kind.clicks * np.exp(r.normal(0, 1.0, n))
        conversion = kind.conversion * np.exp(
            r.normal(0, 0.35, kind.campaigns)[self.campaign]
            + r.normal(0, 0.3, len(group_campaign))[self.group]
            + r.normal(0, 0.5, n)
        )
        self.conversion = np.minimum(conversion, 0.6)
        self.cpc = np.maximum(
            0.05, self.conversion * self.price * TARGET * np.exp(r.normal(0.1, 0.4, n))
        )
        self.clicks = clicks
        self.plain = _State(clicks.copy(), self.cpc.copy(), self.conversion.copy(), np.ones(n))
        self.moved = _State(clicks.copy(), self.cpc.copy(), self.conversion.copy(), np.ones(n))
        self.goal = _State(clicks.copy(), self.cpc.copy(), self.conversion.copy(), np.ones(n))
        self.common = self._common()
        self.demand = np.exp(_walk(r, kind.campaigns, kind.days, kind.demand, 0.97))
        self.drifting = np.exp(_walk(r, n, kind.days, kind.drift, 0.995))
        if kind.own:
            self.drifting *= np.exp(_walk(r, n, kind.days, kind.own * 0.6, 0.8))

    def _common(self) -> Floats:
        r, days = self.rng, np.arange(self.kind.days)
        wave = self.kind.season * np.sin(days / self.kind.days * 2 * np.pi + r.uniform(0, 6))
        event = (
            self.kind.season
            * 1.5
            * ((days > (at := r.integers(30, self.kind.days - 10))) & (days < at + 5))
        )
        week = 0.12 * np.sin(days / 7 * 2 * np.pi + r.uniform(0, 6))
        return np.exp(wave + event + week)

    def run(self) -> Happened:
        kind, r, n = self.kind, self.rng, len(self.group)
        shape = (n, kind.days)
        out = {
            name: np.zeros(shape) for name in ("impressions", "clicks", "spend", "sales", "orders")
        }
        with_, without = ({name: np.zeros(shape) for name in ("sales", "spend")} for _ in range(2))
        for day in range(kind.days):
            if day >= 35 and (day - 35) % kind.every == 0 and day < 35 + kind.rounds * kind.every:
                self._round(day, out)
            self.moved.towards(self.goal, kind.slow)
            traffic = self.common[day] * self.demand[self.campaign, day] * self.drifting[:, day]
            for state, told in ((self.plain, without), (self.moved, with_)):
                told["spend"][:, day] = state.clicks * state.on * traffic * state.price
                told["sales"][:, day] = (
                    state.clicks * state.on * traffic * state.conversion * self.price
                )
            # days of like targets swing more than chance alone
            rate = self.moved.clicks * self.moved.on * traffic * r.gamma(8, 1 / 8, n)
            clicks = r.poisson(rate)
            orders = r.binomial(clicks, np.minimum(self.moved.conversion, 0.9))
            baskets = np.array(
                [r.choice([1, 1, 1, 2], many).sum() if many else 0 for many in orders.tolist()],
                float,
            )
            # money is told in cents, as Amazon does
            out["clicks"][:, day], out["orders"][:, day] = clicks, orders
            out["spend"][:, day] = np.round(clicks * self.moved.price * r.gamma(20, 1 / 20, n), 2)
            size = (
                np.exp(r.normal(-(kind.baskets**2) / 2, kind.baskets, n)) if kind.baskets else 1.0
            )
            out["sales"][:, day] = np.round(baskets * self.price * size, 2)
            out["impressions"][:, day] = r.poisson(rate * 60 + 3)
        for told in (with_, without):
            told["sales"] *= 1.25  # units in an order
        self._late(out)
        return self._written(out, with_, without)

    def _late(self, out: dict[str, Floats]) -> None:
        """Orders of the last days are not all there yet."""
        for age, share in enumerate(CURVE):
            day = self.kind.days - 1 - age
            gone = self.rng.random(len(self.group)) > share
            out["orders"][gone, day], out["sales"][gone, day] = 0, 0

    def _round(self, day: int, out: dict[str, Floats]) -> None:
        """The keeper's weekly hour: what looks bad goes down or out, what looks good goes up."""
        r, kind = self.rng, self.kind
        since = slice(max(0, day - kind.looks), day)
        clicks, spend, sales = (
            out[name][:, since].sum(axis=1) for name in ("clicks", "spend", "sales")
        )
        acos = spend / np.maximum(sales, 1e-9)
        bad = (spend > 0) & (acos > TARGET * 1.3)
        good = (sales > 0) & (acos < TARGET * 0.7) & (kind.picks != "worst")
        if kind.picks == "any":
            bad, good = np.zeros(len(acos), bool), np.ones(len(acos), bool)
        chosen = r.random(len(acos)) < kind.share * 2
        author = "amazon" if r.random() < 0.15 else "partner" if r.random() < 0.8 else "seller"
        for at in np.flatnonzero(chosen & bad):
            if sales[at] == 0 and clicks[at] >= 6 and r.random() < 0.3:
                self._pause(day, at, author)
            else:
                self._bid(day, at, float(r.uniform(0.55, 0.9)), author)
        for at in np.flatnonzero(chosen & good):
            self._bid(day, at, float(r.uniform(1.1, 1.6)), author)
        if kind.picks != "any" and r.random() < 0.5:
            worst = np.bincount(self.group, spend) / np.maximum(
                np.bincount(self.group, sales), 1e-9
            )
            self._negative(
                day,
                int(
                    np.argmax(
                        np.where(
                            np.bincount(self.group, clicks) > 3,
                            worst * r.uniform(0.5, 1, len(worst)),
                            0,
                        )
                    )
                ),
                author,
            )
        if kind.overlap and kind.picks != "any" and r.random() < 0.25:
            best = np.bincount(self.campaign, sales) / np.maximum(
                np.bincount(self.campaign, spend), 1e-9
            )
            self._budget(day, int(np.argmax(best * r.uniform(0.3, 1, len(best)))), author)

    def _bid(self, day: int, at: int, ratio: float, author: str) -> None:
        if not self.moved.on[at]:
            return
        old = self.goal.price[at] * 1.15
        moved = ratio**self.kind.effect
        self.goal.clicks[at] *= moved**0.6
        self.goal.price[at] *= moved**0.5
        self._log(
            day, "KEYWORD", f"k{at}", at, "BID_AMOUNT", f"{old:.2f}", f"{old * ratio:.2f}", author
        )

    def _pause(self, day: int, at: int, author: str) -> None:
        if self.moved.on[at]:
            self.moved.on[at] = 1.0 - min(self.kind.effect, 1.0)
            self._log(day, "KEYWORD", f"k{at}", at, "STATUS", "ENABLED", "PAUSED", author)

    def _negative(self, day: int, group: int, author: str) -> None:
        of = np.flatnonzero(self.group == group)
        cut = 0.12 * self.kind.effect
        self.goal.clicks[of] *= 1 - cut
        self.goal.conversion[of] *= (1 - 0.02 * self.kind.effect) / (1 - cut)
        self._log(
            day, "NEGATIVE_KEYWORD", f"n{day}{group}", int(of[0]), "CREATED", "", "ENABLED", author
        )

    def _budget(self, day: int, campaign: int, author: str) -> None:
        of = np.flatnonzero(self.campaign == campaign)
        self.goal.clicks[of] *= 1 + 0.15 * self.kind.effect
        self._log(day, "CAMPAIGN", f"c{campaign}", int(of[0]), "BUDGET_AMOUNT", "30", "45", author)

    def _log(
        self,
        day: int,
        source: str,
        id_: str,
        at: int,
        what: str,
        before: str,
        after: str,
        author: str,
    ) -> None:
        ms = int(np.datetime64(START + timedelta(days=day), "ms").astype(np.int64)) + 36_000_000
        name = f"w{day} off" if "NEGATIVE" in source else f"word {at}"
        self.moved.log.append(
            (
                ms,
                source,
                id_,
                name,
                what,
                before,
                after,
                f"c{self.campaign[at]}",
                f"g{self.group[at]}",
                author,
            )
        )

    def _written(
        self, out: dict[str, Floats], with_: dict[str, Floats], without: dict[str, Floats]
    ) -> Happened:
        step = 7 if self.kind.weekly else 1
        if step > 1:
            out = {
                name: values.reshape(len(values), -1, step).sum(axis=2)
                for name, values in out.items()
            }
        rows, columns = np.nonzero(out["impressions"])
        days = np.datetime64(START) + (columns * step).astype("timedelta64[D]")
        texts = {
            "campaign_name": [f"C{self.campaign[at]}" for at in rows], "campaign_id": [f"c{self.campaign[at]}" for at in rows],
            "ad_group_name": [f"G{self.group[at]}" for at in rows], "ad_group_id": [f"g{self.group[at]}" for at in rows],
            "targeting": [f"word {at}" for at in rows], "keyword_id": [f"k{at}" for at in rows],
            "match_type": ["exact"] * len(rows), "currency": ["EUR"] * len(rows),
        }  # fmt: skip
        counts = {
            name: out[name][rows, columns].astype(np.int64)
            for name in ("impressions", "clicks", "orders")
        }
        money = {
            name: np.round(out[name][rows, columns] * MICRO).astype(np.int64)
            for name in ("spend", "sales")
        }
        table = AdsTable(
            "targeting",
            "t",
            len(rows),
            len(rows),
            texts,
            counts,
            money,
            {"start_day": days, "end_day": days + np.timedelta64(step - 1, "D")},
            {},
            (),
        )
        names = {
            (f"C{self.campaign[at]}", f"G{self.group[at]}", f"word {at}"): at
            for at in range(len(self.group))
        }
        return Happened(_file(table), _file(self._history()), with_, without, names)

    def _history(self) -> AdsTable:
        log = self.moved.log
        names = (
            "at_ms",
            "event_source",
            "event_source_id",
            "name",
            "event_type",
            "event_from",
            "event_to",
            "campaign_id",
            "ad_group_id",
            "author",
        )
        columns = {name: [str(row[n]) for row in log] for n, name in enumerate(names)}
        extra = {"name": columns.pop("name"), "author": columns.pop("author")}
        columns["match_type"] = ["" if "NEG" in str(row[1]) else "EXACT" for row in log]
        return AdsTable("history", "h", len(log), len(log), columns, {}, {}, {}, extra, ())


def _walk(rng: np.random.Generator, rows: int, days: int, size: float, keeps: float) -> Floats:
    found = np.zeros((rows, days))
    for day in range(1, days):
        found[:, day] = keeps * found[:, day - 1] + rng.normal(0, size, rows)
    return found


def _file(table: AdsTable) -> AdsFile:
    return AdsFile("invented.csv", "", "csv", "utf-8", (table,), ())
