"""Opinions: PA-M5 (one five-star review below 4.7 × 100; splitting changes nothing), priors, intervals, unknown."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotage.engines.reputation import (
    UNKNOWN,
    Opinion,
    Prior,
    Tally,
    prior_of,
    share,
    standing,
    tally,
)
from pilotage.engines.reputation.beta import below, quantile
from pilotage.engines.search.quality import LEAST_STRENGTH, MOST_MEAN, MOST_STRENGTH

FIVE, FOUR_SEVEN = 1_000_000, 925_000
praises = st.integers(0, 1_000_000)
priors = st.builds(
    Prior,
    st.decimals("0.05", "0.85", places=4),
    st.integers(LEAST_STRENGTH, MOST_STRENGTH),
)
opinions = st.lists(st.builds(Opinion, st.sampled_from("abcdef"), praises), max_size=12)


@given(priors)
def test_one_review_of_five_never_outranks_a_hundred_of_four_point_seven(prior):
    once, often = Tally(FIVE, 1), Tally(100 * FOUR_SEVEN, 100)
    assert standing(once, prior).mean < standing(often, prior).mean
    assert standing(once, prior).low < standing(often, prior).low


@given(st.lists(st.builds(Tally, st.integers(0, 10**8), st.integers(100, 10**4)), max_size=30))
def test_nor_under_any_prior_that_a_category_can_have(firms):
    prior = prior_of(firms)
    assert standing(Tally(FIVE, 1), prior).mean < standing(Tally(100 * FOUR_SEVEN, 100), prior).mean


@given(opinions, st.integers(1, 9))
def test_splitting_an_engagement_into_many_reviews_changes_nothing(said, times):
    assert tally([one for one in said for _ in range(times)]) == tally(said)


@given(opinions, praises)
def test_no_number_of_reviews_of_one_engagement_weighs_more_than_one(said, praise):
    many = [*said, *[Opinion("other", praise)] * 50]
    assert tally(many).engagements == tally(said).engagements + 1


@given(opinions, priors)
def test_the_mean_lies_between_what_was_expected_and_what_was_said(said, prior):
    of = tally(said)
    own = Decimal(of.praise) / of.engagements / 1_000_000 if of.engagements else prior.mean
    found = standing(of, prior)
    assert min(own, prior.mean) - Decimal("1e-5") <= found.mean <= max(own, prior.mean) + Decimal("1e-5")  # fmt: skip
    assert found.low <= found.mean <= found.high


def test_few_opinions_are_unknown_not_perfect():
    assert not standing(Tally(2 * FIVE, 2)).is_known
    assert standing(Tally(3 * FIVE, 3)).is_known
    assert standing(Tally(0, 0)).mean == UNKNOWN.mean


def test_limits_are_those_of_the_ranking():
    from pilotage.engines.reputation import opinions as here

    assert (here.MOST_MEAN, here.LEAST_STRENGTH, here.MOST_STRENGTH) == (MOST_MEAN, LEAST_STRENGTH, MOST_STRENGTH)  # fmt: skip


@pytest.mark.parametrize("strength", [10, 20, 30])
def test_the_prior_of_a_category_is_found_again(strength):
    draw = Random(strength)
    firms = []
    for _ in range(3000):
        quality, n = draw.betavariate(0.7 * strength, 0.3 * strength), draw.randint(5, 60)
        firms.append(Tally(1_000_000 * sum(draw.random() < quality for _ in range(n)), n))
    found = prior_of(firms)
    assert abs(found.mean - Decimal("0.70")) < Decimal("0.01")
    assert abs(found.strength - strength) <= 0.15 * strength + 1


def test_too_few_firms_say_nothing():
    assert prior_of([Tally(FIVE * 50, 50)] * 4) == UNKNOWN


@given(st.floats(0.5, 80), st.floats(0.5, 80), st.floats(0.01, 0.99))
def test_a_quantile_is_undone_by_the_distribution(a, b, at):
    assert abs(below(quantile(at, a, b), a, b) - at) < 1e-6


def test_the_distribution_agrees_with_a_slow_sum():
    """Referee: the midpoint rule over the density."""
    from math import lgamma

    for a, b, x in ((2.5, 4.0, 0.3), (12.0, 3.5, 0.7), (8.8, 1.2, 0.95)):
        steps, log_beta = 40_000, lgamma(a) + lgamma(b) - lgamma(a + b)
        at = [(i + 0.5) * x / steps for i in range(steps)]
        slow = sum(t ** (a - 1) * (1 - t) ** (b - 1) for t in at) * x / steps / 2.718281828459045**log_beta  # fmt: skip
        assert abs(slow - below(x, a, b)) < 1e-6


def test_an_outcome_keeps_its_denominator_and_few_cases_are_no_share():
    assert share(4, 4).value is None and share(4, 4).of == 4
    found = share(45, 50)
    assert found.value == Decimal("0.9")
    # Jeffreys, 90 %: Beta(45.5, 5.5) as published by R's qbeta.
    assert abs(found.low - Decimal("0.8144")) < Decimal("0.01") and found.high < 1
    with pytest.raises(ValueError, match="whole"):
        share(3, 2)
