"""Daily budgets follow predicted spend: the same κ for all campaigns, so no campaign starves another."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.account import Account
from pilotage.engines.ads.changes import Change, stepped
from pilotage.engines.ads.wishes import Limits, Wishes

Floats = NDArray[np.float64]
ROOM = 1.2  # days differ: a budget of the mean runs out every other day
TIGHT = 0.9
LEAST_MOVE = 0.05


def budget_changes(account: Account, wishes: Wishes, rules: Limits, spend: Floats) -> Iterator[Change]:  # fmt: skip
    """Budgets raised where the predicted spend would exhaust them, lowered where the account's limit asks for it."""
    known = [one.budget or 0.0 for one in account.campaigns if one.on]
    limit = wishes.budget if wishes.budget is not None and sum(known) > wishes.budget else None
    total = float(spend.sum())
    for n, one in enumerate(account.campaigns):
        if not one.on or not one.id or not one.budget or spend[n] <= 0:
            continue
        wanted = ROOM * spend[n]
        if limit is not None:
            wanted = limit * spend[n] / max(total, 1e-9)
        elif spend[n] < TIGHT * one.budget:
            continue
        lowest, highest = one.budget * (1 - wishes.step_down), one.budget * (1 + wishes.step_up)
        given = min(max(wanted, lowest, rules.least_budget), highest)
        if limit is not None:
            given = min(given, one.budget)
        if abs(given / one.budget - 1) < LEAST_MOVE or (limit is None and given < one.budget):
            continue
        before, after = Decimal(str(round(one.budget, 2))), stepped(given, rules.step)
        yield Change(
            "Campaign", "Update", "budget", {"campaign_id": one.id, "campaign_name": one.name}, before, after,
            "BUDGET_UP" if given > one.budget else "BUDGET_DOWN",
            {"spend": Decimal(str(round(float(spend[n]), 2))), "limit": wishes.budget},
            {"spend_per_day": round(float(spend[n]), 4)},
            ("largest_step",) if given in (lowest, highest) else (),
        )  # fmt: skip
