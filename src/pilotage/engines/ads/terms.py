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
Ints = NDArray[np.int64]
SURE_NEGATIVE, SURE_HARVEST = 0.97, 0.80
LEAST_CLICKS = 8.0
APART = 0.20
_HALF = 0.5


def term_changes(
    account: Account, found: Values, wishes: Wishes, bounds: Bounds, rules: Limits,
    bid: Floats, price: Floats,
) -> Iterator[Change]:  # fmt: skip
    """Negatives and harvests, in the order of the account's pairs; `bid` and `price` of a click are those to come."""
    asked = np.flatnonzero(account.measures.clicks >= LEAST_CLICKS)
    negative, harvest = _negatives(account, found, wishes, asked, price), _harvests(account, found, asked)  # fmt: skip
    proved = (negative >= SURE_NEGATIVE) | (np.abs(harvest) >= SURE_HARVEST)
    if not proved.any():
        return
    exact = {(account.group[n], folded(words)) for n, words in enumerate(account.words) if account.match[n] == "exact"}  # fmt: skip
    taken: set[tuple[int, str]] = set()
    for at in np.flatnonzero(proved).tolist():
        n = int(asked[at])
        target, term = int(account.pair_target[n]), account.terms[n]
        group = account.group[target]
        if not _is_open(account, target, group, term, bounds) or (group, term) in exact | taken:
            continue
        is_own, sure = is_brand(term, wishes.brand), float(negative[at])
        change = None if is_own or sure < SURE_NEGATIVE else _negative(account, found, n, sure)
        change = change or _harvest(account, found, bounds, rules, n, bid[target], float(harvest[at]))  # fmt: skip
        if change:
            taken.add((group, term))
            yield change


def _negatives(account: Account, found: Values, wishes: Wishes, asked: Ints, price: Floats) -> Floats:  # fmt: skip
    """P(a click on the pair is worth less than half of what it will cost)."""
    target = account.pair_target[asked]
    worth = found.order_value[np.asarray(account.group, np.int64)[target]] * wishes.target_acos
    needed = np.where(worth > 0, _HALF * price[target] / np.maximum(worth, 1e-12), 0.0)
    shape, rate = found.shape[asked], found.rate[asked]
    # as good as never above .97 where the mean is twice what is needed, unless the shape is tiny
    open_ = (needed * 2 > shape / rate) | (shape < 1)
    sure = np.zeros(len(asked))
    sure[open_] = below(shape[open_], rate[open_], needed[open_])
    return sure


def _harvests(account: Account, found: Values, asked: Ints) -> Floats:
    """P(a pair converts over 20 % better than its target), minus the sign P(20 % worse) where that is more likely."""
    own = _own(account, found)[account.pair_target[asked]]
    shape, rate = found.shape[asked], found.rate[asked]
    far = (account.measures.orders[asked] >= 1) & (np.abs(shape / rate / np.maximum(own, 1e-12) - 1) > APART)  # fmt: skip
    sure = np.zeros(len(asked))
    own, shape, rate = own[far], shape[far], rate[far]
    higher, lower = 1 - below(shape, rate, own * (1 + APART)), below(shape, rate, own * (1 - APART))
    sure[far] = np.where(higher > lower, higher, -lower)
    return sure


def _own(account: Account, found: Values) -> Floats:
    """The conversion of each target."""
    worth = found.calibration * found.order_value[np.asarray(account.group, np.int64)]
    return np.asarray(found.value / np.maximum(worth, 1e-9))


def _is_open(account: Account, target: int, group: int, term: str, bounds: Bounds) -> bool:
    """Whether a term can be negated or harvested: typed words, of a running target, not yet excluded."""
    one = account.groups[group]
    campaign = account.campaigns[one.campaign]
    excluded = {(group, term), (-1 - one.campaign, term)} & account.negatives
    words = term not in ("", "*") and not _is_asin(term) and len(term) <= 80
    runs = account.on[target] and one.on and campaign.on
    return bool(
        words and runs and not excluded and not any(these[target] for these in bounds.shut.values())
    )


def _is_asin(term: str) -> bool:
    return len(term) == 10 and term.startswith("b0") and " " not in term


def _negative(account: Account, found: Values, n: int, sure: float) -> Change:
    group = account.groups[account.group[int(account.pair_target[n])]]
    fades = account.measures.recent_clicks[n] / max(account.measures.clicks[n], 1.0)
    saved = account.measures.recent_spend[n] if fades else 0.0
    return Change(
        "Negative Keyword", "Create", "negative", _ids(account, account.group[int(account.pair_target[n])]),
        None, "negativeExact", "NEGATIVE_LOW_VALUE", _evidence(account, found, n, sure),
        {"spend_per_day": -round(float(saved), 4)},
        says={"term": account.terms[n], "keyword_text": account.terms[n], "match_type": "negativeExact", "ad_group": group.name},
    )  # fmt: skip


def _harvest(
    account: Account, found: Values, bounds: Bounds, rules: Limits, n: int, bid: float, sure: float
) -> Change | None:
    """A term away from its target, into its own ad group where that takes keywords (not in an automatic campaign)."""
    target = int(account.pair_target[n])
    group = account.group[target]
    if abs(sure) < SURE_HARVEST or account.campaigns[account.groups[group].campaign].auto:
        return None
    if account.entity[target] != "Keyword" or account.match[target] == "exact" or not account.ids[target]:  # fmt: skip
        return None
    mean, code = float(found.shape[n] / found.rate[n]), "HARVEST_HIGHER" if sure > 0 else "HARVEST_LOWER"  # fmt: skip
    own = float(found.value[target]) / max(found.calibration * float(found.order_value[group]), 1e-9)  # fmt: skip
    wanted = bid * mean / max(own, 1e-12)
    lowest, highest = max(bounds.low[target], rules.floor), min(bounds.high[target], rules.ceiling)
    if lowest > highest:  # the target itself bids below what the marketplace takes today
        return None
    given = min(max(wanted, float(lowest)), float(highest))
    guards = ("largest_step",) if given != wanted else ()
    after = stepped(given, rules.step)
    return Change(
        "Keyword", "Create", "harvest", _ids(account, group), None, after, code,
        _evidence(account, found, n, abs(sure)), {"conversion": round(mean, 6)}, guards,
        {"term": account.terms[n], "keyword_text": account.terms[n], "match_type": "exact"},
    )  # fmt: skip


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
