"""A plan kept on disk: chosen as a slow walk would choose, and taken back exactly as the sheet needs it."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.ads.accounts_made import account

from pilotage.engines.ads import Wishes, plan, plan_json
from pilotage.engines.ads.kept_plan import KINDS, KeptPlan, Only, keep_plan
from pilotage.engines.ads.sheet import sheet_rows
from pilotage.engines.mill.ads import read_ads
from pilotage.engines.mill.spans import spans


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plan")
    terms, bulk = account(folder, seed=3)
    found = plan(read_ads(terms), Wishes(0.3), bulk=read_ads(bulk))
    return found, keep_plan(found, folder / "rows.parquet")


def test_what_is_taken_back_makes_the_same_sheet(made):
    found, kept = made
    taken = list(kept.changes(kept.places(Only())))
    assert sheet_rows(taken) == sheet_rows(found.changes)
    assert [one.reason for one in taken] == [one.reason for one in found.changes]


@pytest.mark.parametrize(
    "only",
    [Only(), Only(what="negative"), Only(guard="bid_floor"), Only(code="BID_UP"), Only(words="KW 1"),
     Only(words="k2"), Only(what="bid", words="'; --"), Only(words="\0")],
    ids=str,
)  # fmt: skip
def test_places_are_those_of_a_slow_walk(made, only):
    found, kept = made
    assert sorted(kept.places(only)) == [
        n for n, one in enumerate(found.changes) if _meant(one, only)
    ]


def _meant(one, only: Only) -> bool:
    named = f"{one.ids.get('targeting', '')} {one.says.get('term', '')} {one.ids['ad_group_name']}\n{one.ids['campaign_name']}"
    return (
        only.what in ("", one.what)
        and only.code in ("", one.code)
        and (not only.guard or only.guard in one.guards)
        and only.words.lower() in named.lower()
    )


def test_kinds_and_rows_say_what_the_plan_says(made):
    found, kept = made
    assert [KINDS[n] for n in kept.kinds()] == [one.what for one in found.changes]
    said = json.loads(json.dumps(plan_json(found)["changes"]))
    assert [one | {"position": 0} for one in kept.rows([2, 0])] == [
        said[2] | {"position": 0},
        said[0] | {"position": 0},
    ]
    assert kept.rows([]) == [] and dict(kept.guards()) == Counter(
        name for one in found.changes for name in one.guards
    )


def test_advice_stands_apart(tmp_path):
    terms, _ = account(tmp_path)
    found = plan(read_ads(terms), Wishes(0.3))
    kept = keep_plan(found, tmp_path / "rows.parquet")
    assert (
        not len(kept.places(Only()))
        and len(kept.places(Only(), advice=True)) == len(found.advice) > 0
    )


def test_a_plan_without_changes_can_be_kept(tmp_path):
    terms, bulk = account(tmp_path, targets=2, clicks=3)
    kept = keep_plan(
        plan(read_ads(terms), Wishes(0.3), bulk=read_ads(bulk)), tmp_path / "none.parquet"
    )
    assert isinstance(kept, KeptPlan) and not len(kept.kinds()) and kept.guards() == []


@given(st.sets(st.integers(0, 60)))
def test_spans_are_runs_that_cannot_be_joined(places):
    runs = spans(sorted(places))
    assert {n for first, last in runs for n in range(first, last + 1)} == places
    assert all(b[0] - a[1] > 1 for a, b in pairwise(runs))
