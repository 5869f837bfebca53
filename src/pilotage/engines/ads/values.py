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
    x = _covariate(account, order_value[group])
    classes = _classes(account, group)
    found = fit(pairs.mature, pairs.orders, x, classes)
    shape, rate = found.posterior(pairs.mature, pairs.orders)
    mean = shape / rate
    calibration = _calibration(account, mean)
    prior = _prior(account, found, x, group)
    clicks = account.of(pairs.clicks)
    conversion = (account.of(pairs.clicks * mean) + UNSEEN * prior) / (clicks + UNSEEN)
    doubt = _doubt(account, found, classes, shape, rate, conversion, clicks)
    value = calibration * conversion * order_value[group]
    return Values(shape, rate, value, doubt, order_value, calibration, found.k)


def _order_values(account: Account, group: Ints) -> Floats:
    pairs, size = account.measures, len(account.groups)
    mean = pairs.sales.sum() / max(pairs.orders.sum(), 1.0)
    sales = summed(group[account.pair_target], pairs.sales, size)
    orders = summed(group[account.pair_target], pairs.orders, size)
    return np.asarray((ORDERS_OF_THE_ACCOUNT * mean + sales) / (ORDERS_OF_THE_ACCOUNT + orders))


def _covariate(account: Account, price: Floats) -> Floats:
    """log(CPC ÷ price) about its click-weighted mean: what rivals' bids say."""
    pairs = account.measures
    known = (pairs.clicks > 0) & (pairs.spend > 0)
    if not known.any():
        return np.zeros(len(pairs.clicks))
    cpc = np.where(known, pairs.spend, 1.0) / np.where(known, pairs.clicks, 1.0)
    x = np.log(cpc / np.maximum(price[account.pair_target], 1e-9))
    middle = np.average(x[known], weights=pairs.clicks[known])
    return np.where(known, np.clip(x - middle, -3, 3), 0.0)


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
    return Effects(code.astype(np.int64), int(code.max()) + 1, at, overlap)


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
    middle = account.of(clicks * x) / np.maximum(account.of(clicks), 1.0)
    log = found.intercept + found.beta * middle
    log = log + found.effects[0][campaign[group]] + found.effects[1][group] + found.effects[2]
    return np.asarray(np.exp(np.clip(log, -20, 0)))


def _doubt(
    account: Account, found: Fit, classes: list[Effects], shape: Floats, rate: Floats,
    conversion: Floats, clicks: Floats,
) -> Floats:  # fmt: skip
    """Leaves are independent given the effects; the doubt of the effects is common to a target's pairs."""
    leaf = account.of(account.measures.clicks**2 * shape / rate**2)
    own = leaf / np.maximum((clicks + UNSEEN) * conversion, 1e-12) ** 2
    group = np.asarray(account.group, np.int64)
    campaign = np.array([one.campaign for one in account.groups], np.int64)
    common = found.variances[2] + found.variances[1][group] + found.variances[0][campaign[group]]
    # what the effects leave open is settled by the target's own orders as far as it has any
    settled = found.k / (found.k + account.of(account.measures.mature) * conversion)
    return np.asarray(np.sqrt(own + common * settled))
