"""Review rings: each rule on one screen, innocents beside them, recall and precision on a few invented networks (PA-R2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.reputation.rings_made import made

from pilotage.engines.reputation import Reviewed, Why, rings

NOW = datetime(2026, 11, 25, tzinfo=UTC)
MIXED = (1_000_000, 666_667, 1_000_000, 333_333)
TEXTS = ("税务师回复及时，材料核对得很仔细", "前期沟通慢，后来办好了，价格略高", "对德国税局很熟，主动提醒了期限", "中途换过人，整体满意，会续约")  # fmt: skip


def crowd(firms: int = 6, sellers: int = 40) -> list[Reviewed]:
    """Sellers with opinions of their own, over a year, with work that took its time."""
    return [
        Reviewed(
            f"c{n}-{k}", f"seller{n}", f"firm{(n + k * (1 + n // firms)) % firms}", "vat:DE",
            NOW - timedelta(days=7 * n + k), MIXED[(n + k) % 4], TEXTS[(n + 2 * k) % 4] + str(n), 200.0 + n,
        )
        for n in range(sellers) for k in range(2)
    ]  # fmt: skip


def hired(count: int = 6, firm: str = "firm0", **changed) -> list[Reviewed]:
    """Strangers who praise one firm in one week in the same words, for work of an hour."""
    words = "非常专业的团队，服务态度一流，强烈推荐给所有卖家朋友们"
    return [
        replace(
            Reviewed(f"h{n}", f"hired{n}", firm, "vat:DE", NOW - timedelta(hours=9 * n), 1_000_000, words, 1.0),
            **changed,
        )
        for n in range(count)
    ]  # fmt: skip


def suspected(reviews, **signs: set[str]) -> set[str]:
    found = rings(reviews, {who: frozenset(held) for who, held in signs.items()})
    return {ref for ring in found for ref in ring.reviews}


def test_honest_opinions_are_left_alone():
    assert suspected(crowd()) == set()


def test_a_reviewer_tied_to_the_firm_is_suspected_alone():
    assert suspected(crowd(), seller3={"person:1"}, firm3={"person:1"}) & {"c3-0", "c3-1"}


def test_a_sign_of_a_place_ties_nobody():
    everywhere = {f"firm{n}": {"device:office"} for n in range(3)}
    assert suspected(crowd(), seller3={"device:office"}, **everywhere) == set()


def test_bought_reviews_are_found_with_their_reasons():
    found = rings([*crowd(), *hired()], {})
    assert [set(ring.reviews) for ring in found] == [{f"h{n}" for n in range(6)}]
    assert {Why.WORDS, Why.HASTE, Why.UNIFORM} <= set(found[0].why)


@pytest.mark.parametrize(
    "changed",
    [{"hours": 250.0, "at": NOW - timedelta(days=30)}, {"text": ""}],
    ids=["no haste", "no words in common"],
)
def test_what_an_honest_firm_may_show_too_is_not_enough(changed):
    later = [replace(one, at=one.at - timedelta(days=40 * n)) for n, one in enumerate(hired(**changed))]  # fmt: skip
    assert suspected([*crowd(), *later]) == set()


def test_an_agencys_honest_clients_are_not_a_ring():
    clients = {f"seller{n}": {"person:agent", "device:agent"} for n in range(0, 40, 4)}
    assert suspected(crowd(), **clients) == set()


def test_firms_whose_people_praise_each_other_in_a_circle():
    circle = [
        Reviewed(f"x{n}", f"own{n}", f"firm{(n + 1) % 2}", "vat:DE", NOW, 1_000_000, "", 1.0)
        for n in range(2)
    ]
    tied = {f"own{n}": {f"bank:{n}"} for n in range(2)} | {f"firm{n}": {f"bank:{n}"} for n in range(2)}  # fmt: skip
    assert suspected([*crowd(), *circle], **tied) == {"x0", "x1"}


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_reviews_does_not_matter(draw):
    reviews = [*crowd(), *hired()]
    shuffled = draw.sample(reviews, len(reviews))
    assert rings(shuffled, {}) == rings(reviews, {})


def test_bars_on_invented_networks():
    planted = found = right = 0
    for seed in (1, 2):
        world = made(seed)
        told = suspected(world.reviews, **world.signs)
        planted, found = planted + len(world.planted), found + len(told)
        right += len(told & set(world.planted))
    assert right >= 0.85 * planted, (
        "two networks are few; the bar is measured by `python -m bench rings`"
    )
    assert right >= 0.95 * found
