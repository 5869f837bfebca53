"""What a click is worth: prices by their own spread, the late mix without what is negated, and the probabilities beneath."""

from __future__ import annotations

import math

import numpy as np
import pytest
from bench._ads_random import broken, case

from pilotage.engines.ads import plan
from pilotage.engines.ads.account import Account, Campaign, Group
from pilotage.engines.ads.gammas import below, log_gamma
from pilotage.engines.ads.moves import Changes
from pilotage.engines.ads.shrinkage import Effects, fit
from pilotage.engines.ads.values import values


def made(prices: list[float], orders: list[float], bad: float = 0.0) -> Account:
    """Ad groups of one target and two terms each, at one price of their own."""
    groups = len(prices)
    one = Account(
        campaigns=[Campaign("1", "K")], groups=[Group(str(n), f"G{n}", 0) for n in range(groups)],
        words=[f"kw {n}" for n in range(groups)], ids=[str(n) for n in range(groups)], group=list(range(groups)),
        bid=[1.0] * groups, pair_target=np.repeat(np.arange(groups), 2), terms=["good", "bad"] * groups,
    )  # fmt: skip
    sold = np.repeat(np.array(orders), 2) * np.tile([1.0, bad], groups)
    seen = np.full(2 * groups, 200.0)
    money = sold * np.repeat(np.array(prices), 2)
    one.measures = one.measures._replace(clicks=seen, mature=seen, orders=sold, sales=money, spend=seen * 0.5, recent_clicks=seen, late_mature=seen, late_orders=sold)  # fmt: skip
    return one


def test_groups_of_one_price_each_are_believed_after_few_orders():
    prices = [10.0, 20.0, 30.0, 40.0, 80.0]
    found = values(made(prices, [6.0] * 5, bad=0.5)).order_value
    assert np.abs(found / prices - 1).max() < 0.15


def test_a_negated_term_no_longer_makes_its_target_look_worse():
    account = made([20.0] * 6, [20.0] * 6)
    before = values(account).value
    account.negatives = {(0, "bad")}
    after = values(account).value
    assert after[0] > 1.5 * before[0]
    assert after[1:] == pytest.approx(before[1:])


def test_the_price_of_a_term_speaks_within_its_target_and_never_for_the_bid():
    r = np.random.default_rng(2)
    dear = np.outer(r.normal(0, 0.5, 400), [1.0, -1.0]).ravel()  # both terms of each target
    account = made([20.0] * 400, [1.0] * 400)
    seen = account.measures
    orders = r.poisson(10 * np.exp(0.8 * dear)).astype(float)
    paid = seen.clicks * np.exp(dear)
    account.measures = seen._replace(orders=orders, late_orders=orders, sales=orders * 20, spend=paid)  # fmt: skip
    found = values(account)
    heard = np.corrcoef(np.log(found.shape / found.rate), dear)[0, 1]
    assert heard > 0.88  # .75 for a fit that does not hear it
    bids = np.repeat(np.exp(r.normal(0, 0.9, 400)), 2)
    account.measures = account.measures._replace(spend=paid * bids)
    assert values(account).value == pytest.approx(found.value, rel=1e-6)


def test_log_gamma_and_large_shapes_agree_with_the_slow_way():
    x = np.array([0.01, 0.7, 3.0, 55.5, 900.0])
    assert log_gamma(x) == pytest.approx([math.lgamma(one) for one in x], abs=1e-9)
    shape, at = 500.0, 510.0
    grid = (np.arange(200_000) + 0.5) * at / 200_000
    slow = float(np.exp((shape - 1) * np.log(grid) - grid - math.lgamma(shape)).sum() * at / 200_000)  # fmt: skip
    assert float(below(shape, 1.0, at)) == pytest.approx(slow, abs=2e-5)


def test_variances_learnt_from_a_part_value_a_large_account_alike(monkeypatch: pytest.MonkeyPatch):
    r = np.random.default_rng(5)
    group = np.repeat(np.arange(200), 30)
    rate = 0.05 * np.exp(r.normal(0, 0.5, 200)[group])
    clicks = np.full(len(group), 25.0)
    orders = r.poisson(clicks * rate).astype(float)
    classes = [Effects(group // 50, 4), Effects(group, 200), Effects(np.arange(len(group)) // 3, len(group) // 3)]  # fmt: skip
    none = np.zeros(len(group))
    whole = fit(clicks, orders, none, classes).mean(clicks, orders)
    monkeypatch.setattr("pilotage.engines.ads.shrinkage.LARGE", 1000)
    monkeypatch.setattr("pilotage.engines.ads.shrinkage.SAMPLE", 3000)
    part = fit(clicks, orders, none, classes).mean(clicks, orders)
    assert np.abs(np.log(part / whole)).mean() < 0.05


@pytest.mark.parametrize("first", [0, 20, 40])
def test_no_guard_is_broken_in_random_accounts(first: int):
    for seed in range(first, first + 20):
        one = case(seed)
        assert list(broken(one, plan(one.terms, one.wishes, bulk=one.bulk))) == [], seed


def test_changes_kept_in_columns_are_a_sequence_like_any_other():
    one = case(4)
    found = plan(one.terms, one.wishes, bulk=one.bulk).changes
    listed = list(found)
    assert len(found) == len(listed) > 3
    assert [found[n] for n in range(-len(listed), len(listed))] == listed * 2
    assert found[1:3] == listed[1:3]
    assert found == listed
    assert Changes(listed) != listed[1:]
    with pytest.raises(IndexError):
        found[len(listed)]
