"""Own goods at cost (库存移仓): the unit cost in force on the day of movement, times the pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from pilotage.engines.tax.inputs import costs
from pilotage.engines.tax.slots import holds

if TYPE_CHECKING:
    from ibis.expr.types import Table

MOVED = ["own_goods", "own_goods_export"]

_KINDS = ["FC_TRANSFER", "INBOUND"]


def with_costs(t: Table) -> Table:
    """`t` with `unit_cost` and `cost_currency`, NULL for rows that move nothing or have no cost."""
    moves = t.kind.isin(_KINDS).fill_null(False)
    t = t.mutate(
        moved_on=ibis.coalesce(t.depart_date, t.complete_date),
        moved_sku=ibis.ifelse(moves, t.sku, ibis.null("string")),
    )
    known = costs().rename(cost_sku="sku", cost_currency="currency")
    t = t.left_join(
        known,
        [
            t.moved_sku == known.cost_sku,
            t.moved_on >= known.since,
            t.moved_on <= known.until,
        ],
    )
    return t.drop("cost_sku", "since", "until", "moved_on", "moved_sku")


def with_hindrance(t: Table) -> Table:
    """`t` with `moved` and `immovable`, the code of a block."""
    moved = t.treatment.isin(MOVED).fill_null(False)
    italy = (t.dep == "IT") | (t.arr == "IT")
    code = ibis.cases(
        ((t.treatment == "own_goods") & italy & ~holds("italy_in_vies"), "IT_NOT_IN_VIES"),
        (moved & t.cost_currency.isnull(), "COST_MISSING"),
        else_=ibis.null("string"),
    )
    return t.mutate(moved=moved, immovable=code)
