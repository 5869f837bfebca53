"""Next week's changes of an account: bids, negatives, harvests, placements, budgets, each with its evidence.

Deterministic: the same files and wishes give the same plan. Specification: facts/ads.md; why: docs/decisions/ads.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.account import Account, Builder
from pilotage.engines.ads.bids import Pace, Solved, solve
from pilotage.engines.ads.budgets import budget_changes
from pilotage.engines.ads.changes import Change, reason
from pilotage.engines.ads.fitting import BEYOND_CHANCE, misfit, on_target
from pilotage.engines.ads.gammas import below
from pilotage.engines.ads.guards import HOLDS, Bounds, Span, is_brand
from pilotage.engines.ads.history import bid_changes
from pilotage.engines.ads.moves import Changes, Ground, Moves
from pilotage.engines.ads.paces import paces
from pilotage.engines.ads.placements import placement_changes
from pilotage.engines.ads.sums import summed
from pilotage.engines.ads.terms import term_changes
from pilotage.engines.ads.values import Values, values
from pilotage.engines.ads.wishes import Limits, Wishes, limits
from pilotage.engines.mill.ads import AdsFile, AdsTable
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
LEAST_MOVE = 0.03  # a bid that would move by less stays
SURE_PAUSE = 0.97
PAUSE_CLICKS = 30.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Changes that the sheet makes; advice that it cannot, for want of ids; why nothing is changed, where so."""

    changes: Sequence[Change]
    advice: Sequence[Change]
    notes: tuple[tuple[str, Text], ...]
    summary: dict[str, Any]


def plan(
    file: AdsFile, wishes: Wishes, *, targeting: AdsFile | None = None, bulk: AdsFile | None = None,
    history: AdsFile | None = None,
) -> Plan:  # fmt: skip
    """The plan for an account. Raises `Invalid` for files of several currencies."""
    changed = {k: v for table in history.of_kind("history") for k, v in bid_changes(table).items()} if history else {}  # fmt: skip
    wishes = replace(wishes, changed={**wishes.changed, **changed})
    account = read_account(file, wishes, targeting, bulk)
    pairs = account.measures
    clicks, orders = float(pairs.mature.sum()), float(pairs.orders.sum())
    if not clicks:
        return _nothing(account, wishes, "NO_DATA")
    if clicks < wishes.least_clicks or orders < wishes.least_orders:
        return _nothing(
            account, wishes, "TOO_LITTLE_DATA", clicks=round(clicks), orders=round(orders),
            least_clicks=round(wishes.least_clicks), least_orders=round(wishes.least_orders),
        )  # fmt: skip
    return _Planning(account, wishes).plan()


def read_account(file: AdsFile, wishes: Wishes, targeting: AdsFile | None, bulk: AdsFile | None) -> Account:  # fmt: skip
    """The account that the files describe: entities from bulk sheets, figures from the best report there is."""
    builder = Builder()
    files = [one for one in (file, bulk) if one]
    for one in files:
        for table in one.of_kind("bulk"):
            builder.entities(table)
    tables = _figures(file, targeting, bulk)
    _one_currency(tables)
    builder.figures(tables, wishes.as_of)
    builder.account.currency = wishes.currency or builder.account.currency or _currency(files)
    return builder.account


def _figures(
    file: AdsFile, targeting: AdsFile | None, bulk: AdsFile | None
) -> tuple[AdsTable, ...]:
    """Search terms if any file has them (the main file first), else the targeting report, else the bulk sheet's targets."""
    for one in (file, bulk):
        if one and (found := one.of_kind("search_term")):
            return found
    for one in (targeting, file):
        if one and (found := one.of_kind("targeting")):
            return found
    return tuple(_targets_only(table) for one in (file, bulk) if one for table in one.of_kind("bulk"))[:1]  # fmt: skip


def _targets_only(table: AdsTable) -> AdsTable:
    """The rows of a bulk table that are targets, without the days of their campaigns."""
    is_target = np.array([one in ("Keyword", "Product Targeting") for one in table.text("entity")], bool)  # fmt: skip
    at = np.flatnonzero(is_target).tolist()
    return replace(
        table, kept=len(at), days={}, extra={},
        texts={name: [column[n] for n in at] for name, column in table.texts.items()},
        counts={name: column[is_target] for name, column in table.counts.items()},
        money={name: column[is_target] for name, column in table.money.items()},
    )  # fmt: skip


def _one_currency(tables: tuple[AdsTable, ...]) -> None:
    found = sorted({one for table in tables for one in table.text("currency") if one})
    if len(found) > 1:
        raise Invalid(
            "SEVERAL_CURRENCIES",
            Text("文件里有多种货币：{found}。", "The file holds several currencies: {found}."),
            Text("请按国家站点分别下载报告，每次规划一种货币。", "Download one report per country and plan one currency at a time."),
            found=", ".join(found),
        )  # fmt: skip


def _currency(files: list[AdsFile]) -> str:
    return next((one for file in files for table in file.tables for one in table.text("currency") if one), "")  # fmt: skip


def _nothing(account: Account, wishes: Wishes, code: str, **facts: object) -> Plan:
    note = reason("nothing", code, **facts)
    return Plan((), (), ((code, note),), _summary(account, wishes) | {"changes": 0})


def _summary(account: Account, wishes: Wishes) -> dict[str, Any]:
    pairs = account.measures
    return {
        "target_acos": wishes.target_acos,
        "currency": account.currency or None,
        "as_of": account.as_of.isoformat() if account.as_of else None,
        "days": account.days,
        "campaigns": len(account.campaigns),
        "targets": len(account.words),
        "clicks": int(pairs.clicks.sum()),
        "orders": int(pairs.orders.sum()),
        "spend": round(float(pairs.spend.sum()), 2),
        "sales": round(float(pairs.sales.sum()), 2),
    }


class _Planning:
    """One run over an account; the parts are read in the order of `plan`."""

    def __init__(self, account: Account, wishes: Wishes) -> None:
        self.account, self.wishes = account, wishes
        self.rules: Limits = limits(account.currency)
        self.group = np.asarray(account.group, np.int64)
        self.values: Values = values(account)
        now = paces(account)
        self.clicks, self.spend, self.price, self.moved = (
            now.clicks,
            now.spend,
            now.price,
            now.moved,
        )
        if not account.has_bids:
            account.bid = self.price.tolist()
        self.bid = np.asarray(account.bid, float)
        self.runs = self._runs()
        self.bounds = Bounds(account, wishes, self.rules)
        totals = {name: account.of(getattr(account.measures, name)) for name in ("clicks", "orders", "spend", "sales")}  # fmt: skip
        self._ground = Ground(account, self.values, self.bounds, self.rules.step, self.bid, self.clicks, self.spend, totals)  # fmt: skip

    def plan(self) -> Plan:
        """Bids first; negatives and harvests at the bids to come; placements and budgets last."""
        acos = self._acos(self.runs)
        target = self.wishes.target_acos
        beyond = misfit(self.account, self.values, self.bid, self.runs)
        within = self.wishes.budget is None or self.spend[self.runs].sum() <= self.wishes.budget
        good = beyond < BEYOND_CHANCE and within and on_target(acos, self.wishes.target_acos, float(self.account.measures.orders.sum()), self.moved)  # fmt: skip
        given, expected = self.bid.copy(), self.spend.copy()
        moves: list[Moves] = []
        if not good:
            per_click = self.values.value if beyond >= BEYOND_CHANCE else self.bid
            for of, wanted in self._classes(target):
                solved = self._solve(of, per_click, wanted)
                moves.append(self._moves(of, solved))
                given[of], expected[of] = solved.given, solved.spend
        price = self.price * (given / np.where(self.bid > 0, self.bid, 1.0)) ** 0.5
        rest = self._rest(good, given, np.nan_to_num(price), expected)
        return self._told(moves, rest, acos, target, beyond, good)

    def _rest(self, good: bool, given: Floats, price: Floats, expected: Floats) -> list[Change]:
        account, wishes = self.account, self.wishes
        found = list(term_changes(account, self.values, wishes, self.bounds, self.rules, given, price))  # fmt: skip
        if good:  # a well-kept account loses only what is proved to be worthless
            return [one for one in found if one.what == "negative"]
        campaign = np.array([one.campaign for one in account.groups], np.int64)[self.group]
        by_campaign = summed(campaign, np.where(self.runs, expected, 0.0), len(account.campaigns))  # fmt: skip
        found += placement_changes(account, wishes)
        found += budget_changes(account, wishes, self.rules, by_campaign)
        return found

    def _told(
        self, moves: list[Moves], rest: list[Change], acos: float, target: float, beyond: float, good: bool
    ) -> Plan:  # fmt: skip
        notes: list[tuple[str, Text]] = []
        if good:
            shown = {"acos": f"{acos:.1%}", "target": f"{self.wishes.target_acos:.1%}"}
            notes.append(("ALREADY_GOOD", reason("nothing", "ALREADY_GOOD", **shown)))
        known = [one.with_ids() for one in moves]
        bids = [one.only(ids) for one, ids in zip(moves, known, strict=True)]
        made = Changes(*bids, [one for one in rest if _has_ids(one)])
        advice = Changes(
            *(one.only(~ids) for one, ids in zip(moves, known, strict=True)),
            [one for one in rest if not _has_ids(one)],
        )
        if not self.account.has_bids:
            notes.append(("NO_BIDS", reason("nothing", "NO_BIDS")))
        elif not made and not good and (self.bounds.held[self.runs] != "").all():
            notes.append(("ALL_HELD", reason("nothing", "ALL_HELD")))
        kinds = dict.fromkeys(("bid", "negative", "harvest", "budget", "placement", "pause"), 0)
        for one in bids:
            kinds["pause"] += int((one.pause > 0).sum())
            kinds["bid"] += int((one.pause == 0).sum())
        for change in rest:
            kinds[change.what] += _has_ids(change)
        held = {name: int((self.bounds.held[self.runs] == name).sum()) for name in HOLDS}
        summary = _summary(self.account, self.wishes) | {
            "changes": len(made),
            "by_kind": kinds,
            "predicted_acos_before": round(acos, 4),
            "corrected_target": round(target, 4),
            "misfit": round(beyond, 3),
            "calibration": round(self.values.calibration, 4),
            "leaf_shape": self.values.k,
            "held": {name: n for name, n in held.items() if n},
            **self._outlook(bids),
        }
        return Plan(made, advice, tuple(notes), summary)

    def _outlook(self, bids: list[Moves]) -> dict[str, float]:
        before = float(self.spend[self.runs].sum())
        moved = sum(one.more_spend() for one in bids)
        return {"spend_per_day_before": round(before, 4), "spend_per_day_after": round(before + moved, 4)}  # fmt: skip

    def _runs(self) -> Flags:
        groups = [one.on and self.account.campaigns[one.campaign].on for one in self.account.groups]
        on = np.array(self.account.on, bool) & np.array(groups, bool)[self.group]
        known = np.array([bool(id_) for id_ in self.account.ids], bool) | (
            not self.account.has_bids
        )
        return np.asarray(on & known & (self.bid > 0))  # NaN is not above 0

    def _acos(self, of: Flags) -> float:
        sales = float((self.clicks * self.values.value)[of].sum())
        return float(self.spend[of].sum()) / sales if sales > 0 else 0.0

    def _classes(self, target: float) -> Iterator[tuple[Flags, float]]:
        """Brand words apart where they have a target of their own, then everything else."""
        wishes = self.wishes
        own = np.array([bool(wishes.brand) and is_brand(one, wishes.brand) for one in self.account.words], bool)  # fmt: skip
        if wishes.brand_acos is not None:
            yield self.runs & own, wishes.brand_acos
        yield self.runs & ~own, target

    def _solve(self, of: Flags, per_click: Floats, target: float) -> Solved:
        at = Pace(self.clicks[of], self.spend[of], self.values.value[of])
        bid, span = self.bid[of], self.bounds.only(of)
        first = solve(at, bid, per_click[of], span, target, self.wishes.budget)
        stay = np.abs(np.log(first.given / bid)) < LEAST_MOVE
        if not stay.any():
            return first
        span = Span(np.where(stay, bid, span.low), np.where(stay, bid, span.high))
        return solve(at, bid, per_click[of], span, target, self.wishes.budget)

    def _moves(self, of: Flags, solved: Solved) -> Moves:
        """Bids of the targets `of` that change; one that stays is put back into `solved`."""
        places = np.flatnonzero(of)
        moves = np.abs(np.log(solved.given / self.bid[of])) >= LEAST_MOVE
        stay = ~moves
        solved.given[stay], solved.spend[stay] = self.bid[of][stay], self.spend[of][stay]
        pause = self._worthless(places, solved.wanted)
        columns = (places, solved.wanted, solved.given, solved.spend, solved.sales, pause)
        return Moves(self._ground, *(one[moves] for one in columns)).that_move()

    def _worthless(self, places: Ints, wanted: Floats) -> Floats:
        """P(a target loses money even at the lowest bid) where that is sure enough to pause it, else 0."""
        values, floor = self.values, self.rules.floor
        sure = np.zeros(len(places))
        asked = (wanted < floor) & (self._ground.totals["clicks"][places] >= PAUSE_CLICKS) & (self.bounds.held[places] == "")  # fmt: skip
        n = places[asked]
        shape = 1 / np.maximum(values.doubt[n], 1e-3) ** 2
        found = below(shape, shape / np.maximum(values.value[n], 1e-12), floor / self.wishes.target_acos)  # fmt: skip
        sure[asked] = np.where(found >= SURE_PAUSE, found, 0.0)
        return sure


def _has_ids(one: Change) -> bool:
    """Whether the sheet can say which entity is meant."""
    needed = {"Keyword": "keyword_id", "Product Targeting": "targeting_id"}
    if one.operation == "Create":
        return bool(one.ids.get("campaign_id") and one.ids.get("ad_group_id"))
    return bool(one.ids.get("campaign_id")) and bool(one.ids.get(needed.get(one.entity, "campaign_id")))  # fmt: skip
