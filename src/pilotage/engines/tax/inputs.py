"""What the expression reads: the report's rows and the small tables joined to them, as unbound tables.

Ibis is imported where a table is made, so that the names alone cost nothing. Any engine that offers tables of these names and columns can run it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr.types import Table

TEXTS = (
    "transaction_type transaction_event_id seller_sku asin transaction_currency_code product_tax_code"
    " sale_depart_country departure_country departure_post_code sale_arrival_country arrival_country"
    " arrival_post_code buyer_vat_number_country buyer_vat_number export_outside_eu"
    " tax_reporting_scheme tax_collection_responsibility"
).split()
DECIMALS = (
    "qty price_of_items_vat_rate_percent total_activity_value_amt_vat_excl"
    " total_activity_value_vat_amt total_activity_value_amt_vat_incl"
).split()
DATES = (
    "tax_calculation_date transaction_depart_date transaction_arrival_date"
    " transaction_complete_date"
).split()
# Every table that the expression reads, by name.
TABLES = (
    "report_rows buyer_numbers standard_rates legal_rates periods unit_costs conversions"
).split()
# What the run asks of the mill: the columns above and what tells a repeated row from another.
COLUMNS = (*TEXTS, *DECIMALS, *DATES, "activity_transaction_id", "activity_period")


def _table(columns: dict[str, str], name: str) -> Table:
    import ibis

    return ibis.table(columns, name=name)


def rows() -> Table:
    """One row per counted row of the reports; `id` is unique and in input order."""
    texts = dict.fromkeys(TEXTS, "string")
    decimals = dict.fromkeys(DECIMALS, "decimal(20, 4)")
    dates = dict.fromkeys(DATES, "date")
    return _table(
        {"id": "int64", "period_month": "date", **texts, **decimals, **dates}, name="report_rows"
    )


def buyers() -> Table:
    """Well-formed buyer numbers as the report writes them: issuer and the number authorities read."""
    return _table(
        {"country": "string", "number": "string", "issuer": "string", "vat_number": "string"},
        name="buyer_numbers",
    )


def standard_rates() -> Table:
    """The standard rate per country and day, in hundredths of a percent."""
    return _table({"country": "string", "day": "date", "rate": "int64"}, name="standard_rates")


def legal_rates() -> Table:
    """Every rate a country has on a day, in hundredths of a percent."""
    return _table({"country": "string", "day": "date", "rate": "int64"}, name="legal_rates")


def periods() -> Table:
    """Each month of the run with its names and the first day of its quarter."""
    return _table(
        {"month": "date", "month_name": "string", "quarter_name": "string", "quarter": "date"},
        name="periods",
    )


def costs() -> Table:
    """Unit costs with the days they hold, both inclusive; `unit_cost` as a scaled whole number."""
    return _table(
        {
            "sku": "string",
            "since": "date",
            "until": "date",
            "currency": "string",
            "unit_cost": "int64",
        },
        name="unit_costs",
    )


def conversions() -> Table:
    """1 of `source` is numerator / denominator of `target` on a day.

    The targets `OSS` and `IOSS` mean EUR at the rate of a period, `day` being its first day.
    """
    return _table(
        {
            "source": "string",
            "target": "string",
            "day": "date",
            "numerator": "int64",
            "denominator": "int64",
        },
        name="conversions",
    )
