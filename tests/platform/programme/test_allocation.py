"""Places by lot: replayable, nobody waits for ever, no firm takes all, more lots for longer waits."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from math import ceil, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pilotage.platform.programme.allocation import CERTAIN, SHARE, Applicant, allocate

queues = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.integers(0, 9)), max_size=25
).map(lambda rows: [Applicant(f"r{n}", firm, waited) for n, (firm, waited) in enumerate(rows)])  # fmt: skip
seeds = st.text("0123456789abcdef", min_size=1, max_size=12)


def given_to(drawn):
    return {one.ref for one in drawn if one.given}


@given(queues, st.integers(0, 30), seeds)
@settings(max_examples=60)
def test_every_place_is_given_and_the_order_of_the_queue_does_not_matter(queue, places, seed):
    drawn = allocate(queue, places, seed)
    assert len(given_to(drawn)) == min(places, len(queue))
    assert allocate(queue[::-1], places, seed) == drawn
    assert all(one.why.zh and one.why.en for one in drawn)


@given(queues, st.integers(1, 30), seeds)
@settings(max_examples=60)
def test_a_firm_is_above_its_share_only_where_nobody_else_wants_the_place(queue, places, seed):
    firms = {one.ref: one.firm for one in queue}
    got = given_to(allocate(queue, places, seed))
    many = Counter(firms[ref] for ref in got)
    above = {firm for firm, n in many.items() if n > ceil(SHARE * places)}
    if above:
        waiting = {firms[one.ref] for one in queue if one.ref not in got}
        assert all(many[firm] >= ceil(SHARE * places) for firm in waiting)


@given(seeds)
@settings(max_examples=15)
def test_nobody_waits_for_ever(seed):
    """One place a round and three newcomers each third round: as many places as newcomers, everybody's turn comes."""
    waiting, longest = {f"start{n}": 0 for n in range(6)}, 0
    for turn in range(60):
        if turn % 3 == 0:
            waiting |= {f"{turn}-{n}": 0 for n in range(3)}
        queue = [Applicant(ref, ref, waited) for ref, waited in waiting.items()]
        for ref in given_to(allocate(queue, 1, f"{seed}/{turn}")):
            longest = max(longest, waiting.pop(ref))
        waiting = {ref: waited + 1 for ref, waited in waiting.items()}
    assert max(longest, *waiting.values()) <= CERTAIN + 6 + 3


def test_the_longest_wait_comes_before_the_draw():
    queue = [Applicant("new", "A", 0), Applicant("old", "B", CERTAIN), Applicant("older", "C", CERTAIN + 1)]  # fmt: skip
    for n in range(50):
        assert given_to(allocate(queue, 1, str(n))) == {"older"}


def test_two_lots_are_drawn_first_twice_as_often_as_one():
    queue = [Applicant("one", "A", 0), Applicant("two", "B", 1)]
    first = Counter(allocate(queue, 1, f"seed {n}")[0].ref for n in range(3000))
    assert 0.64 < first["two"] / 3000 < 0.69


def test_anybody_can_draw_again_from_the_seed():
    """The slow way: SHA-256 of seed and reference as a number in 0 … 1, minus its logarithm over the lots."""
    queue = [Applicant(f"app{n}", f"F{n}", n % 4) for n in range(12)]

    def key(one):
        number = int(sha256(f"2026-12:{one.ref}".encode()).hexdigest()[:16], 16) >> 11
        return -log((number + 0.5) / 2**53) / (1 + one.waited)

    assert [one.ref for one in allocate(queue, 4, "2026-12")] == [one.ref for one in sorted(queue, key=key)]  # fmt: skip


@pytest.mark.parametrize("wrong", [([Applicant("a", "A", 0)] * 2, 1), ([], -1)])
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="whole"):
        allocate(*wrong, "s")


def test_a_wait_below_nought_is_refused():
    with pytest.raises(ValueError, match="no round"):
        Applicant("a", "A", -1)
