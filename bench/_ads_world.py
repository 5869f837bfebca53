"""Invented accounts on Sponsored Products for `bench ads`: campaigns, groups, targets, terms, rivals, orders that come late.

15 campaigns, 2-4 ad groups each, 10-26 targets per group (facts/ads.md). Values are products of campaign, group, target,
words and a leaf; rivals know half of it. Everything here is the world's; policies see reports alone (`_ads_reports`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bench._ads_market import Market, market

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
CAMPAIGNS = 15
USUAL_CURVE = (0.66, 0.78, 0.84, 0.89, 0.93, 0.96, 0.98, 1.0)
SLOW_CURVE = (0.42, 0.56, 0.66, 0.75, 0.83, 0.9, 0.96, 1.0)
MORE = 0.1  # units of an order beyond the first
START_ACOS, TARGET = 0.351, 0.284
_WORDS = tuple(f"{a}{b}" for a in ("ba", "ke", "lo", "mi", "nu", "ra", "si", "to", "vu", "ze") for b in ("den", "fal", "gor", "hin", "jas", "kum", "lep", "mor", "nat", "pir", "qua", "sev"))  # fmt: skip
_OFF_WORDS = ("repair", "manual", "used", "rental", "drawing", "wholesale", "spare", "vintage")


@dataclass(frozen=True, slots=True)
class Setting:
    """What differs between worlds. `clicks`: a week over the account at the start; `messy`: doubt in the starting bids."""

    name: str
    clicks: float = 2000.0
    messy: float = 0.55
    drift: float = 0.0
    shock: bool = False
    entry: bool = False
    curve: tuple[float, ...] = USUAL_CURVE
    scale: float = 1.0
    currency: str = "USD"


SETTINGS = {
    one.name: one
    for one in (
        Setting("ordinary"), Setting("sparse", 600.0), Setting("rich", 8000.0), Setting("messy", messy=0.9),
        Setting("drift", drift=0.05), Setting("season", shock=True), Setting("entry", entry=True),
        Setting("slow", curve=SLOW_CURVE), Setting("yen", scale=150.0, currency="JPY"),
    )
}  # fmt: skip


@dataclass(slots=True)
class World:
    """Targets and pairs (term × target) in columns. `level`: log of what rivals bid; `volume`: clicks a week at share 1."""

    setting: Setting
    market: Market
    rng: np.random.Generator
    group_campaign: Ints
    price: Floats  # per group
    target_group: Ints
    words: list[str]
    match: list[str]
    bid: Floats
    on: Flags
    ids: list[str]
    pair_target: Ints
    terms: list[str]
    conversion: Floats  # per pair
    volume: Floats
    level: Floats
    open: Flags  # not negated
    budget: Floats  # per campaign, a day
    seed: int
    root: Ints  # the pair that each was at the start: harvests come from one
    root_target: Ints
    negatives: list[tuple[int, str]] = field(default_factory=list)  # ad group, term

    @property
    def value(self) -> Floats:
        """Expected sales of a click, per pair."""
        return self.conversion * (1 + MORE) * self.price[self.target_group[self.pair_target]]

    @property
    def step(self) -> float:
        """The grid of bids."""
        return 1.0 if self.setting.currency == "JPY" else 0.01

    def shows(self) -> Flags:
        """Which pairs can be shown."""
        return self.open & self.on[self.pair_target]

    def expected(self, bid: Floats, pairs: Flags | None = None) -> tuple[Floats, Floats, Floats]:
        """Clicks, cost and sales a week of every pair at these bids of targets."""
        shown = self.shows() if pairs is None else pairs
        share, payment = self.market.at(np.log(np.maximum(bid[self.pair_target], 1e-9)) - self.level)  # fmt: skip
        clicks = np.where(shown, self.volume * share, 0.0)
        cost = np.where(shown, self.volume * payment * np.exp(self.level), 0.0)
        return clicks, cost, clicks * self.value

    def acos(self, bid: Floats) -> float:
        """Expected cost ÷ expected sales."""
        _, cost, sales = self.expected(bid)
        return float(cost.sum() / max(sales.sum(), 1e-12))

    def moves(self, week: int) -> None:
        """What the world does by itself before this week of changes: the same whatever a policy did."""
        r, setting = np.random.default_rng((self.seed, week)), self.setting
        if setting.drift:
            steps = r.normal(0, setting.drift, int(self.root_target.max()) + 1)
            self.conversion = self.conversion * np.exp(steps)[self.root_target[self.root]]
        if setting.shock and week == 4:
            self.conversion, self.volume = self.conversion * 0.75, self.volume * 1.3
        if setting.entry and week == 4:
            hit = r.random(CAMPAIGNS) < 0.34
            self.level = self.level + 0.3 * hit[self.campaign_of_pair()]
        self.conversion = np.clip(self.conversion, 1e-5, 0.9)

    def harvest(self, group: int, term: str, bid: float) -> None:
        """An exact keyword of its own: it takes the term's traffic in its group."""
        mine = np.flatnonzero((self.target_group[self.pair_target] == group) & self.open)
        mine = mine[[self.terms[n] == term for n in mine.tolist()]]
        if not len(mine):
            return
        at = int(mine[self.volume[mine].argmax()])
        self.words.append(term)
        self.match.append("exact")
        self.ids.append(str(900_000 + len(self.words)))
        self.bid, self.on = np.append(self.bid, bid), np.append(self.on, True)
        self.target_group = np.append(self.target_group, group)
        self.pair_target = np.append(self.pair_target, len(self.words) - 1)
        self.terms.append(term)
        for name in ("conversion", "level", "root"):
            setattr(self, name, np.append(getattr(self, name), getattr(self, name)[at]))
        self.volume = np.append(self.volume, self.volume[mine].sum())
        self.open = np.append(self.open, True)
        self.volume[mine] = 0.0

    def negate(self, group: int, term: str) -> None:
        """The term no longer shows anything of its group."""
        self.negatives.append((group, term))
        mine = np.flatnonzero(self.target_group[self.pair_target] == group)
        self.open[mine[[self.terms[n] == term for n in mine.tolist()]]] = False

    def campaign_of_pair(self) -> Ints:
        """The campaign of each pair."""
        return np.asarray(self.group_campaign[self.target_group[self.pair_target]])


def world(setting: Setting, seed: int) -> World:
    """An account whose starting bids cost `START_ACOS`."""
    r = np.random.default_rng(seed)
    groups = np.repeat(np.arange(CAMPAIGNS), r.integers(2, 5, CAMPAIGNS))
    targets = np.repeat(np.arange(len(groups)), r.integers(10, 27, len(groups)))
    price = np.round(setting.scale * np.exp(r.normal(np.log(28), 0.45, len(groups))), 2)
    base = np.log(0.065) + r.normal(0, 0.4, CAMPAIGNS)[groups] + r.normal(0, 0.35, len(groups))
    effect = base[targets] + r.normal(0, 0.40, len(targets))
    match = r.choice(["exact", "phrase", "broad"], len(targets), p=[0.3, 0.3, 0.4]).tolist()
    words, pairs, terms, off = _terms(r, groups, targets, match)
    of_word = dict(zip(_WORDS, r.normal(0, 0.22, len(_WORDS)), strict=True))
    rate = effect[pairs] + [sum(of_word.get(one, 0.0) for one in set(term.split())) for term in terms]  # fmt: skip
    leaf = r.gamma(6.0, 1 / 6.0, len(terms))
    conversion = np.clip(np.exp(rate) * leaf * np.where(off, 0.12, 1.0), 1e-5, 0.6)
    value = conversion * price[targets[pairs]]
    known = 0.5 * np.log(value) + 0.5 * np.log(price[targets[pairs]] * 0.06)
    level = np.log(0.185) + known + r.normal(0, 0.35, len(terms))
    made = World(
        setting, market(), r, groups, price, targets, words, match, np.zeros(len(targets)), np.ones(len(targets), bool),
        [str(300_000 + n) for n in range(len(targets))], pairs, terms, conversion,
        np.exp(r.normal(0, 1.1, len(terms))), level, np.ones(len(terms), bool), np.zeros(CAMPAIGNS),
        seed, np.arange(len(terms)), pairs.copy(),
    )  # fmt: skip
    _begin(made, r)
    return made


def _begin(made: World, r: np.random.Generator) -> None:
    """Starting bids: what the group is worth on average, with the setting's doubt; volume and budgets to fit."""
    setting, group = made.setting, made.target_group
    share, _ = made.market.at(np.zeros(1))
    weight = made.volume * share
    sales = np.bincount(group[made.pair_target], weight * made.value, len(made.price))
    mean = sales / np.bincount(group[made.pair_target], weight, len(made.price))
    if setting.name == "messy":
        mean = np.full(len(mean), float(np.average(mean)))
    bid = mean[group] * np.exp(r.normal(0, setting.messy, len(group)))
    made.bid = np.maximum(np.round(bid * level_for(made, bid, START_ACOS) / made.step) * made.step, made.step * 2)  # fmt: skip
    clicks, cost, _ = made.expected(made.bid)
    made.volume *= setting.clicks / clicks.sum()
    spend = np.bincount(made.campaign_of_pair(), cost, CAMPAIGNS) * setting.clicks / clicks.sum()
    made.budget = np.round(np.maximum(4 * spend / 7, 5 * setting.scale), 2)


def level_for(made: World, bid: Floats, acos: float) -> float:
    """The multiplier of all bids at which the account costs this ACoS."""
    low, high = -6.0, 6.0
    for _ in range(40):
        middle = (low + high) / 2
        if made.acos(bid * np.exp(middle)) > acos:
            high = middle
        else:
            low = middle
    return float(np.exp((low + high) / 2))


def _terms(
    r: np.random.Generator, groups: Ints, targets: Ints, match: list[str]
) -> tuple[list[str], Ints, list[str], Flags]:
    """Keyword texts; per pair its target, the term typed, and whether it is beside the matter."""
    nouns = [f"{_WORDS[r.integers(len(_WORDS))]} {_WORDS[r.integers(len(_WORDS))]}" for _ in groups]
    words: list[str] = []
    pairs: list[int] = []
    terms: list[str] = []
    off: list[bool] = []
    for n, group in enumerate(targets.tolist()):
        text = f"{nouns[group]} {' '.join(_WORDS[i] for i in r.integers(0, len(_WORDS), r.integers(0, 3)))}".strip()  # fmt: skip
        words.append(text)
        found = {text: False}
        for _ in range({"exact": 0, "phrase": int(r.integers(1, 4)), "broad": int(r.integers(2, 8))}[match[n]]):  # fmt: skip
            wrong = bool(r.random() < (0.15 if match[n] == "broad" else 0.05))
            more = _OFF_WORDS[r.integers(len(_OFF_WORDS))] if wrong else _WORDS[r.integers(len(_WORDS))]  # fmt: skip
            found.setdefault(f"{text} {more}", wrong)
        pairs += [n] * len(found)
        terms += list(found)
        off += list(found.values())
    return words, np.array(pairs, np.int64), terms, np.array(off, bool)
