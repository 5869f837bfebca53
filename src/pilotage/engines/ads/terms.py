"""Search terms that deserve a keyword of their own, and those proved to be worth too little.

Never by click counts: by the posterior of the pair. Negatives need P(value < half its cost) ≥ .97 at the bid to come;
harvests a value over 20 % away from the target's with P ≥ .80, eight clicks and an order (facts/ads.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.account import Account
from pilotage.engines.ads.changes import Change, stepped
from pilotage.engines.ads.gammas import below
from pilotage.engines.ads.guards import Bounds, is_brand
from pilotage.engines.ads.values import Values
from pilotage.engines.ads.wishes import Limits, Wishes
from pilotage.engines.mill.ads import folded

Floats = NDArray[np.float64]
SURE_NEGATIVE, SURE_HARVEST = 0.97, 0.80
LEAST_CLICKS = 8.0
APART = 0.20
_HALF = 0.5
_HOLDING = ("out_of_stock", "new_campaign", "frozen_sku")


def term_changes(
    account: Account, found: Values, wishes: Wishes, bounds: Bounds, rules: Limits,
    bid: Floats, price: Floats,
) -> Iterator[Change]:  # fmt: skip
    """Negatives and harvests, in the order of the account's pairs; `bid` and `price` of a click are those to come."""
    pairs = account.measures
    exact = {(account.group[n], folded(words)) for n, words in enumerate(account.words) if account.match[n] == "exact"}  # fmt: skip
    taken: set[tuple[int, str]] = set()
    for n in np.flatnonzero(pairs.clicks >= LEAST_CLICKS).tolist():
        target, term = int(account.pair_target[n]), account.terms[n]
        group = account.group[target]
        if not _is_open(account, target, group, term, bounds) or (group, term) in exact | taken:
            continue
        is_own = is_brand(term, wishes.brand)
        change = None if is_own else _negative(account, found, wishes, n, price[target])
        change = change or _harvest(account, found, bounds, rules, n, bid[target])
        if change:
            taken.add((group, term))
            yield change


def _is_open(account: Account, target: int, group: int, term: str, bounds: Bounds) -> bool:
    """Whether a term can be negated or harvested: typed words, of a running target, not yet excluded."""
    one = account.groups[group]
    campaign = account.campaigns[one.campaign]
    excluded = {(group, term), (-1 - one.campaign, term)} & account.negatives
    words = term not in ("", "*") and not _is_asin(term) and len(term) <= 80
    runs = account.on[target] and one.on and campaign.on
    return bool(words and runs and not excluded and bounds.held[target] not in _HOLDING)


def _is_asin(term: str) -> bool:
    return len(term) == 10 and term.startswith("b0") and " " not in term


def _negative(account: Account, found: Values, wishes: Wishes, n: int, price: float) -> Change | None:  # fmt: skip
    value = _order_value(account, found, n)
    needed = _HALF * price / (wishes.target_acos * value) if value > 0 else 0.0
    sure = float(below(found.shape[n], found.rate[n], needed))
    if sure < SURE_NEGATIVE:
        return None
    group = account.groups[account.group[int(account.pair_target[n])]]
    fades = account.measures.recent_clicks[n] / max(account.measures.clicks[n], 1.0)
    saved = account.measures.recent_spend[n] if fades else 0.0
    return Change(
        "Negative Keyword", "Create", "negative", _ids(account, account.group[int(account.pair_target[n])]),
        None, "negativeExact", "NEGATIVE_LOW_VALUE", _evidence(account, found, n, sure),
        {"spend_per_day": -round(float(saved), 4)},
        says={"term": account.terms[n], "keyword_text": account.terms[n], "match_type": "negativeExact", "ad_group": group.name},
    )  # fmt: skip


def _harvest(account: Account, found: Values, bounds: Bounds, rules: Limits, n: int, bid: float) -> Change | None:  # fmt: skip
    """A term away from its target, into its own ad group where that takes keywords (not in an automatic campaign)."""
    target = int(account.pair_target[n])
    group = account.group[target]
    if account.measures.orders[n] < 1 or account.campaigns[account.groups[group].campaign].auto:
        return None
    if account.entity[target] != "Keyword" or account.match[target] == "exact" or not account.ids[target]:  # fmt: skip
        return None
    mean = float(found.shape[n] / found.rate[n])
    own = float(
        found.value[target] / max(found.calibration * _order_value(account, found, n), 1e-9)
    )
    shape, rate = float(found.shape[n]), float(found.rate[n])
    higher, lower = 1 - float(below(shape, rate, own * (1 + APART))), float(below(shape, rate, own * (1 - APART)))  # fmt: skip
    sure, code = (higher, "HARVEST_HIGHER") if higher > lower else (lower, "HARVEST_LOWER")
    if sure < SURE_HARVEST or abs(mean / max(own, 1e-12) - 1) <= APART:
        return None
    wanted = bid * mean / max(own, 1e-12)
    given = float(np.clip(wanted, max(bounds.low[target], rules.floor), min(bounds.high[target], rules.ceiling)))  # fmt: skip
    guards = ("largest_step",) if given != wanted else ()
    after = stepped(given, rules.step)
    return Change(
        "Keyword", "Create", "harvest", _ids(account, group), None, after, code,
        _evidence(account, found, n, sure), {"conversion": round(mean, 6)}, guards,
        {"term": account.terms[n], "keyword_text": account.terms[n], "match_type": "exact"},
    )  # fmt: skip


def _order_value(account: Account, found: Values, n: int) -> float:
    return float(found.order_value[account.group[int(account.pair_target[n])]])


def _ids(account: Account, group: int) -> dict[str, str]:
    one = account.groups[group]
    campaign = account.campaigns[one.campaign]
    return {
        "campaign_id": campaign.id, "ad_group_id": one.id,
        "campaign_name": campaign.name, "ad_group_name": one.name,
    }  # fmt: skip


def _evidence(account: Account, found: Values, n: int, sure: float) -> dict[str, object]:
    pairs = account.measures
    return {
        "clicks": int(pairs.clicks[n]),
        "orders": int(pairs.orders[n]),
        "spend": Decimal(str(round(float(pairs.spend[n]), 2))),
        "sales": Decimal(str(round(float(pairs.sales[n]), 2))),
        "probability": round(sure, 4),
        "posterior": {"shape": round(float(found.shape[n]), 4), "rate": round(float(found.rate[n]), 4)},
    }  # fmt: skip
