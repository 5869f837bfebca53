"""Twelve weeks of one policy in one account, week by week: true ACoS, and sales at equal ACoS against the oracle."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bench._ads_oracle import best
from bench._ads_reports import LOOK_BACK, Diary, bulk, search_terms
from bench._ads_rules import POLICIES
from bench._ads_world import SETTINGS, TARGET, World, level_for, world
from pilotage.engines.ads import Wishes
from pilotage.engines.ads.gammas import below
from pilotage.engines.ads.plan import read_account
from pilotage.engines.ads.values import values

Floats = NDArray[np.float64]
WEEKS = 12
JUDGED = range(5, 13)  # weeks whose sales at equal ACoS are averaged
SURE_WEEK = 8  # by then the ACoS is to be met
Week = dict[str, float]


def run(setting: str, seed: int, policy: str) -> list[Week]:
    """Per week from 0 (before any change): true ACoS, share of the oracle at equal ACoS, sales against the start."""
    made, diary = world(SETTINGS[setting], seed), Diary()
    diary.lives(made, LOOK_BACK)
    best_ = oracle(setting, seed)
    weeks = [_week(made, best_[0])]
    for week in range(1, WEEKS + 1):
        made.moves(week)
        POLICIES[policy](made, search_terms(made, diary), bulk(made))
        weeks.append(_week(made, best_[week]))
        diary.lives(made, 7)
    return weeks


def _week(made: World, most: tuple[float, float]) -> Week:
    _, cost, sales = made.expected(made.bid)
    equal = made.bid * level_for(made, made.bid, TARGET)
    _, paid, sold = made.expected(equal)
    fits = paid.sum() <= TARGET * sold.sum() * 1.001
    share = float(sold.sum()) if fits else 0.0
    return {
        "acos": float(cost.sum() / max(sales.sum(), 1e-9)),
        "share": share / most[0],
        "of_negating": share / most[1],
        "own": float(sales.sum()) / most[0],
    }


@lru_cache(8)
def oracle(setting: str, seed: int) -> list[tuple[float, float]]:
    """Most sales a week, without and with negatives, for each week: as the world moves by itself."""
    made = world(SETTINGS[setting], seed)
    moving = bool(made.setting.drift or made.setting.shock or made.setting.entry)
    found = [(best(made, TARGET), best(made, TARGET, negating=True))]
    for week in range(1, WEEKS + 1):
        made.moves(week)
        stays = not moving or (not made.setting.drift and week != 4)
        found.append(found[-1] if stays else (best(made, TARGET), best(made, TARGET, negating=True)))  # fmt: skip
    return found


def covered(setting: str, seed: int) -> Iterator[tuple[str, int, int]]:
    """How many 90 % intervals hold the truth, of how many: conversion of pairs, value of targets' clicks to come."""
    made, diary = world(SETTINGS[setting], seed), Diary()
    diary.lives(made, LOOK_BACK)
    account = read_account(search_terms(made, diary), Wishes(TARGET), None, bulk(made))
    found = values(account)
    named = {(made.ids[t], term): n for n, (t, term) in enumerate(zip(made.pair_target.tolist(), made.terms, strict=True))}  # fmt: skip
    pairs = [named[account.ids[t], term] for t, term in zip(account.pair_target.tolist(), account.terms, strict=True)]  # fmt: skip
    place = below(found.shape, found.rate, made.conversion[pairs])
    yield "conversion of a pair", int(((place >= 0.05) & (place <= 0.95)).sum()), len(place)
    clicks, _, sales = made.expected(made.bid)
    size = len(made.words)
    of = np.bincount(made.pair_target, clicks, size)
    value = np.bincount(made.pair_target, sales, size) / np.maximum(of, 1e-12)
    low, high = found.value * np.exp(-1.645 * found.doubt), found.value * np.exp(1.645 * found.doubt)  # fmt: skip
    used = np.flatnonzero(account.of(account.measures.clicks) > 0)
    at = [made.ids.index(account.ids[n]) for n in used.tolist()]
    inside = (value[at] >= low[used]) & (value[at] <= high[used])
    yield "value of a target", int(inside.sum()), len(used)
