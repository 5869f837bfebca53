"""The solver's best sets are those of trying every assignment, to the cent, in the order promised."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from tests.engines.matching.market import a_cover, counted, every_set, keeps_limits

from pilotage.engines.matching import cover_best, cover_model
from pilotage.engines.matching.cover import Cover
from pilotage.engines.matching.cover_best import best_sets
from pilotage.engines.matching.cover_bound import floor
from pilotage.kernel.errors import Invalid

WANTED = 3
SECONDS = 20.0


def agrees(cover: Cover) -> None:
    every = every_set(cover)
    found = best_sets(cover, WANTED, SECONDS)
    assert all(cut.bound == cut.value == counted(cover, cut.serves) for cut in found)
    assert all(keeps_limits(cover, cut.serves) for cut in found)
    assert [(cut.value, cut.chosen) for cut in found] == every[:WANTED]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_the_best_sets_are_those_of_trying_all(seed: int) -> None:
    agrees(a_cover(Random(seed)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(200, 260))
def test_so_they_are_when_the_promising_are_looked_at_first(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cover_best, "_PROMISING", 2)
    monkeypatch.setattr(cover_best, "_WIDER", 2)
    agrees(a_cover(Random(seed)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300, 340))
def test_so_they_are_where_everybody_has_three_twins(seed: int) -> None:
    cover = a_cover(Random(seed))
    agrees(cover.only(np.repeat(np.arange(min(cover.partners, 2)), 4), cover.offered))


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(10))
def test_a_thousand_more_cases(hundred: int) -> None:
    for seed in range(1000 + 100 * hundred, 1100 + 100 * hundred):
        agrees(a_cover(Random(seed)))


@pytest.mark.parametrize("seed", range(40))
def test_the_floor_lies_under_every_set_and_under_those_of_each_partner_and_offer(
    seed: int,
) -> None:
    cover = replace(a_cover(Random(seed)), budget=None)
    if not cover.offered.any(axis=0).all():
        return
    below = floor(cover)
    for value, chosen in every_set(cover):
        assert below.value <= value
        assert all(below.partner[row] <= value for row in chosen)
    for cut in best_sets(cover, WANTED, SECONDS):
        assert all(below.offer[row, pair] <= cut.value for pair, row in enumerate(cut.serves))


def a_table(*rows: tuple[int | None, ...], base: int = 0, **limits: int | None) -> Cover:
    """One row of prices per partner; None is not offered. `base` is each partner's fixed fee."""
    offered = np.array([[price is not None for price in row] for row in rows])
    price = np.array([[price or 0 for price in row] for row in rows], dtype=np.int64)
    fixed = np.full(len(rows), base, dtype=np.int64)
    room = np.full(len(rows), limits.pop("room", len(rows[0])) or 0, dtype=np.int64)
    asked = {"budget": None, "max_partners": None, **limits}
    return Cover(offered, price, price, fixed, fixed, room, asked["budget"], asked["max_partners"])


def best(cover: Cover) -> list[tuple[int, tuple[int, ...]]]:
    return [(cut.value, cut.serves) for cut in best_sets(cover, 1, SECONDS)][:1]


ONE_FOR_BOTH = (30, 30), (20, None), (None, 20)


@pytest.mark.parametrize(
    ("cover", "answer"),
    [
        (a_table(*ONE_FOR_BOTH), [(40, (1, 2))]),
        (a_table(*ONE_FOR_BOTH, base=50), [(110, (0, 0))]),  # the fixed fee counts once
        (a_table(*ONE_FOR_BOTH, max_partners=1), [(60, (0, 0))]),
        (a_table(*ONE_FOR_BOTH, base=50, room=1), [(140, (1, 2))]),  # nobody has room for both
        (a_table(*ONE_FOR_BOTH, budget=39), []),
        (a_table(*ONE_FOR_BOTH, budget=40), [(40, (1, 2))]),
        (a_table((30, None), (20, None)), []),  # nobody offers the second
        (a_table((10, 10), (10, 10)), [(20, (0, 0))]),  # equal: fewer, then the earlier
        (a_table((2**52, 1), (2**52 + 1, 1)), [(2**52 + 1, (0, 0))]),
    ],
    ids="cheapest once one full dear enough nobody tie huge".split(),
)
def test_limits_decide(cover: Cover, answer: list[tuple[int, tuple[int, ...]]]) -> None:
    assert best(cover) == answer


def test_a_budget_is_kept_to_the_cent_beside_large_sums() -> None:
    rows = (99_999_999_999, 99_999_999_999), (99_999_999_998, 100_000_000_001)
    assert best(a_table(*rows, budget=199_999_999_996)) == []
    assert best(a_table(*rows, budget=199_999_999_997)) == [(199_999_999_997, (1, 0))]


def test_the_same_question_has_the_same_answer_to_the_assignment() -> None:
    for seed in range(10):
        cover = a_cover(Random(seed))
        assert best_sets(cover, WANTED, SECONDS) == best_sets(cover, WANTED, SECONDS)


def a_town(partners: int, pairs: int) -> Cover:
    """Prices alike, so that many sets come close to the best."""
    random = np.random.default_rng(5)
    offered = random.random((partners, pairs)) < 0.3
    price = np.where(offered, random.integers(80_000, 120_000, (partners, pairs)), 0)
    fixed = random.integers(200_000, 600_000, partners)
    room = np.full(partners, pairs)
    return Cover(offered, price, price, fixed, fixed, room, None, None)


@pytest.mark.slow
@pytest.mark.parametrize("solves", [8, 16, 24])
def test_a_search_cut_short_shows_what_it_met_and_a_bound_that_holds(
    solves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = a_town(150, 30)
    best_there_is = best_sets(town, 1, SECONDS)[0]
    monkeypatch.setattr(cover_model, "_SOLVES", solves)
    met = best_sets(town, 1, SECONDS)[0]
    assert met.bound < met.value == counted(town, met.serves)
    assert met.bound <= best_there_is.value <= met.value


def test_a_search_without_time_does_not_say_that_there_is_no_set() -> None:
    with pytest.raises(Invalid, match=r"shortlist\.unfinished"):
        best_sets(a_town(10, 4), 1, 0.0)


def test_partners_all_the_same_are_taken_in_their_order() -> None:
    twins = a_table(*[(10, 10, 10)] * 90, base=5)
    assert [(cut.value, cut.chosen) for cut in best_sets(twins, 3, SECONDS)] == [
        (35, (0,)),
        (35, (1,)),
        (35, (2,)),
    ]


def test_the_solver_writes_nothing_where_a_command_writes_json() -> None:
    asked = "from pilotage.engines.matching.cover_model import _solver; _solver().run()"
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)
    assert run.stdout + run.stderr == b""
