"""Rule R: a refund finds its sale (退款随原销售); one without places or split takes the sale's facts.

No as-of join, which Spark lacks: all sales of the refund's order are met, then ranked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value

SALE_OF = {"REFUND": "SALE", "LIQUIDATION_REFUND": "LIQUIDATION_SALE"}
# What an inheriting refund takes from its sale; `currency` and `incl4` stay known apart.
FACTS = (
    "dep_country dep_post arr_country arr_post buyer_country buyer_number exported scheme"
    " responsibility code qty4 rate4 excl4 vat4 incl4 rate_date"
).split()


def with_sales(rows: Table) -> Table:
    """`rows` with the facts to judge by: `inherits`, `sold` (a sale was found), `sale_…` columns.

    For an inheriting refund the columns of `FACTS` are the sale's; `own_incl4` stays its own.
    """
    joined = rows.left_join(_sales_of_refunds(rows), [("id", "refund_id")])
    joined = joined.mutate(sold=joined.sale_id.notnull())
    gross_only = joined.excl4.isnull() & joined.vat4.isnull() & joined.incl4.notnull()
    lacking = joined.dep_country.isnull() | joined.arr_country.isnull() | gross_only
    joined = joined.mutate(
        inherits=joined.is_refund & joined.sold & lacking, own_incl4=joined.incl4
    )
    taken = {
        name: ibis.ifelse(joined.inherits, joined[f"sale_{name}"], joined[name]) for name in FACTS
    }
    kept = ("sale_rate_date", "sale_period_month", "sale_currency")
    dropped = [n for n in joined.columns if n.startswith("sale_") and n not in kept]
    return joined.mutate(**taken).drop(*dropped, "refund_id")


def _sales_of_refunds(rows: Table) -> Table:
    """Per refund the latest sale of its order not after it, by SKU, else by ASIN."""
    refunds = rows.filter(rows.kind.isin(list(SALE_OF)) & rows.event.notnull()).select(
        refund_id="id",
        event="event",
        wanted=rows.kind.cases(*SALE_OF.items(), else_=ibis.null("string")),
        sku="sku",
        asin="asin",
        day=_day(rows),
    )
    sales = rows.filter(rows.kind.isin(list(SALE_OF.values())))
    # First the few that an order with a refund has: only those are held with all their facts.
    sales = sales.semi_join(refunds, "event")
    sales = sales.select(
        sale_id="id",
        sale_event="event",
        sale_kind="kind",
        sale_sku="sku",
        sale_asin="asin",
        sale_day=_day(sales),
        sale_period_month="period_month",
        sale_currency="currency",
        **{f"sale_{name}": name for name in FACTS},
    )
    pairs = refunds.join(
        sales, [refunds.event == sales.sale_event, refunds.wanted == sales.sale_kind]
    )
    pairs = pairs.mutate(
        same_sku=(pairs.sku == pairs.sale_sku).fill_null(False),
        same_asin=(pairs.asin == pairs.sale_asin).fill_null(False),
    )
    by_refund = ibis.window(group_by=pairs.refund_id)
    one = ibis.ifelse(pairs.same_sku, 1, 0)  # PostgreSQL has no number for a truth
    pairs = pairs.mutate(sku_sold=one.max().over(by_refund))
    pairs = pairs.filter(
        ibis.ifelse(pairs.sku_sold == 1, pairs.same_sku, pairs.same_asin),
        pairs.sale_day <= pairs.day,
    )
    latest = ibis.window(
        group_by=pairs.refund_id, order_by=[ibis.desc(pairs.sale_day), ibis.desc(pairs.sale_id)]
    )
    ranked = pairs.mutate(place=ibis.row_number().over(latest))
    ranked = ranked.filter(ranked.place == 0)
    wanted = ["refund_id", *(name for name in ranked.columns if name.startswith("sale_"))]
    return ranked.select(*wanted)


def _day(rows: Table) -> Value:
    return ibis.coalesce(rows.complete_date, rows.tax_date, rows.depart_date, rows.period_month)
