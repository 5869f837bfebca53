"""The facts a row is judged by: its sale's when it is a refund without own ones, places, buyer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from pilotage.engines.tax.exactly import ten_thousandths
from pilotage.engines.tax.inputs import buyers
from pilotage.engines.tax.movements import with_costs
from pilotage.engines.tax.places import country, place
from pilotage.engines.tax.refunds import with_sales

if TYPE_CHECKING:
    from ibis.expr.types import StringValue, Table, Value

# Larger figures would leave the exact range of `exactly`; such rows are blocked, not miscounted.
_MOST, _MOST_PIECES = 10**10, 10**8

_AMOUNTS = {
    "excl4": "total_activity_value_amt_vat_excl",
    "vat4": "total_activity_value_vat_amt",
    "incl4": "total_activity_value_amt_vat_incl",
}
_CHECKED = ["SALE", "REFUND", "LIQUIDATION_SALE", "LIQUIDATION_REFUND"]


_STANDARD_CODES = ["A_GEN_STANDARD"]


def facts(rows: Table) -> Table:
    """Rows with short names, whole-number amounts, the sale's facts, places, buyer and unit cost."""
    return _with_keys(with_costs(_with_buyers(_with_places(with_sales(_short(rows))))))


def _with_keys(t: Table) -> Table:
    """`t` with what only some rows need to be told apart by."""
    standard = t.code.isnull() | t.code.isin(_STANDARD_CODES)
    return t.mutate(
        special_rate=ibis.ifelse(standard, ibis.null("int64"), t.rate4),
        code=ibis.ifelse(standard, ibis.null("string"), t.code),
        with_vat=t.vat4.fill_null(0) != 0,
        done_on=ibis.ifelse(t.is_refund, t.complete_date, ibis.null("date")),
    ).drop("asin", "tax_date", "depart_date", "complete_date")


def _short(rows: Table) -> Table:
    amounts = {short: rows[name] for short, name in _AMOUNTS.items()}
    sizes = [(value.abs() >= _MOST).fill_null(False) for value in amounts.values()]
    too_large = ibis.or_(*sizes, rows.qty.abs() >= _MOST_PIECES)
    rate = rows.price_of_items_vat_rate_percent
    return rows.select(
        id="id",
        period_month="period_month",
        kind="transaction_type",
        event="transaction_event_id",
        sku="seller_sku",
        asin="asin",
        is_refund=rows.transaction_type.isin(["REFUND", "LIQUIDATION_REFUND"]).fill_null(False),
        currency=rows.transaction_currency_code.upper(),
        code=rows.product_tax_code.upper(),
        dep_country=ibis.coalesce(rows.sale_depart_country, rows.departure_country),
        dep_post="departure_post_code",
        arr_country=ibis.coalesce(rows.sale_arrival_country, rows.arrival_country),
        arr_post="arrival_post_code",
        buyer_country="buyer_vat_number_country",
        buyer_number="buyer_vat_number",
        exported=rows.export_outside_eu.upper(),
        scheme="tax_reporting_scheme",
        responsibility="tax_collection_responsibility",
        tax_date="tax_calculation_date",
        depart_date="transaction_depart_date",
        complete_date="transaction_complete_date",
        rate_date=ibis.coalesce(rows.tax_calculation_date, rows.transaction_complete_date),
        own_rate_date=ibis.coalesce(rows.tax_calculation_date, rows.transaction_complete_date),
        too_large=too_large,
        qty4=_unless(too_large, rows.qty),
        rate4=_unless(rate.abs() >= _MOST, rate),
        **{short: _unless(too_large, value) for short, value in amounts.items()},
    )


def _unless(too_large: Value, value: Value) -> Value:
    return ibis.ifelse(too_large, ibis.null("int64"), ten_thousandths(value))


def _with_places(t: Table) -> Table:
    t = t.mutate(
        dep_code=country(t.dep_country),
        dep_post=_compact(t.dep_post),
        arr_code=country(t.arr_country),
        arr_post=_compact(t.arr_post),
    )
    t = t.mutate(dep=place(t.dep_code, t.dep_post), arr=place(t.arr_code, t.arr_post))
    british = t.dep.isin(["GB", "XI"]) & t.arr.isin(["GB", "XI"])
    return t.mutate(
        dep=ibis.ifelse(british, ibis.literal("GB"), t.dep),
        arr=ibis.ifelse(british, ibis.literal("GB"), t.arr),
    ).drop("dep_code", "arr_code", "dep_country", "arr_country", "dep_post", "arr_post")


def _compact(postcode: StringValue) -> StringValue:
    return postcode.replace(" ", "").upper()


def _with_buyers(t: Table) -> Table:
    known = buyers().rename(known_country="country", known_number="number")
    joined = t.mutate(asked_country=t.buyer_country.fill_null("")).left_join(
        known, [("buyer_number", "known_number"), ("asked_country", "known_country")]
    )
    wrong = joined.buyer_number.notnull() & joined.issuer.isnull() & joined.kind.isin(_CHECKED)
    return joined.mutate(buyer_invalid=wrong.fill_null(False)).drop(
        "known_country", "known_number", "asked_country", "buyer_country", "buyer_number"
    )
