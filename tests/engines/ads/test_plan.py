"""Plans: what moves, what never moves, and that the sheet says exactly the plan."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.ads.accounts_made import account

from pilotage.cli.main import main
from pilotage.engines.ads import Plan, Wishes, plan, write_sheet
from pilotage.engines.ads.account import Account, Campaign, Group
from pilotage.engines.ads.bids import CLICKS_BY_BID, PRICE_BY_BID, Pace, solve
from pilotage.engines.ads.gammas import below
from pilotage.engines.ads.guards import Bounds, Span
from pilotage.engines.ads.shrinkage import Effects, fit
from pilotage.engines.ads.wishes import limits
from pilotage.engines.mill.ads import MICRO, MISSING, read_ads
from pilotage.kernel.errors import Invalid


def planned(terms: Path, bulk: Path, acos: float = 0.30, history: Path | None = None) -> Plan:
    past = read_ads(history) if history else None
    return plan(read_ads(terms), Wishes(acos), bulk=read_ads(bulk), history=past)


def test_a_plan_moves_bids_towards_value_and_says_why(tmp_path: Path):
    found = planned(*account(tmp_path))
    bids = [one for one in found.changes if one.what == "bid"]
    assert len(bids) > 10
    for one in bids:
        assert one.reason.zh != one.reason.en
        assert "{" not in one.reason.zh + one.reason.en
        assert one.evidence["posterior"]["low_90"] < one.evidence["posterior"]["high_90"]
    assert found == planned(*account(tmp_path))


def test_no_step_is_larger_than_asked(tmp_path: Path):
    for one in planned(*account(tmp_path)).changes:
        if one.what == "bid":
            ratio = Decimal(one.after) / Decimal(str(one.before))
            assert Decimal("0.49") <= ratio <= Decimal("1.62")
            if not 0.52 < ratio < 1.58:
                assert "largest_step" in one.guards


def test_the_sheet_reads_back_as_exactly_the_plan(tmp_path: Path):
    found = planned(*account(tmp_path))
    write_sheet(found.changes, tmp_path / "plan.xlsx")
    table = read_ads(tmp_path / "plan.xlsx").tables[0]
    assert table.kept == len(found.changes) > 0
    for n, one in enumerate(found.changes):
        assert table.texts["operation"][n] == one.operation in ("Create", "Update", "Archive")
        assert table.texts["entity"][n] == one.entity
        assert table.texts["campaign_id"][n] == one.ids["campaign_id"]
        assert table.texts["keyword_id"][n] == one.ids.get("keyword_id", "")
        if one.what in ("bid", "harvest"):
            assert table.money["bid"][n] == int(Decimal(one.after) * MICRO)
        else:
            assert table.money["bid"][n] == MISSING


def test_a_term_that_looks_like_a_formula_stays_text(tmp_path: Path):
    from dataclasses import replace

    one = planned(*account(tmp_path)).changes[0]
    term = replace(one, operation="Create", what="negative", says={"keyword_text": "=1+1", "match_type": "negativeExact"})  # fmt: skip
    write_sheet([term], tmp_path / "plan.xlsx")
    assert read_ads(tmp_path / "plan.xlsx").tables[0].texts["keyword_text"] == ["=1+1"]


@pytest.mark.parametrize("seed", range(5))
def test_an_account_in_proportion_and_on_target_is_left_alone(tmp_path: Path, seed: int):
    terms, bulk = account(tmp_path, seed=seed, proportional=True, clicks=300)
    acos = planned(terms, bulk).summary["predicted_acos_before"]
    found = planned(terms, bulk, acos=acos)
    assert [one for one in found.changes if one.what == "bid"] == []
    assert found.notes[0][0] == "ALREADY_GOOD"


def test_without_data_nothing_is_changed_and_it_says_why(tmp_path: Path):
    for clicks, code in ((0, "NO_DATA"), (1, "TOO_LITTLE_DATA")):
        found = planned(*account(tmp_path, clicks=clicks))
        assert found.changes == ()
        assert found.notes[0][0] == code


def test_without_a_bulk_file_there_is_only_advice(tmp_path: Path):
    terms, _ = account(tmp_path)
    found = plan(read_ads(terms), Wishes(0.30))
    assert found.changes == ()
    assert len(found.advice) > 10
    assert found.notes[0][0] == "NO_BIDS"


def test_a_bid_changed_within_the_attribution_window_cools_down(tmp_path: Path):
    terms, bulk = account(tmp_path)
    history = tmp_path / "history.csv"
    history.write_text(
        "time,eventSourceType,eventSourceId,name,type,from,to\n1788048000000,KEYWORD,300000,kw 0,BID_AMOUNT,0.5,0.6\n"
    )  # 2026-08-30
    moved = {one.ids.get("keyword_id") for one in planned(terms, bulk).changes}
    assert "300000" in moved
    cooled = planned(terms, bulk, history=history)
    assert "300000" not in {one.ids.get("keyword_id") for one in cooled.changes}
    assert cooled.summary["held"] == {"cool_down": 1}


@given(
    st.lists(
        st.tuples(st.floats(0.02, 50), st.floats(0, 400), st.floats(0.001, 20)), min_size=1, max_size=12
    ),
    st.sampled_from(["USD", "JPY", "AED", ""]),
    st.floats(0.05, 0.9),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_bids_stay_within_every_guard(rows: list[tuple[float, float, float]], currency: str, acos: float):  # fmt: skip
    rules, wishes = limits(currency), Wishes(acos)
    bid, clicks, value = (np.array(column) for column in zip(*rows, strict=True))
    made = Account(
        campaigns=[Campaign("1", "K")], groups=[Group("2", "G", 0)], words=["w"] * len(rows), ids=["3"] * len(rows),
        group=[0] * len(rows), bid=bid.tolist(), pair_target=np.arange(len(rows)),
    )  # fmt: skip
    made.measures = made.measures._replace(clicks=clicks)
    bounds = Bounds(made, wishes, rules)
    found = solve(Pace(clicks, clicks * bid, value), bid, value, bounds.only(bid > 0), acos, None)
    assert (found.given >= np.minimum(bid, np.maximum(rules.floor, bid * 0.5)) - 1e-9).all()
    assert (found.given <= np.maximum(bid, np.minimum(rules.ceiling, bid * 1.6)) + 1e-9).all()
    assert (found.given[clicks < 1] == bid[clicks < 1]).all()


def test_the_multiplier_meets_the_target_as_a_plain_search_does():
    bid, clicks, value = np.array([1.0, 2.0]), np.array([30.0, 10.0]), np.array([4.0, 5.0])
    pace = Pace(clicks, clicks * bid, value)
    free = Span(np.array([0.0, 0.0]), np.array([99.0, 99.0]))
    found = solve(pace, bid, value, free, 0.30, None)
    assert math.isclose(found.spend.sum(), 0.30 * found.sales.sum(), rel_tol=1e-6)

    def too_dear(kappa: float) -> bool:
        ratio = kappa * value / bid
        return sum(clicks * bid * ratio ** (CLICKS_BY_BID + PRICE_BY_BID)) > 0.30 * sum(clicks * ratio**CLICKS_BY_BID * value)  # fmt: skip

    plain = next(step / 10000 for step in range(1, 100000) if too_dear(step / 10000))
    assert abs(found.kappa - plain) < 2e-4
    assert math.isclose(solve(pace, bid, value, free, 0.30, 5.0).spend.sum(), 5.0, rel_tol=1e-6)


@pytest.mark.parametrize(("shape", "rate", "value"), [(0.5, 3.0, 0.2), (4.0, 100.0, 0.05), (60.0, 900.0, 0.06)])  # fmt: skip
def test_the_gamma_tail_is_that_of_a_fine_sum(shape: float, rate: float, value: float):
    at = (np.arange(400_000) + 0.5) * value / 400_000
    density = np.exp(shape * math.log(rate) + (shape - 1) * np.log(at) - rate * at - math.lgamma(shape))  # fmt: skip
    assert math.isclose(below(shape, rate, value), density.sum() * value / 400_000, abs_tol=2e-3)


def test_groups_with_different_conversion_are_told_apart_and_equal_ones_are_not():
    r = np.random.default_rng(3)
    codes, clicks = np.repeat(np.arange(10), 30), np.full(300, 40.0)
    for spread in (0.0, 0.8):
        true = 0.05 * np.exp(spread * np.linspace(-1, 1, 10))
        found = fit(clicks, r.poisson(clicks * true[codes]).astype(float), np.zeros(300), [Effects(codes, 10)])  # fmt: skip
        error = np.exp(found.intercept + found.effects[0]) / true
        assert np.abs(np.log(error)).max() < 0.30


def test_the_command_writes_sheet_and_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    terms, bulk = account(tmp_path)
    out, told = tmp_path / "p.xlsx", tmp_path / "p.json"
    asked = ["ads", "plan", str(terms), "--bulk", str(bulk), "--target-acos", "0.30", "--out", str(out), "--json", str(told), "--lang", "en"]  # fmt: skip
    assert main(asked) == 0
    written = json.loads(told.read_text())
    assert written["summary"]["changes"] == len(written["changes"]) == read_ads(out).tables[0].kept
    assert set(written["changes"][0]) >= {"entity", "ids", "what", "from", "to", "reason_code", "evidence", "reason_zh", "reason_en", "expected", "guard"}  # fmt: skip
    assert main(["ads", "plan", str(terms), "--target-acos", "-1", "--out", str(out)]) == 2
    with pytest.raises(Invalid):
        Wishes(float("nan"))
