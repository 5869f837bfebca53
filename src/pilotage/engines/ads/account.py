"""An advertising account from its files: campaigns, ad groups, targets with bids, and what each pair of term and target earned.

Reports name targets by words, bulk sheets by ids: joined by id where both have one, else by campaign, ad group, words, match.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.maturity import in_week, is_late, maturity, recency
from pilotage.engines.ads.sums import summed
from pilotage.engines.mill.ads import MICRO, MISSING, AdsTable, folded

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Key = tuple[str, str, str, str]
TARGETS = ("Keyword", "Product Targeting")
_NO_BID = float("nan")
_ON = ("", "enabled")


class Measures(NamedTuple):
    """Sums per pair: clicks as reported, clicks weighted by maturity, orders, sales, spend; `recent_*` fade by age,
    `week_*` are those of the last week, `late_*` of the last four."""

    clicks: Floats
    mature: Floats
    orders: Floats
    sales: Floats
    spend: Floats
    recent_clicks: Floats
    recent_spend: Floats
    week_clicks: Floats
    week_spend: Floats
    late_mature: Floats
    late_orders: Floats


@dataclass(slots=True)
class Campaign:
    """`budget` a day, None where no file says it; `started` None likewise."""

    id: str
    name: str
    on: bool = True
    budget: float | None = None
    started: date | None = None
    auto: bool = False
    placements: list[Placement] = field(default_factory=list)


@dataclass(slots=True)
class Placement:
    """A row of a bid adjustment: percentage on top of the bid, and what was earned there."""

    name: str
    percent: float
    clicks: float
    orders: float
    sales: float
    spend: float


@dataclass(slots=True)
class Group:
    """An ad group; `sold_out` when none of its products may be shown."""

    id: str
    name: str
    campaign: int
    on: bool = True
    default_bid: float = _NO_BID
    skus: list[str] = field(default_factory=list)
    eligible: list[bool] = field(default_factory=list)

    @property
    def sold_out(self) -> bool:
        """Whether every product of the group is barred from showing."""
        return bool(self.eligible) and not any(self.eligible)


@dataclass(slots=True)
class Account:
    """Targets in parallel columns; pairs point to them. `days` is the length of the reports."""

    campaigns: list[Campaign] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    entity: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    match: list[str] = field(default_factory=list)
    group: list[int] = field(default_factory=list)
    bid: list[float] = field(default_factory=list)
    inherits: list[bool] = field(default_factory=list)
    on: list[bool] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    pair_target: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    measures: Measures = field(
        default_factory=lambda: Measures(*(np.zeros(0) for _ in Measures._fields))
    )
    negatives: set[tuple[int, str]] = field(
        default_factory=set
    )  # (ad group or -1 - campaign, term)
    currency: str = ""
    as_of: date | None = None
    days: float = 30.0
    has_bids: bool = False

    def of(self, values: Floats) -> Floats:
        """Sums of a measure of pairs per target."""
        return summed(self.pair_target, values, len(self.words))

    def shown(self) -> NDArray[np.bool_]:
        """Which pairs can still be shown: those whose term is not excluded in their ad group or campaign."""
        if not self.negatives:
            return np.ones(len(self.terms), bool)
        out, groups = self.negatives, self.groups
        of = [self.group[n] for n in self.pair_target.tolist()]
        return np.array(
            [(g, term) not in out and (-1 - groups[g].campaign, term) not in out for g, term in zip(of, self.terms, strict=True)],
            bool,
        )  # fmt: skip


class Builder:
    """Takes entities from bulk tables, then figures from reports; what reports alone name is learnt from, not changed."""

    def __init__(self) -> None:
        self.account = Account()
        self._campaigns: dict[str, int] = {}
        self._groups: dict[tuple[int, str], int] = {}
        self._by_id: dict[str, int] = {}
        self._by_words: dict[tuple[int, str, str], int] | None = None
        self._resolved: list[tuple[int, str, int]] = []
        self._group_names: dict[tuple[str, str, str, str], int] = {}

    def entities(self, table: AdsTable) -> None:
        """Campaigns, ad groups, targets, negatives, products and placements of a bulk table."""
        rows = _Rows(table)
        order = ("Campaign", "Ad Group", *TARGETS)
        kinds = np.array(table.text("entity"), object)
        for kind in (*order, "Product Ad", "Negative Keyword", "Campaign Negative Keyword", "Bidding Adjustment"):  # fmt: skip
            take, at = getattr(self, "_" + kind.lower().replace(" ", "_")), np.flatnonzero(kinds == kind).tolist()  # fmt: skip
            if kind in TARGETS:
                take(rows, at)
            else:
                for n in at:
                    take(rows, n)
        self._by_words = None
        self.account.has_bids |= bool(self.account.ids)

    def figures(self, tables: Iterable[AdsTable], as_of: date | None) -> None:
        """What pairs earned, from search-term or targeting tables."""
        all_ = [table for table in tables if table.kept]
        ends = [_ends(table) for table in all_]
        last = max((_known(end).max() for _, end in ends if len(_known(end))), default=None)
        first = min((_known(start).min() for start, _ in ends if len(_known(start))), default=None)
        if last is not None and first is not None:
            self.account.as_of = as_of or last.item()
            self.account.days = float((last - first).astype(int) + 1)
        terms: dict[str, int] = {}
        parts = [self._table(table, start, end, terms) for table, (start, end) in zip(all_, ends, strict=True)]  # fmt: skip
        keys = np.concatenate([one[0] * len(terms) + one[1] for one in parts]) if parts else np.zeros(0, np.int64)  # fmt: skip
        found, first, pairs = np.unique(keys, return_index=True, return_inverse=True)
        order = np.argsort(first)  # pairs in the order in which the reports name them
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        sums = [summed(place[pairs], np.concatenate([one[2][n] for one in parts]), len(found)) if parts else np.zeros(0) for n in range(len(Measures._fields))]  # fmt: skip
        self.account.measures = Measures(*sums)
        size, words = max(len(terms), 1), list(terms)
        self.account.pair_target = found[order] // size
        self.account.terms = [words[n] for n in (found[order] % size).tolist()]

    def _table(
        self, table: AdsTable, start: NDArray[np.datetime64], end: NDArray[np.datetime64], terms: dict[str, int],
    ) -> tuple[Ints, Ints, list[Floats]]:  # fmt: skip
        """Target and term of each row, and its measures."""
        rows, known = _Rows(table), self._by_id.get
        named = zip(rows.keyword_id, rows.targeting_id, strict=True)
        quick = [known(a, -1) if a else known(b, -1) if b else -1 for a, b in named]
        targets = [at if at >= 0 else self._target(rows, n) for n, at in enumerate(quick)]
        said = [" ".join(one.lower().split()) if one.isascii() else folded(one) for one in table.text("search_term")]  # fmt: skip
        term = np.array([terms.setdefault(one, len(terms)) for one in said], np.int64)
        clicks = table.count("clicks").astype(float)
        spend = table.amount("spend") / MICRO
        as_of = np.datetime64(self.account.as_of) if self.account.as_of else None
        ripe, fresh = maturity(start, end, as_of), recency(start, end, as_of)
        week = in_week(start, end, as_of)
        orders, late = table.count("orders").astype(float), is_late(end, as_of)
        columns = [
            clicks, clicks * ripe, orders, table.amount("sales") / MICRO, spend,
            clicks * fresh, spend * fresh, clicks * week, spend * week, clicks * ripe * late, orders * late,
        ]  # fmt: skip
        self.account.currency = self.account.currency or next(
            filter(None, table.text("currency")), ""
        )
        return np.array(targets, np.int64), term, columns

    def _campaign(self, rows: _Rows, n: int) -> int:
        id_, name = rows.campaign_id[n], rows.campaign_name[n]
        at = self._campaign_of(id_, name)
        one = self.account.campaigns[at]
        one.on = rows.state[n] in ("", "enabled")
        one.budget = rows.money("daily_budget", n)
        one.started = rows.day("start_day", n)
        one.auto = rows.targeting_type[n] == "auto"
        return at

    def _campaign_of(self, id_: str, name: str) -> int:
        key = f"#{id_}" if id_ else ""
        named = f"={folded(name)}"
        at = self._campaigns.get(key) if id_ else self._campaigns.get(named)
        if at is None:
            at = len(self.account.campaigns)
            self.account.campaigns.append(Campaign(id_, name))
        self._campaigns[key or named] = at
        if name:
            self._campaigns.setdefault(named, at)
        return at

    def _ad_group(self, rows: _Rows, n: int) -> int:
        at = self._group_of(rows, n)
        one = self.account.groups[at]
        one.on = rows.state[n] in ("", "enabled")
        bid = rows.money("default_bid", n)
        one.default_bid = _NO_BID if bid is None else bid
        return at

    def _group_of(self, rows: _Rows, n: int) -> int:
        said = (rows.campaign_id[n], rows.campaign_name[n], rows.ad_group_id[n], rows.ad_group_name[n])  # fmt: skip
        at = self._group_names.get(said)
        if at is None:
            at = self._group_names[said] = self._group_named(*said)
        return at

    def _group_named(self, campaign_id: str, campaign_name: str, id_: str, name: str) -> int:
        campaign = self._campaign_of(campaign_id, campaign_name)
        key = (campaign, f"#{id_}" if id_ else f"={folded(name)}")
        at = self._groups.get(key)
        if at is None:
            at = self._groups[key] = len(self.account.groups)
            self.account.groups.append(Group(id_, name, campaign))
        if name:
            self._groups.setdefault((campaign, f"={folded(name)}"), at)
            self.account.groups[at].name = self.account.groups[at].name or name
        return at

    def _keyword(self, rows: _Rows, at: list[int]) -> None:
        self._put(rows, at, "Keyword", rows.keyword_id, rows.keyword_text, rows.match_type)

    def _product_targeting(self, rows: _Rows, at: list[int]) -> None:
        first = len(self.account.words)
        self._put(rows, at, "Product Targeting", rows.targeting_id, rows.targeting_expression, ["-"] * rows.table.kept)  # fmt: skip
        if any(rows.resolved_expression):
            said = enumerate((rows.resolved_expression[n] for n in at), first)
            self._resolved += [(self.account.group[n], folded(words), n) for n, words in said if words]  # fmt: skip

    def _put(self, rows: _Rows, at: list[int], entity: str, ids: list[str], words: list[str], match: list[str]) -> None:  # fmt: skip
        """Targets of a bulk table, a column at a time: there may be a million."""
        one, first = self.account, len(self.account.words)
        groups = [self._group_of(rows, n) for n in at]
        bids, default = rows.amounts("bid"), [group.default_bid for group in one.groups]
        states = (rows.state, rows.campaign_state, rows.ad_group_state)
        shows = [all(state[n] in _ON for state in states) for n in at]
        one.entity += [entity] * len(at)
        one.ids += [ids[n] for n in at]
        one.words += [words[n] for n in at]
        one.match += [match[n] for n in at]
        one.group += groups
        one.bid += [default[g] if bids[n] is None else bids[n] for g, n in zip(groups, at, strict=True)]  # type: ignore[misc]  # fmt: skip
        one.inherits += [bids[n] is None for n in at]
        one.on += shows
        self._by_id.update((id_, n) for n, id_ in enumerate(one.ids[first:], first) if id_)

    def _add(self, entity: str, id_: str, group: int, words: str, match: str, bid: float) -> int:
        """A target that only a report knows."""
        one, at = self.account, len(self.account.words)
        one.entity.append(entity)
        one.ids.append(id_)
        one.words.append(words)
        one.match.append(match)
        one.group.append(group)
        one.bid.append(bid)
        one.inherits.append(False)
        one.on.append(True)
        if id_:
            self._by_id[id_] = at
        self._words().setdefault((group, folded(words), folded(match)), at)
        return at

    def _words(self) -> dict[tuple[int, str, str], int]:
        """Targets by ad group, words and match, made when a report's row has no id that is known."""
        if self._by_words is None:
            one, self._by_words = self.account, {}
            for at, key in enumerate(zip(one.group, map(folded, one.words), map(folded, one.match), strict=True)):  # fmt: skip
                self._by_words.setdefault(key, at)
            for group, words, at in self._resolved:
                self._by_words.setdefault((group, words, "-"), at)
        return self._by_words

    def _target(self, rows: _Rows, n: int) -> int:
        """The target a report's row is about; one that only the report knows is added without id."""
        for id_ in (rows.keyword_id[n], rows.targeting_id[n]):
            if id_ in self._by_id:
                return self._by_id[id_]
        group = self._group_of(rows, n)
        words = rows.targeting[n] or rows.keyword_text[n] or rows.targeting_expression[n]
        match, known = folded(rows.match_type[n]), self._words()
        for key in ((group, folded(words), match), (group, folded(words), "-")):
            if key in known:
                return known[key]
        is_product = match in ("", "-") or "=" in words
        entity = "Product Targeting" if is_product else "Keyword"
        id_ = rows.targeting_id[n] or rows.keyword_id[n]
        bid = rows.money("bid", n)
        at = self._add(entity, id_, group, words, match or "-", _NO_BID if bid is None else bid)
        self.account.has_bids |= bid is not None and bool(id_)
        return at

    def _product_ad(self, rows: _Rows, n: int) -> None:
        group = self.account.groups[self._group_of(rows, n)]
        if rows.state[n] in ("", "enabled"):
            group.skus.append(rows.sku[n] or rows.asin[n])
            barred = folded(rows.eligibility[n])
            group.eligible.append(barred in ("", "eligible") or not _is_barred(barred))

    def _negative_keyword(self, rows: _Rows, n: int) -> None:
        if rows.state[n] in ("", "enabled"):
            self.account.negatives.add((self._group_of(rows, n), folded(rows.keyword_text[n])))

    def _campaign_negative_keyword(self, rows: _Rows, n: int) -> None:
        at = self._campaign_of(rows.campaign_id[n], rows.campaign_name[n])
        self.account.negatives.add((-1 - at, folded(rows.keyword_text[n])))

    def _bidding_adjustment(self, rows: _Rows, n: int) -> None:
        at = self._campaign_of(rows.campaign_id[n], rows.campaign_name[n])
        percent = rows.money("percentage", n)
        self.account.campaigns[at].placements.append(
            Placement(
                rows.placement_name[n], percent or 0.0, float(rows.table.count("clicks")[n]),
                float(rows.table.count("orders")[n]), float(rows.table.amount("sales")[n]) / MICRO,
                float(rows.table.amount("spend")[n]) / MICRO,
            )
        )  # fmt: skip


_BARRED = ("ineligible", "not eligible", "nicht", "no elegible", "no apto", "non éligible", "non idone", "対象外", "不符合", "不合格")  # fmt: skip


def _is_barred(status: str) -> bool:
    return any(word in status for word in _BARRED)


class _Rows:
    """A table's text columns by attribute, blanks where it has none."""

    def __init__(self, table: AdsTable) -> None:
        self.table = table

    def __getattr__(self, name: str) -> list[str]:
        found = self.table.text(name)
        setattr(self, name, found)
        return found

    def money(self, name: str, n: int) -> float | None:
        """An amount, None where blank."""
        column = self.table.money.get(name)
        return None if column is None or column[n] == MISSING else float(column[n]) / MICRO

    def amounts(self, name: str) -> list[float | None]:
        """A column of amounts, None where blank."""
        column = self.table.money.get(name)
        if column is None:
            return [None] * self.table.kept
        return [None if one == MISSING else one / MICRO for one in column.tolist()]

    def day(self, name: str, n: int) -> date | None:
        """A day, None where blank."""
        column = self.table.days.get(name)
        found = None if column is None else column[n].item()
        return found if isinstance(found, date) else None


def _known(days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    return days[~np.isnat(days)]


def _ends(table: AdsTable) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    none = np.full(table.kept, np.datetime64("NaT"), "datetime64[D]")
    start = table.days.get("day", table.days.get("start_day", none))
    return start, table.days.get("day", table.days.get("end_day", start))
