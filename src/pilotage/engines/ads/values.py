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
from pilotage.engines.ads.maturity import LATE
from pilotage.engines.ads.shrinkage import Effects, Fit, fit
from pilotage.engines.ads.sums import summed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ORDERS_OF_THE_ACCOUNT, LEAST_ORDERS = 20.0, 0.5
UNSEEN = 3.0
_LEAST_PAIRS = 3  # a word in fewer pairs says nothing
CALIBRATION = (0.7, 1.3)
CHANCE = 1.5  # variance of a count of orders ÷ their number
WORD_TAILS = 3.0
_FAR = 2.0  # logs of prices farther apart are taken for so far


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
    classes = _classes(account, group)
    found = fit(pairs.mature, pairs.orders, _dearness(account), classes)
    mean = found.mean(pairs.mature, pairs.orders)
    calibration = _calibration(account, mean)
    conversion = _conversion(account, found, mean, group)
    common = _common(account, found, group)
    shape = _shape(account, found, classes, mean, common)
    doubt = _doubt(account, found, conversion, common)
    value = calibration * conversion * order_value[group]
    return Values(shape, shape / mean, value, doubt, order_value, calibration, found.k)


def _order_values(account: Account, group: Ints) -> Floats:
    """Per ad group, shrunk to the account; as a whole they make the sales that there were."""
    pairs, size = account.measures, len(account.groups)
    of = group[account.pair_target]
    mean = pairs.sales.sum() / max(pairs.orders.sum(), 1.0)
    sales, orders = summed(of, pairs.sales, size), summed(of, pairs.orders, size)
    weight = _orders_of_the_account(of, pairs.orders, pairs.sales, sales, orders, mean)
    found = (weight * mean + sales) / (weight + orders)
    told = float(orders @ found)
    return np.asarray(found * (float(pairs.sales.sum()) / told if told > 0 else 1.0))


def _orders_of_the_account(of: Ints, orders: Floats, sales: Floats, by_group: Floats, sold: Floats, mean: float) -> float:  # fmt: skip
    """How many orders the account's mean counts for: variance of an order within groups ÷ variance between them.

    Groups of one price each tell their own price with few orders; at most `ORDERS_OF_THE_ACCOUNT`."""
    own = by_group / np.maximum(sold, 1.0)
    some, groups = orders > 0, int((sold > 0).sum())
    free = int(some.sum()) - groups
    spread = float(np.sum((sold * (own - mean) ** 2)[sold > 0]))
    if free < groups or groups < 3:
        return ORDERS_OF_THE_ACCOUNT
    away = sales[some] / orders[some] - own[of[some]]
    within = float(np.sum(orders[some] * away**2)) / free
    size = float(sold.sum() - (sold**2).sum() / sold.sum())
    between = (spread - (groups - 1) * within) / max(size, 1e-9)
    return (
        min(max(within / between, LEAST_ORDERS), ORDERS_OF_THE_ACCOUNT)
        if between > 0
        else ORDERS_OF_THE_ACCOUNT
    )


def _dearness(account: Account) -> Floats:
    """log CPC of each pair about that of its target: what rivals pay for a term says what a click on it is worth.

    Only within a target, whose pairs are bought at one bid: across targets the price also says what we bid ourselves,
    and after a plan that is our own estimate, chance in it included, which would be counted twice."""
    pairs = account.measures
    known = (pairs.clicks > 0) & (pairs.spend > 0)
    log = np.log(np.where(known, pairs.spend, 1.0) / np.where(known, pairs.clicks, 1.0))
    weight = np.where(known, pairs.clicks, 0.0)
    usual = account.of(weight * log) / np.maximum(account.of(weight), 1e-9)
    return np.where(known, np.clip(log - usual[account.pair_target], -_FAR, _FAR), 0.0)


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
    found = [codes.setdefault(one, len(codes)) for term in terms for one in term.split()]
    if not found:
        return None
    often = np.fromiter((len(term.split()) for term in terms), np.int64, len(terms))
    at, code = np.repeat(np.arange(len(terms)), often), np.array(found, np.int64)
    keep = _in_several(code, len(codes))
    each = np.sort(at[keep] * len(codes) + code[keep])
    each = each[np.diff(each, prepend=-1) > 0]  # a word counts once in its term
    at, code = each // len(codes), each % len(codes)
    keep = _in_several(code, len(codes))
    if not keep.any():
        return None
    at, code = at[keep], np.unique(code[keep], return_inverse=True)[1]
    overlap = float(np.bincount(at).max(initial=1))
    return Effects(code.astype(np.int64), int(code.max()) + 1, at, overlap, WORD_TAILS)


def _in_several(code: Ints, size: int) -> NDArray[np.bool_]:
    return np.asarray((np.bincount(code, minlength=size) >= _LEAST_PAIRS)[code])


def _calibration(account: Account, mean: Floats) -> float:
    """The last four weeks' orders against those expected, only as far as chance does not explain the difference."""
    pairs = account.measures
    orders, expected = float(pairs.late_orders.sum()), float(pairs.late_mature @ mean)
    if account.days <= LATE or orders < 1 or expected <= 0:
        return 1.0
    away = float(np.log(orders / expected))
    beyond = max(0.0, 1 - CHANCE / orders / away**2) if away else 0.0
    return float(np.clip(np.exp(beyond * away), *CALIBRATION))


def _conversion(account: Account, found: Fit, mean: Floats, group: Ints) -> Floats:
    """A target's next click: its pairs in the mix of late, those negated left out, and the mix not yet seen."""
    pairs, of = account.measures, account.of
    shown = account.shown()
    clicks, late = of(pairs.clicks * shown), of(pairs.recent_clicks * shown)
    scale = np.divide(clicks, late, out=np.zeros_like(clicks), where=late > 0)
    told = of(pairs.recent_clicks * shown * mean) * scale
    return np.asarray((told + UNSEEN * _prior(account, found, group)) / (clicks + UNSEEN))


def _prior(account: Account, found: Fit, group: Ints) -> Floats:
    """The rate a click on a new term of the target would have: as its terms without their own leaves."""
    clicks = account.measures.clicks
    campaign = np.array([one.campaign for one in account.groups], np.int64)
    without = found.intercept + found.effects[0][campaign[group]] + found.effects[1][group]
    of = account.of(clicks)
    log = np.where(of > 0, account.of(clicks * found.log_rate) / np.maximum(of, 1.0), without)
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
