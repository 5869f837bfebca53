"""Own goods at cost (库存移仓): the unit cost in force on the day of movement, times the pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from pilotage.engines.tax.inputs import costs
from pilotage.engines.tax.slots import holds

if TYPE_CHECKING:
    from ibis.expr.types import Table

MOVED = ["own_goods", "own_goods_export"]


def with_costs(t: Table) -> Table:
    """`t` with `moved`, `unit_cost`, `cost_currency` and `immovable`, the code of a block."""
    moved = t.treatment.isin(MOVED).fill_null(False)
    day = ibis.coalesce(t.depart_date, t.complete_date)
    nothing = ibis.null("string")
    t = t.mutate(moved=moved, moved_on=day, moved_sku=ibis.ifelse(moved, t.sku, nothing))
    known = costs().rename(cost_sku="sku", cost_currency="currency")
    t = t.left_join(
        known,
        [
            t.moved_sku == known.cost_sku,
            t.moved_on >= known.since,
            t.moved_on <= known.until,
        ],
    )
    italy = (t.dep == "IT") | (t.arr == "IT")
    code = ibis.cases(
        ((t.treatment == "own_goods") & italy & ~holds("italy_in_vies"), "IT_NOT_IN_VIES"),
        (t.moved & t.unit_cost.isnull(), "COST_MISSING"),
        else_=nothing,
    )
    return t.mutate(immovable=code).drop("cost_sku", "since", "until", "moved_on", "moved_sku")
