"""What a click on a target is worth: posterior conversion of its pairs × order value of its ad group.

Order value per ad group is shrunk to the account with the weight of 20 orders; a target's value is the click-weighted
posterior of its pairs, with three imagined clicks of its prior for the mix not yet seen; calibrated on the last four
weeks (facts/ads.md 2-3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.account import Account
from pilotage.engines.ads.shrinkage import Effects, Fit, fit
from pilotage.engines.ads.sums import summed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ORDERS_OF_THE_ACCOUNT = 20.0
UNSEEN = 3.0
_LEAST_PAIRS = 3  # a word in fewer pairs says nothing
CALIBRATION = (0.7, 1.3)
CALIBRATION_CLICKS = 1000.0
PRICE_SAYS = np.array([0.5, 0.0, 0.0, 0.0, 0.0])  # usual β: a rival who pays more knows something
WORD_TAILS = 3.0
_FAR = 2.0  # squares of covariates end here


@dataclass(frozen=True, slots=True)
class Values:
    """Per pair: shape and rate of the conversion's posterior; per target: value of a click, its doubt; order values."""

    shape: Floats
    rate: Floats
    value: Floats
    doubt: Floats  # standard deviation of log value
    order_value: Floats  # per ad group
    calibration: float
    k: float


def values(account: Account) -> Values:
    """Fit the account and value its targets."""
    pairs = account.measures
    group = np.asarray(account.group, np.int64)
    order_value = _order_values(account, group)
    x = _covariates(account, order_value[group])
    classes = _classes(account, group)
    found = fit(pairs.mature, pairs.orders, x, PRICE_SAYS, classes)
    mean = found.mean(pairs.mature, pairs.orders)
    calibration = _calibration(account, mean)
    clicks = account.of(pairs.clicks)
    prior = _prior(account, found, x, group)
    conversion = (account.of(pairs.clicks * mean) + UNSEEN * prior) / (clicks + UNSEEN)
    common = _common(account, found, group)
    shape = _shape(account, found, classes, mean, common)
    doubt = _doubt(account, found, conversion, common)
    value = calibration * conversion * order_value[group]
    return Values(shape, shape / mean, value, doubt, order_value, calibration, found.k)


def _order_values(account: Account, group: Ints) -> Floats:
    pairs, size = account.measures, len(account.groups)
    mean = pairs.sales.sum() / max(pairs.orders.sum(), 1.0)
    sales = summed(group[account.pair_target], pairs.sales, size)
    orders = summed(group[account.pair_target], pairs.orders, size)
    return np.asarray((ORDERS_OF_THE_ACCOUNT * mean + sales) / (ORDERS_OF_THE_ACCOUNT + orders))


def _covariates(account: Account, price: Floats) -> Floats:
    """log(CPC ÷ price) and log(bid ÷ price) with their squares and product, each about its click-weighted mean.

    What rivals pay says what a click is worth; today's bid beside it says how much of the price is ours."""
    pairs = account.measures
    known = (pairs.clicks > 0) & (pairs.spend > 0)
    if not known.any():
        return np.zeros((len(pairs.clicks), 5))
    of = np.maximum(price[account.pair_target], 1e-9)
    cpc = np.where(known, pairs.spend, 1.0) / np.where(known, pairs.clicks, 1.0)
    weight = np.where(known, pairs.clicks, 0.0)
    bid = np.asarray(account.bid, float)[account.pair_target]
    c = _centred(np.log(cpc / of), weight, known)
    b = _centred(np.log(np.where(bid > 0, bid, 1.0) / of), weight * (bid > 0), known & (bid > 0))
    near_c, near_b = np.clip(c, -_FAR, _FAR), np.clip(b, -_FAR, _FAR)
    squares = [_centred(one, weight, known) for one in (near_c**2, near_b**2, near_c * near_b)]
    return np.stack([c, b, *squares], axis=1)


def _centred(values: Floats, weight: Floats, known: NDArray[np.bool_]) -> Floats:
    if not weight.any():
        return np.zeros(len(values))
    return np.where(known, np.clip(values - np.average(values, weights=weight), -4, 4), 0.0)


def _classes(account: Account, group: Ints) -> list[Effects]:
    campaign = np.array([one.campaign for one in account.groups], np.int64)
    of_group = group[account.pair_target]
    classes = [
        Effects(campaign[of_group], len(account.campaigns)),
        Effects(of_group, len(account.groups)),
        Effects(account.pair_target, len(account.words)),
    ]
    words = _words(account.terms)
    return [*classes, words] if words else classes


def _words(terms: list[str]) -> Effects | None:
    codes: dict[str, int] = {}
    rows, found = [], []
    for n, term in enumerate(terms):
        for one in set(term.split()):
            rows.append(n)
            found.append(codes.setdefault(one, len(codes)))
    if not found:
        return None
    at, code = np.array(rows, np.int64), np.array(found, np.int64)
    common = np.bincount(code, minlength=len(codes)) >= _LEAST_PAIRS
    keep = common[code]
    if not keep.any():
        return None
    at, code = at[keep], np.unique(code[keep], return_inverse=True)[1]
    overlap = float(np.bincount(at).max(initial=1))
    return Effects(code.astype(np.int64), int(code.max()) + 1, at, overlap, WORD_TAILS)


def _calibration(account: Account, mean: Floats) -> float:
    pairs = account.measures
    if account.days <= 28:
        return 1.0
    usual = CALIBRATION_CLICKS * pairs.orders.sum() / max(pairs.mature.sum(), 1.0)
    expected = float(pairs.late_mature @ mean)
    found = (float(pairs.late_orders.sum()) + usual) / max(expected + usual, 1e-9)
    return float(np.clip(found, *CALIBRATION))


def _prior(account: Account, found: Fit, x: Floats, group: Ints) -> Floats:
    """The rate a click on a new term of the target would have."""
    campaign = np.array([one.campaign for one in account.groups], np.int64)
    clicks = account.measures.clicks
    middle = account.of(clicks * (x @ found.beta)) / np.maximum(account.of(clicks), 1.0)
    log = found.intercept + middle
    log = log + found.effects[0][campaign[group]] + found.effects[1][group] + found.effects[2]
    return np.asarray(np.exp(np.clip(log, -20, 0)))


def _common(account: Account, found: Fit, group: Ints) -> Floats:
    """Variance of a target's log rate before its own orders: its spread, and the doubt of its group and campaign."""
    campaign = np.array([one.campaign for one in account.groups], np.int64)
    return np.asarray(found.spread[2] + found.doubts[1][group] + found.doubts[0][campaign[group]])


def _shape(account: Account, found: Fit, classes: list[Effects], mean: Floats, common: Floats) -> Floats:  # fmt: skip
    """Shape of each pair's posterior: what the leaf, the words and the rest of its target leave open, and its orders."""
    pairs, target = account.measures, account.pair_target
    told = pairs.mature * mean
    others = np.maximum(account.of(told)[target] - told, 0.0)
    open_ = 1.0 / (others + 1.0 / common[target]) + found.leaf
    for words, doubt in zip(classes[3:], found.doubts[3:], strict=True):
        if words.codes is not None and words.rows is not None:
            open_ = open_ + summed(words.rows, doubt[words.codes], len(mean))
    return np.asarray(1.0 / np.expm1(np.minimum(open_, 4.0)) + pairs.orders)


def _doubt(account: Account, found: Fit, conversion: Floats, common: Floats) -> Floats:
    """Doubt of a target's log value: prior variance of its mix against the orders that it had; the unseen mix on top."""
    clicks = account.of(account.measures.clicks)
    squares = account.of(account.measures.clicks**2)
    mix = found.leaf * (squares + UNSEEN) / (clicks + UNSEEN) ** 2
    told = account.of(account.measures.mature) * conversion
    unseen = found.leaf * UNSEEN / (clicks + UNSEEN)
    return np.asarray(np.sqrt(1.0 / (told + 1.0 / (common + mix)) + unseen))
