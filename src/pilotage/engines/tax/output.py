"""The columns that leave the expression: those of determinations.parquet and what returns need besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from pilotage.engines.tax.places import quarterly

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value

# Line of a return per treatment; own goods and distance sales have a second side.
LINES = {
    "taxed": "taxed",
    "deemed_supply": "deemed_supply",
    "export": "export",
    "own_goods_export": "export",
    "ic_supply": "ic_supply",
    "own_goods": "ic_supply",
    "reverse_charge": "reverse_charge",
    "distance_sale_oss": "oss",
    "ioss_sale": "ioss",
}


def with_lines(t: Table) -> Table:
    """`t` with the line, period and keys of the returns that its rows are filed in."""
    t = t.mutate(
        line=_line(t),
        period=_period(t, t.jurisdiction),
        other_period=_if(t.other.notnull(), _period(t, t.other)),
        taxed_in=_taxed_in(t),
    )
    own_key = ibis.ifelse(
        t.jurisdiction.isin(["OSS", "IOSS"]),
        t.jurisdiction + "/" + t.period,
        ibis.literal("LOCAL/") + t.jurisdiction + "/" + t.period,
    )
    other_key = ibis.literal("LOCAL/") + t.other + "/" + t.other_period
    both = ibis.ifelse(t.other.notnull(), own_key + " " + other_key, own_key)
    return t.mutate(
        return_key=_if(t.line.notnull() & t.target.notnull(), both),
        corrected_period=_if(
            t.corrects,
            ibis.ifelse(t.jurisdiction == "OSS", t.corrected_quarter_name, t.corrected_month_name),
        ),
    )


def shown(t: Table) -> Table:
    """One row per input row: keys, treatment, places, amounts in cents, both sides of a return."""
    determined = t.code.isnull()
    return t.select(
        "id",
        "rule",
        "inherits",
        transaction_type="kind",
        event_id="event",
        sku="sku",
        code="code",
        treatment=ibis.ifelse(determined, t.treatment, ibis.literal("blocked")),
        jurisdiction=_if(determined, t.jurisdiction),
        taxation_country=_if(determined, t.taxed_in),
        dep="dep",
        arr="arr",
        rate=_if(determined & ~t.exempt, t.rate),
        base=_if(determined, t.base),
        vat=_if(determined, t.vat),
        currency=_if(determined, t.target_currency),
        return_key=_if(determined, t.return_key),
        period="period",
        findings="findings",
        line=_if(determined, t.line),
        corrects="corrects",
        corrected_period="corrected_period",
        other=_if(determined, t.other),
        other_period="other_period",
        other_base=_if(determined, t.other_base),
        other_vat=_if(determined, t.other_vat),
        other_currency=_if(determined, t.other_currency),
        buyer=_if(determined & (t.line == "ic_supply"), t.vat_number),
        legal="rate",
        stated="stated",
    )


def _if(condition: Value, value: Value) -> Value:
    return ibis.ifelse(condition, value, ibis.null(value.type()))


def _line(t: Table) -> Value:
    mixed = ibis.ifelse(t.taxed, ibis.literal("taxed"), ibis.literal("ic_supply"))
    return ibis.cases(
        (t.treatment == "commingling_sell", mixed),
        (t.with_input, "input_vat"),
        *((t.treatment == treatment, line) for treatment, line in LINES.items()),
        else_=ibis.null("string"),
    )


def _taxed_in(t: Table) -> Value:
    to = t.rule.isin([18, 25, 26]) | (t.treatment == "own_goods")
    return ibis.cases((to, t.arr), (t.taxed, t.dep), else_=ibis.null("string"))


def _period(t: Table, jurisdiction: Value) -> Value:
    by_quarter = jurisdiction.isin([*quarterly(), "OSS"]).fill_null(False)
    return ibis.ifelse(by_quarter, t.quarter_name, t.month_name)
