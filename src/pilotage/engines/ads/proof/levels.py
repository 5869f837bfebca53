"""What every entity would have had in the next period without a change: its own shrunk level × what is common to all.

A level is learnt from the entity's own past since its last change, pulled towards its ad group by how far such levels
differ beyond chance (gamma-Poisson credibility): a bad week moves it little, so its return to the mean is expected
and not called an effect. Sales are clicks × orders per click × order value, each with its own shrinkage, for a bid
changes how many click and not who buys. What is common (season, weekdays, late attribution) is, in each period, the
sum of entities that nobody touched ÷ the sum of what they were expected to have. Whether an entity counts there is
settled before that period's figures, so choosing entities by their luck cannot bias it.
Source of the shrinkage: Bühlmann & Straub 1970; of comparing with the not-yet-changed: Callaway & Sant'Anna 2021.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.proof.panel import Panel
from pilotage.engines.ads.sums import summed

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
SETTLED_DAYS = (
    14  # after a change an entity's new level must be known before it serves as a control
)
BURN_IN_DAYS = 14
HALF_LIVES = (14.0, 28.0, 56.0, 1e6)
_KNOWN_DAYS = 7  # of own history before an entity is compared
_FORGETS = 0.02  # of a level's weight that outlasts a change
_STILL_BUYS = 0.5  # of the weight of orders per click
_VALUE_ORDERS = 5.0
_TURN_ORDERS = 5.0
_PRICE_CLICKS = 3.0
_SHAPES = (0.2, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 3.0, 5.0, 10.0, 20.0)
_LEANS_DOUBT = 0.5  # prior deviation of how orders per click go with the price of a click
_UNCERTAIN = {
    "target": (0.5, 0.4),
    "group": (0.25, 0.2),
    "campaign": (0.25, 0.2),
}  # squared spread of orders per click, and doubt


@dataclass(frozen=True, slots=True)
class Levels:
    """`base` per measure: entities × periods, expected at common factor 1, from earlier periods alone; `common` per
    measure and period; `quiet`: entities that serve as controls; `known`: days of own history since the last change."""

    base: dict[str, Floats]
    common: dict[str, Floats]
    quiet: Flags
    known: Floats
    half_life: float
    order_value: float


def levels(panel: Panel, touched: Flags) -> Levels:
    """The levels; of several speeds of forgetting that which foretells untouched entities' clicks best."""
    best, least = None, np.inf
    for half_life in HALF_LIVES:  # one at a time: each is as large as the report
        found = _Filter(panel, touched, half_life).run()
        missed = _error(panel, found)
        if best is None or missed < least:
            best, least = found, missed
    if best is None:
        raise ValueError("HALF_LIVES")
    return best


def _error(panel: Panel, found: Levels) -> float:
    expected = found.base["clicks"] * found.common["clicks"]
    use = found.quiet & (expected > 0)
    if not use.any():
        return 0.0
    return float(np.sum((panel.clicks[use] - expected[use]) ** 2 / (expected[use] + 1.0)))


class _Filter:
    def __init__(self, panel: Panel, touched: Flags, half_life: float) -> None:
        self.panel, self.touched, self.half_life = panel, touched, half_life
        self.size, self.periods = panel.clicks.shape
        self.keeps = 0.5 ** (panel.step / half_life)
        self.burn = min(max(2, -(-BURN_IN_DAYS // panel.step)), self.periods - 1)
        self.orders = _orders(panel)
        self.clicks, self.spend, self.bought = (
            np.zeros(self.size),
            np.zeros(self.size),
            np.zeros(self.size),
        )
        self.seen, self.tried, self.days = (
            np.zeros(self.size),
            np.zeros(self.size),
            np.zeros(self.size),
        )
        self.seen_spend = np.zeros(self.size)
        # the same sums until an entity's first change
        self.untouched = {name: (np.zeros(self.size), np.zeros(self.size)) for name in ("clicks", "spend")}  # fmt: skip
        self.worth, self.sold = np.zeros(self.size), np.zeros(self.size)
        self.paid, self.had = (
            np.zeros(self.size),
            np.zeros(self.size),
        )  # since ever, not since the last change
        self.chance = np.zeros(
            self.size
        )  # variance of `bought` if orders are Poisson: forgetting halves it twice
        self.leans, self.shape, self.turns = 0.0, 1.0, 0
        self.turned = np.zeros(
            2
        )  # orders of controls in the last weeks, and those their clicks let expect
        self.week = -(-7 // panel.step)
        self.since = np.full(self.size, self.periods)  # periods since the last change

    def run(self) -> Levels:
        names = ("clicks", "spend", "sales", "orders")
        base = {name: np.zeros((self.size, self.periods)) for name in names}
        common = {name: np.ones(self.periods) for name in names}
        quiet = np.zeros((self.size, self.periods), bool)
        known = np.zeros((self.size, self.periods))
        settled = -(-SETTLED_DAYS // self.panel.step)
        early = self._early()
        for t in range(self.periods):
            now = dict(zip(names, self._expected(), strict=True))
            for name in names:
                base[name][:, t] = now[name]
            known[:, t] = self.days
            alive = self.panel.born < t
            still = ~self.touched[:, t]
            if t >= self.burn:
                ready = alive & still & (self.days >= _KNOWN_DAYS)
                quiet[:, t] = self._controls(ready & (self.since >= settled), now["clicks"])
            measured = {
                "clicks": self.panel.clicks,
                "spend": self.panel.spend,
                "sales": self.panel.sales,
                "orders": self.orders,
            }
            for name in names:
                if t < self.burn:
                    common[name][t] = early[name][t]
                else:
                    here = quiet[:, t]
                    common[name][t] = _ratio(
                        measured[name][here, t],
                        now[name][here],
                        common[name][max(0, t - self.week) : t],
                    )
            if t >= self.burn:
                self.turned *= 0.5 ** (self.panel.step / 7)
                self.turned += (
                    self.orders[quiet[:, t], t].sum(),
                    now["orders"][quiet[:, t]].sum() * common["clicks"][t],
                )
            self._learn(t, alive & still, {name: float(common[name][t]) for name in names})
        return Levels(
            base, common, quiet, known, self.half_life, _value(self.panel.sales, self.orders)
        )

    def _controls(self, ready: Flags, clicks: Floats) -> Flags:
        """Those never touched so far; where they are fewer than half, those whose last change is long ago as well."""
        never = ready & (self.since >= self.periods)
        return never if clicks[never].sum() >= clicks[ready].sum() / 2 else ready

    def _early(self) -> dict[str, Floats]:
        """Before anything is known the common factor is the account's own, its mean 1."""
        found = {}
        for name, of in (
            ("clicks", self.panel.clicks),
            ("spend", self.panel.spend),
            ("sales", self.panel.sales),
            ("orders", self.orders),
        ):
            total = of[:, : self.burn].sum(axis=0)
            found[name] = total / total.mean() if total.sum() > 0 else np.ones(self.burn)
        return found

    def _expected(self) -> tuple[Floats, Floats, Floats, Floats]:
        group, campaign = self.panel.group, self.panel.campaign
        never = self.since >= self.periods
        mean = self._mean("clicks", never)
        if self.turns % self.week == 0:
            self.shape = _shape(self.clicks, mean * self.seen)
        clicks = _level(self.clicks, self.seen, mean, 1.0, self.shape)
        price = self.spend.sum() / self.clicks.sum() if self.clicks.sum() > 0 else 1.0
        spend = _level(
            self.spend, self.seen_spend, self._mean("spend", never), max(price, 1e-12), self.shape
        )
        value = _value(self.sold, self.worth)
        groups = int(group.max()) + 1
        of_group = (summed(group, self.sold, groups) + _VALUE_ORDERS * value) / (
            summed(group, self.worth, groups) + _VALUE_ORDERS
        )
        dear = self._dear(price, np.maximum(of_group, 1e-12)[group])
        self.leans = _leaning(self.bought, self.tried, dear, group, self.leans)
        tilt = np.exp(self.leans * dear)
        buys = tilt * _nested(self.bought, self.tried * tilt, self.chance, group, campaign)
        orders = clicks * buys
        return clicks, spend, orders * of_group[group], orders

    def _mean(self, name: str, never: Flags) -> Floats:
        """The ad group's level each entity is pulled to: what was never touched to that before anybody's change, lest
        changes of others pass for a turn of the untouched."""
        group, groups = self.panel.group, int(self.panel.group.max()) + 1
        now = (self.clicks, self.seen) if name == "clicks" else (self.spend, self.seen_spend)
        before, after = (
            (summed(group, sums, groups) + 1e-9) / (summed(group, seen, groups) + 1e-9)
            for sums, seen in (self.untouched[name], now)
        )
        return np.where(never, before[group], after[group])

    def _dear(self, price: float, value: Floats) -> Floats:
        """Log of what a click has cost ÷ what an order brings: bids know something about who buys."""
        cost = (self.paid + _PRICE_CLICKS * max(price, 1e-12)) / (self.had + _PRICE_CLICKS)
        dear = np.log(cost / value)
        return np.asarray(dear - float(np.median(dear)))

    def _learn(self, t: int, of: Flags, common: dict[str, float]) -> None:
        panel, keep = self.panel, self.keeps
        self.turns += 1
        for state in (self.clicks, self.spend, self.seen, self.seen_spend, *self.untouched["clicks"], *self.untouched["spend"]):  # fmt: skip
            np.multiply(state, keep, out=state)
        first = of & (self.since >= self.periods)
        for name, values in (("clicks", panel.clicks), ("spend", panel.spend)):
            self.untouched[name][0][first] += values[first, t]
            self.untouched[name][1][first] += common[name]
        self.clicks[of] += panel.clicks[of, t]
        self.spend[of] += panel.spend[of, t]
        self.seen[of] += common["clicks"]
        self.seen_spend[of] += common["spend"]
        turn = (self.turned[0] + _TURN_ORDERS) / (self.turned[1] + _TURN_ORDERS)
        self.bought[of] += self.orders[of, t]
        self.chance[of] += self.orders[of, t]
        self.tried[of] += panel.clicks[of, t] * turn
        self.sold[of] += panel.sales[of, t]
        self.worth[of] += self.orders[of, t]
        self.paid[of] += panel.spend[of, t]
        self.had[of] += panel.clicks[of, t]
        self.days[of] += panel.step
        self.since += 1
        changed = self.touched[:, t]
        for state in (self.clicks, self.spend, self.seen, self.seen_spend):
            state[changed] *= _FORGETS
        for state in (self.bought, self.tried):
            state[changed] *= _STILL_BUYS
        self.chance[changed] *= _STILL_BUYS**2
        self.days[changed], self.since[changed] = 0.0, 0


def _orders(panel: Panel) -> Floats:
    """Orders as reported; where a report has none, sales ÷ the middle of what a selling cell sold."""
    if panel.orders.any() or not panel.sales.any():
        return panel.orders
    return panel.sales / float(np.median(panel.sales[panel.sales > 0]))


def _value(sold: Floats, orders: Floats) -> float:
    total = float(orders.sum())
    return float(sold.sum()) / total if total > 0 else 0.0


def _ratio(found: Floats, expected: Floats, before: Floats) -> float:
    """What is common to the controls; without any, what it was in the week before: `quiet` says so."""
    total = float(expected.sum())
    if total > 1e-9:
        return float(found.sum()) / total
    return float(before.mean()) if len(before) else 1.0


def _level(sums: Floats, seen: Floats, mean: Floats, unit: float, shape: float) -> Floats:
    """Per period, pulled to `mean` by `shape` units; `unit` is one click's worth."""
    weight = unit * shape
    return np.asarray((sums + weight) / (seen + weight / np.maximum(mean, 1e-9)))


def _shape(counts: Floats, expected: Floats) -> float:
    """How many clicks the mean of the ad group weighs: the gamma shape of greatest marginal likelihood of Poisson counts.
    Moments would let the few largest say how unlike the many small ones are."""
    use = expected > 0
    n, mean = counts[use], expected[use]
    if not len(n):
        return 1.0
    fits = [
        float(np.sum(_log_gamma(n + k) - _log_gamma(np.array([k])) + k * np.log(k / (k + mean)) + n * np.log(mean / (k + mean))))
        for k in _SHAPES
    ]  # fmt: skip
    return _SHAPES[int(np.argmax(fits))]


def _log_gamma(x: Floats) -> Floats:
    """Stirling's series at x + 3."""
    y = x + 3
    near = (y - 0.5) * np.log(y) - y + 0.5 * np.log(2 * np.pi) + 1 / (12 * y) - 1 / (360 * y**3)
    return np.asarray(near - np.log(x * (x + 1) * (x + 2)))


def _leaning(orders: Floats, clicks: Floats, dear: Floats, group: Ints, before: float) -> float:
    """The exponent by which orders per click go with the price of a click within ad groups: Poisson, prior around none."""
    groups = int(group.max()) + 1
    total, slope = summed(group, orders, groups), before
    for _ in range(2):
        each = clicks * np.exp(slope * dear)
        expected = each * (total / np.maximum(summed(group, each, groups), 1e-12))[group]
        middle = summed(group, expected * dear, groups) / np.maximum(
            summed(group, expected, groups), 1e-12
        )
        told = float(np.sum(expected * (dear - middle[group]) ** 2))
        score = float(np.sum((orders - expected) * dear)) - slope / _LEANS_DOUBT**2
        slope = min(max(slope + score / (told + 1 / _LEANS_DOUBT**2), -1.0), 2.0)
    return slope


def _nested(orders: Floats, clicks: Floats, chance: Floats, group: Ints, campaign: Ints) -> Floats:
    """Orders per click of each entity: pulled to its ad group, that to its campaign, that to the account."""
    groups, campaigns = int(group.max()) + 1, int(campaign.max()) + 1
    above = np.zeros(groups, np.int64)
    above[group] = campaign
    own = (orders, clicks, chance)
    of_group = [summed(group, one, groups) for one in own]
    of_campaign = [summed(above, one, campaigns) for one in of_group]
    account = (float(orders.sum()) + 1e-9) / (float(clicks.sum()) + 1e-6)
    top = _pulled(of_campaign, np.full(campaigns, account), np.zeros(campaigns, np.int64), "campaign")  # fmt: skip
    middle = _pulled(of_group, top[above], above, "group")
    return _pulled(own, middle[group], group, "target")


def _pulled(sums: Sequence[Floats], mean: Floats, above: Ints, level: str) -> Floats:
    """Posterior means under a gamma prior around `mean`, its squared spread from the data as far as these can tell."""
    orders, clicks, chance = sums
    size = int(above.max()) + 1
    expected = mean * clicks
    share = expected / np.maximum(summed(above, expected, size), 1e-12)[above]
    apart = (
        1 - 2 * share + summed(above, share**2, size)[above]
    )  # members lie nearer to a mean that holds themselves
    told = float(np.sum(expected**2 * apart)) / 2
    guess, doubt = _UNCERTAIN[level]
    missed = float(np.sum((orders - expected) ** 2 - chance * (1 - share)))
    seen = missed / (2 * told) if told > 0 else guess
    prior = 1 / doubt**2
    spread = min(max((told * seen + prior * guess) / (told + prior), 0.02), 4.0)
    shape = 1 / spread
    return np.asarray((shape + orders) / (shape / np.maximum(mean, 1e-12) + clicks))
