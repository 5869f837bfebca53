"""The sets shown are the best there are: compared with every set, tried one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import combinations, product
from random import Random

import pytest

from pilotage.kernel.text import Text
from pilotage.platform.directory.cards import Card, Offered, Pair
from pilotage.platform.directory.covering import (
    WANTED,
    Limits,
    Objective,
    Taker,
    covering,
    fewest,
    takers,
)
from pilotage.platform.directory.pricing import PlanPrice

pytestmark = pytest.mark.slow
NOW = datetime(2026, 11, 25, tzinfo=UTC)
NEEDS: tuple[Pair, ...] = (("vat_filing", "DE"), ("vat_filing", "FR"), ("epr_weee", "DE"))


def card(pk: int, plans: dict[Pair, int], tracks: dict[str, tuple[int, int]]) -> Card:
    offers = tuple(Offered(*pair, ("zh",), "recurring", plan) for pair, plan in plans.items())
    return Card(
        pk=pk, ref=f"ptn_{pk:02}", organisation_id=pk, organisation_ref=f"org_{pk}",
        name=Text(f"甲{pk}", f"P{pk}"), calendar="CN", summary=Text("", ""), cities=(),
        languages=("zh",), offers=offers, badge=False, accepting=True, capacity=9, taken=0,
        asked=0, answered=0, tracks=tracks, since=NOW, until=NOW,
    )  # fmt: skip


def a_market(random: Random) -> list[Taker]:
    """Up to five partners; a plan per service, sometimes with a charge that counts once."""
    cards, prices = [], {}
    for pk in range(1, random.randint(2, 6)):
        own = {"vat_filing": pk * 10, "epr_weee": pk * 10 + 1}
        offered = [need for need in NEEDS if random.random() < 0.7]
        for plan in own.values():
            prices[plan] = PlanPrice(random.choice((0, 0, 30_000)), random.randint(1, 9) * 10_000)
        tracks = {category: (random.randint(0, 9) * 900_000, 9) for category in own}
        cards.append(card(pk, {need: own[need[0]] for need in offered}, tracks))
    return takers(cards, NEEDS, frozenset(("zh",)), prices)


def every_assignment(market: Sequence[Taker]) -> Iterator[tuple[Taker, ...]]:
    return product(*([t for t in market if need in t.plans] for need in NEEDS))


def price(serves: Sequence[Taker]) -> int:
    each = sum(t.prices[t.plans[need]].each for need, t in zip(NEEDS, serves, strict=True))
    taken = {(t.plans[need], t.prices[t.plans[need]].fixed) for need, t in zip(NEEDS, serves, strict=True)}  # fmt: skip
    return each + sum(fixed for _, fixed in taken)


def members(serves: Sequence[Taker]) -> frozenset[int]:
    return frozenset(t.card.pk for t in serves)


def cheapest_by_set(market: Sequence[Taker], budget: int | None) -> dict[frozenset[int], int]:
    """The lowest price of each set of partners, dearer supersets left out."""
    found: dict[frozenset[int], int] = {}
    for serves in every_assignment(market):
        if budget is None or price(serves) <= budget:
            own = members(serves)
            found[own] = min(price(serves), found.get(own, price(serves)))
    return found


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("budget", [None, 200_000])
def test_the_cheapest_sets_are_those_of_trying_all(seed, budget):
    market = a_market(Random(seed))
    every = cheapest_by_set(market, budget)
    found = covering(market, NEEDS, Limits(budget), Objective.COST)
    assert bool(found.sets) == bool(every)
    left = dict(every)
    for one in found.sets:
        assert one.value == every[one.members] == min(left.values())
        left = {own: cost for own, cost in left.items() if not one.members <= own}
    assert len(found.sets) == WANTED or not left


@pytest.mark.parametrize("seed", range(40))
def test_at_most_so_many_partners(seed):
    market = a_market(Random(seed))
    every = cheapest_by_set(market, None)
    least = min(map(len, every), default=None)
    assert fewest(market, NEEDS) == least
    for most in (1, 2):
        allowed = [cost for own, cost in every.items() if len(own) <= most]
        found = covering(market, NEEDS, Limits(None, most), Objective.COST).sets
        assert [one.value for one in found[:1]] == sorted(allowed)[:1]


@pytest.mark.parametrize("seed", range(40))
def test_without_a_partner_of_the_best_set_the_answer_is_the_best_of_the_others(seed):
    market = a_market(Random(seed))
    for pk, other in covering(market, NEEDS, Limits(), Objective.COST).without.items():
        rest = cheapest_by_set([taker for taker in market if taker.card.pk != pk], None)
        assert (other.value if other else None) == min(rest.values(), default=None)


@pytest.mark.parametrize("seed", range(40))
def test_fewest_means_no_smaller_set_covers_all_and_none_so_small_is_cheaper(seed):
    market = a_market(Random(seed))
    every = cheapest_by_set(market, None)
    found = covering(market, NEEDS, Limits(), Objective.FEWEST)
    if found.sets:
        best = found.sets[0].members
        least = min(map(len, every))
        assert len(best) == least
        assert every[best] == min(cost for own, cost in every.items() if len(own) == least)


@pytest.mark.parametrize("seed", range(40))
def test_best_rated_means_nobody_better_rated_could_serve_within_the_budget(seed):
    market, budget = a_market(Random(seed)), 260_000

    def doubt(serves: Sequence[Taker]) -> int:
        rated = [t.card.tracks[need[0]] for need, t in zip(NEEDS, serves, strict=True)]
        return sum(1_000_000 - (8_000_000 + praise) // (10 + n) for praise, n in rated)

    affordable = [doubt(s) for s in every_assignment(market) if price(s) <= budget]
    found = covering(market, NEEDS, Limits(budget), Objective.QUALITY).sets
    assert [one.value for one in found[:1]] == sorted(affordable)[:1]


def test_a_partner_that_lacks_a_language_is_no_taker():
    (only,) = [card(1, dict.fromkeys(NEEDS, 10), {})]
    prices = {10: PlanPrice(0, 100)}
    assert takers([only], NEEDS, frozenset(("zh", "de")), prices) == []


def test_a_plan_that_cannot_be_priced_serves_nothing():
    some = card(1, {NEEDS[0]: 10, NEEDS[1]: 11}, {})
    (taker,) = takers([some], NEEDS, frozenset(), {10: PlanPrice(0, 100), 11: None})
    assert set(taker.plans) == {NEEDS[0]}


def test_no_takers_no_sets():
    assert covering([], NEEDS, Limits(), Objective.COST).sets == ()


def test_no_set_shown_contains_another():
    market = a_market(Random(3))
    shown = [one.members for one in covering(market, NEEDS, Limits(), Objective.COST).sets]
    assert all(not a <= b and not b <= a for a, b in combinations(shown, 2))
