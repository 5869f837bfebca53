"""Placement adjustments: value of a click in a placement against the rest of its campaign, shrunk to the account's ratio.

Only where both sides have ≥ 30 clicks; moved by at most the largest step, and by more than chance explains; multiples of one per cent within 0-900.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from pilotage.engines.ads.account import Account, Campaign, Placement
from pilotage.engines.ads.changes import Change
from pilotage.engines.ads.wishes import Wishes

LEAST_CLICKS = 30.0
ORDERS_OF_THE_ACCOUNT = 20.0
LEAST_MOVE = 10.0  # points
MOST = 900.0


def placement_changes(account: Account, wishes: Wishes) -> Iterator[Change]:
    """Changes of bidding adjustments, campaign by campaign."""
    usual = _usual(account)
    for one in account.campaigns:
        if not one.on or not one.id:
            continue
        for row in one.placements:
            change = _change(one, row, wishes, usual.get(row.name, 1.0))
            if change:
                yield change


def _usual(account: Account) -> dict[str, float]:
    """Per placement: value of its clicks against all others', over the account."""
    rows = [(row, _rest(one, row)) for one in account.campaigns for row in one.placements]
    names = {row.name for row, _ in rows}
    found = {}
    for name in names:
        here = [row for row, _ in rows if row.name == name]
        there = [rest for row, rest in rows if row.name == name]
        clicks, elsewhere = sum(row.clicks for row in here), sum(rest[0] for rest in there)
        sales, other = sum(row.sales for row in here), sum(rest[1] for rest in there)
        if min(clicks, elsewhere) >= LEAST_CLICKS and sales > 0 and other > 0:
            found[name] = (sales / clicks) / (other / elsewhere)
    return found


def _rest(one: Campaign, row: Placement) -> tuple[float, float, float]:
    others = [other for other in one.placements if other is not row]
    return (
        sum(other.clicks for other in others), sum(other.sales for other in others),
        sum(other.orders for other in others),
    )  # fmt: skip


def _change(one: Campaign, row: Placement, wishes: Wishes, usual: float) -> Change | None:
    clicks, sales, orders = _rest(one, row)
    if min(clicks, row.clicks) < LEAST_CLICKS or orders < 1 or not row.name:
        return None
    own = (row.sales / row.clicks) / (sales / clicks) if sales > 0 else usual
    weight = row.orders / (row.orders + ORDERS_OF_THE_ACCOUNT)
    ratio = weight * own + (1 - weight) * usual
    others = [other.percent for other in one.placements if other is not row]
    base = sum(others) / len(others) if others else 0.0
    wanted = ratio * (100 + base) - 100
    most, least = (100 + row.percent) * (1 + wishes.step_up) - 100, (100 + row.percent) * (1 - wishes.step_down) - 100  # fmt: skip
    given = min(max(wanted, least, 0.0), most, MOST)
    chance = math.sqrt(
        1 / (row.orders + ORDERS_OF_THE_ACCOUNT) + 1 / (orders + ORDERS_OF_THE_ACCOUNT)
    )
    if abs(given - row.percent) < LEAST_MOVE or abs(math.log((100 + given) / (100 + row.percent))) < chance:  # fmt: skip
        return None
    code = "PLACEMENT_UP" if given > row.percent else "PLACEMENT_DOWN"
    return Change(
        "Bidding Adjustment", "Update", "placement",
        {"campaign_id": one.id, "campaign_name": one.name, "placement": row.name},
        Decimal(round(row.percent)), Decimal(round(given)), code,
        {"clicks": int(row.clicks), "orders": int(row.orders), "spend": Decimal(str(round(row.spend, 2))),
         "sales": Decimal(str(round(row.sales, 2))), "ratio": round(ratio, 4)},
        {}, ("largest_step",) if given in (most, least) else (),
    )  # fmt: skip
