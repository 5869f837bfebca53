"""The order of partners: exact sums, replay, and the rules nobody may buy a way around."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotage.engines.search.quality import Prior, category_prior, rated
from pilotage.engines.search.ranking import (
    MICRO,
    TERMS,
    WEIGHTS,
    Candidate,
    Candidates,
    QueryTerms,
    Weights,
    praise_of,
    rank,
)

share = st.integers(0, MICRO)


@st.composite
def candidate(draw, number):
    engagements = draw(st.integers(0, 500))
    asked = draw(st.integers(0, 500))
    return Candidate(
        id=f"p{number}",
        relevance=draw(share),
        fit=draw(share),
        praise=draw(st.integers(0, engagements * MICRO)),
        engagements=engagements,
        answered=draw(st.integers(0, asked)),
        asked=asked,
        free=draw(st.integers(0, 9)),
        capacity=draw(st.integers(0, 9)),
        badge=draw(st.booleans()),
        eligible=draw(st.booleans()),
    )


worlds = st.integers(1, 12).flatmap(lambda n: st.tuples(*(candidate(i) for i in range(n))))


@given(worlds, st.text(max_size=5), st.booleans())
def test_terms_add_up_and_the_same_inputs_give_the_same_bytes(world, seed, has_words):
    asked = QueryTerms(has_words=has_words)
    first, again = (rank(Candidates.of(world), asked, seed=seed) for _ in range(2))
    assert first.record(20) == again.record(20)
    placed = first.top(20)
    assert all(p.score == sum(p.terms[t] for t in TERMS) for p in placed)
    assert [p.score for p in placed] == sorted((p.score for p in placed), reverse=True)
    assert {p.id for p in placed} == {c.id for c in world if c.eligible}


@given(worlds, st.randoms())
def test_the_order_of_the_rows_does_not_matter(world, random):
    shuffled = list(world)
    random.shuffle(shuffled)
    there, here = (rank(Candidates.of(w), seed="s").record(20) for w in (world, shuffled))
    assert there == here


@given(st.decimals(0, Decimal("0.85"), places=3), st.integers(8, 40), st.text(max_size=4))
def test_one_five_star_never_outranks_a_hundred_of_4_7(mean, strength, seed):
    one = Candidate("one", praise=praise_of("5"), engagements=1)
    hundred = Candidate("hundred", praise=100 * praise_of("4.7"), engagements=100)
    asked = QueryTerms(quality=Prior(mean, strength))
    assert rank(Candidates.of([one, hundred]), asked, seed=seed).top(1)[0].id == "hundred"


def test_unknown_starts_between_good_and_bad():
    known = [
        Candidate("good", praise=20 * praise_of("4.8"), engagements=20),
        Candidate("new"),
        Candidate("bad", praise=20 * praise_of("3"), engagements=20),
    ]
    for seed in "abcdefgh":
        assert [p.id for p in rank(Candidates.of(known), seed=seed).top(3)] == [
            "good",
            "new",
            "bad",
        ]


def test_splitting_an_engagement_into_many_reviews_changes_nothing():
    assert rated([("e", 800_000)] * 50) == rated([("e", 800_000)]) == (800_000, 1)


def test_ties_are_drawn_anew_by_each_seed():
    same = Candidates.of(Candidate(f"p{i}", praise=400 * MICRO, engagements=400) for i in range(5))
    last = {rank(same, seed=str(day)).top(5)[-1].id for day in range(60)}
    assert last == {f"p{i}" for i in range(5)}


def test_exploration_stays_within_a_third_of_the_doubt():
    asked = Candidates.of(Candidate(f"p{i}") for i in range(2000))
    drawn = rank(asked, seed="x").terms["exploration"]
    doubt = np.sqrt(0.8 * 0.2 / 11)
    assert np.abs(drawn).max() <= 0.35 * doubt * WEIGHTS.quality * MICRO
    assert abs(int(drawn.mean())) < 0.02 * doubt * WEIGHTS.quality * MICRO


def test_a_badge_is_worth_three_points_at_most():
    with pytest.raises(ValueError, match="badge"):
        Weights(badge=4)


def test_a_full_partner_loses_only_the_room_term():
    rows = Candidates.of(
        [Candidate("full", free=0, capacity=5), Candidate("half", free=3, capacity=5)]
    )
    assert rank(rows).terms["room"].tolist() == [0, WEIGHTS.room * MICRO]


def test_a_category_of_nothing_but_praise_is_still_not_assumed_excellent():
    assert category_prior(500 * MICRO, 500).mean == Decimal("0.85")
    assert category_prior(0, 0).mean == Decimal("0.80")
