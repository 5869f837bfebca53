"""Which sets of partners cover all needs best: the solver's question put together from cards and prices. Pure.

One solve finds the best set. Every other set worth showing lacks one of its partners (more partners on
top of it never help), so the next best are found by leaving one partner out at a time, best first. That
also tells what each partner of the best set is worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.matching.cover import Cover
from pilotage.engines.matching.cover_best import best_sets
from pilotage.engines.search.quality import MICRO, UNKNOWN, posterior
from pilotage.kernel.text import Text
from pilotage.platform.directory.cards import Card, Pair
from pilotage.platform.directory.pricing import PlanPrice

WANTED = 3
_SOLVES = 16
_SECONDS = 2.0
# Above so many plans with a charge that counts once, a partner is chosen as if all of them were taken.
_MOST_FIXED = 5


class Objective(StrEnum):
    """What makes one set better than another."""

    COST = "cost"
    QUALITY = "quality"
    FEWEST = "fewest"

    @property
    def says(self) -> Text:
        return _SAYS[self]


_SAYS = {
    Objective.COST: Text("十二个月总费用最低", "Lowest twelve-month total"),
    Objective.QUALITY: Text("条件之内评价最好", "Best rated within the limits"),
    Objective.FEWEST: Text("服务商最少，其次最便宜", "Fewest partners, then cheapest"),
}


@dataclass(frozen=True, slots=True)
class Taker:
    """A partner with the plan and the price of each need that it can serve."""

    card: Card
    plans: Mapping[Pair, int]
    prices: Mapping[int, PlanPrice]


@dataclass(frozen=True, slots=True)
class Found:
    """One set: who serves each need. `proven`: no set is better, given who is left out."""

    serves: Mapping[Pair, Taker]
    value: int
    proven: bool

    @property
    def members(self) -> frozenset[int]:
        """The partners' rows in the table."""
        return frozenset(taker.card.pk for taker in self.serves.values())


@dataclass(frozen=True, slots=True)
class Covering:
    """The best sets, at most three; and without each partner of the first, what is best then (None: nothing)."""

    sets: tuple[Found, ...]
    without: Mapping[int, Found | None]


@dataclass(frozen=True, slots=True)
class _Row:
    taker: Taker
    serves: frozenset[Pair]
    fixed: int

    def price(self, need: Pair) -> int:
        return self.taker.prices[self.taker.plans[need]].each


def takers(
    cards: Iterable[Card],
    needs: Sequence[Pair],
    languages: frozenset[str],
    prices: Mapping[int, PlanPrice | None],
) -> list[Taker]:
    """Of these cards, those with a priced offer for some need in all the languages, by ref."""
    wanted, found = set(needs), []
    for card in sorted(cards, key=lambda card: card.ref):
        plans = {
            (offer.category, offer.country): offer.plan_id
            for offer in card.offers
            if (offer.category, offer.country) in wanted
            and languages <= set(offer.languages)
            and prices.get(offer.plan_id) is not None
        }
        if plans:
            own = {plan: price for plan in plans.values() if (price := prices[plan])}
            found.append(Taker(card, plans, own))
    return found


@dataclass(frozen=True, slots=True)
class Limits:
    """What a set may cost in minor units, and of how many partners it may consist; None: any."""

    budget: int | None = None
    partners: int | None = None


def fewest(takers: Sequence[Taker], needs: Sequence[Pair]) -> int | None:
    """Of how many partners a set consists at least; None when no set covers everything."""
    if not takers or not needs:
        return None
    offered = np.array([[need in taker.plans for need in needs] for taker in takers], dtype=bool)
    nothing = np.zeros(offered.shape, dtype=np.int64)
    one = np.ones(len(takers), dtype=np.int64)
    cover = Cover(offered, nothing, nothing, one, one * 0, one * len(needs), None, None)
    cuts = best_sets(cover, 1, _SECONDS)
    return len(cuts[0].chosen) if cuts else None


def covering(
    takers: Sequence[Taker], needs: Sequence[Pair], limits: Limits, objective: Objective
) -> Covering:
    """The best sets of these takers; for the fewest partners, those of the least size that covers all."""
    if objective is Objective.FEWEST:
        return _smallest(takers, needs, limits)
    search = _Search(takers, needs, limits, objective)
    sets: list[Found] = []
    waiting: list[tuple[int, tuple[int, ...], Found]] = []
    search.put(waiting, frozenset())
    while waiting and search.left > 0:
        _, out, found = heappop(waiting)
        if not any(earlier.members <= found.members for earlier in sets):
            sets.append(found)
        if len(sets) == WANTED:
            break
        for pk in sorted(found.members):
            search.put(waiting, frozenset((*out, pk)))
    first = sorted(sets[0].members) if sets else []
    return Covering(
        tuple(sets), {pk: search.known.get(frozenset((pk,))) for pk in first if search.asked(pk)}
    )


def _smallest(takers: Sequence[Taker], needs: Sequence[Pair], limits: Limits) -> Covering:
    """The cheapest sets of as few partners as the budget allows."""
    least = fewest(takers, needs)
    if least is None:
        return Covering((), {})
    found = Covering((), {})
    for size in range(least, (limits.partners or len(needs)) + 1):
        found = covering(takers, needs, Limits(limits.budget, size), Objective.COST)
        if found.sets:
            break
    return found


class _Search:
    """Solves with some partners left out, each question once."""

    def __init__(
        self,
        takers: Sequence[Taker],
        needs: Sequence[Pair],
        limits: Limits,
        objective: Objective,
    ) -> None:
        self._needs = needs
        self._rows = [row for taker in takers for row in _rows(taker)]
        self._partner = np.array([row.taker.card.pk for row in self._rows], dtype=np.int64)
        self._cover = _cover(self._rows, needs, limits, objective) if self._rows else None
        self.known: dict[frozenset[int], Found | None] = {}
        self.left = _SOLVES

    def asked(self, pk: int) -> bool:
        return frozenset((pk,)) in self.known

    def put(self, waiting: list[tuple[int, tuple[int, ...], Found]], out: frozenset[int]) -> None:
        """Solve without `out`, if it was not asked before, and queue the answer."""
        if out in self.known or self.left <= 0:
            return
        self.left -= 1
        found = self.known[out] = self._solved(out)
        if found is not None:
            heappush(waiting, (found.value, tuple(sorted(out)), found))

    def _solved(self, out: frozenset[int]) -> Found | None:
        if self._cover is None:
            return None
        kept = np.flatnonzero(~np.isin(self._partner, sorted(out)))
        cuts = best_sets(self._cover.only(kept, self._cover.offered), 1, _SECONDS)
        if not cuts:
            return None
        best = cuts[0]
        serves = {
            need: self._rows[int(kept[row])].taker
            for need, row in zip(self._needs, best.serves, strict=True)
        }
        return Found(serves, best.value, best.bound >= best.value)


def _rows(taker: Taker) -> Iterator[_Row]:
    """One for each choice of the plans with a charge that counts once; the other plans are in every row.

    A set never needs two rows of a partner, because the row with both choices costs no more.
    """
    fixed = [plan for plan, price in taker.prices.items() if price.fixed]
    free = set(taker.prices) - set(fixed)
    least = len(fixed) if len(fixed) > _MOST_FIXED else 0
    for size in range(least, len(fixed) + 1):
        for some in combinations(fixed, size):
            serves = _served(taker, {*free, *some})
            if serves:
                yield _Row(taker, serves, sum(taker.prices[plan].fixed for plan in some))


def _served(taker: Taker, plans: set[int]) -> frozenset[Pair]:
    return frozenset(need for need, plan in taker.plans.items() if plan in plans)


def _cover(
    rows: Sequence[_Row], needs: Sequence[Pair], limits: Limits, objective: Objective
) -> Cover:
    offered = np.array([[need in row.serves for need in needs] for row in rows], dtype=bool)
    price = np.array(
        [[row.price(need) if need in row.serves else 0 for need in needs] for row in rows],
        dtype=np.int64,
    )
    fixed = np.array([row.fixed for row in rows], dtype=np.int64)
    weight, base = price, fixed
    if objective is Objective.QUALITY:
        weight, base = np.where(offered, _doubts(rows, needs), 0), np.zeros_like(fixed)
    return Cover(
        offered=offered,
        weight=weight,
        price=price,
        base=base,
        fixed=fixed,
        room=np.full(len(rows), len(needs), dtype=np.int64),
        budget=limits.budget,
        max_partners=limits.partners,
    )


def _doubts(rows: Sequence[_Row], needs: Sequence[Pair]) -> NDArray[np.int64]:
    """One million less the posterior mean of each row in each need's category."""
    rated = [[row.taker.card.tracks.get(need[0], (0, 0)) for need in needs] for row in rows]
    praise, engagements = np.moveaxis(np.array(rated, dtype=np.int64), 2, 0)
    mean, _ = posterior(praise, engagements, UNKNOWN)
    return np.asarray(MICRO - mean, dtype=np.int64)
