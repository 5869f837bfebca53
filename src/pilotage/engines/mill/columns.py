"""The 95 columns of the Amazon VAT Transactions Report: header, name in code, kind, vintage.

Source: the header row of Seller Central's own download (2025) and of the 92-column
file of 2020, which lacks PROGRAM_TYPE, TAX_REPORTING_SCHEME and
TAX_COLLECTION_RESPONSIBILITY. The names in code are the headers in lower case;
`DEPATURE_CITY`, Amazon's spelling, is `departure_city` in code.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a cell is read."""

    TEXT = "TEXT"
    DECIMAL = "DECIMAL"  # amounts, weights, quantities and the fraction 0.19 of a rate; 4 places
    EXCHANGE_RATE = "EXCHANGE_RATE"  # 8 places
    DATE = "DATE"
    MONTH = "MONTH"  # `2025-MAR`; typed as the DATE of its first day


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header in the file, its name in code, how its cells are read."""

    header: str
    name: str
    kind: Kind
    in_2020: bool = True  # whether the 92-column layout has it
    # A cell that cannot be read rejects the row (contracts/tax.md); elsewhere it is
    # left empty and counted in the manifest.
    vital: bool = False

    @property
    def is_day(self) -> bool:
        """Whether the value is a day; a month is its first."""
        return self.kind in (Kind.DATE, Kind.MONTH)

    @property
    def digits(self) -> int:
        """Digits of a decimal, its places among them; two more where totals are made of it."""
        return 20 if self.vital else 18

    @property
    def places(self) -> int:
        """Places of a decimal behind the point."""
        return 8 if self.kind is Kind.EXCHANGE_RATE else 4


_HEADERS = """\
UNIQUE_ACCOUNT_IDENTIFIER ACTIVITY_PERIOD SALES_CHANNEL MARKETPLACE PROGRAM_TYPE TRANSACTION_TYPE
TRANSACTION_EVENT_ID ACTIVITY_TRANSACTION_ID TAX_CALCULATION_DATE TRANSACTION_DEPART_DATE
TRANSACTION_ARRIVAL_DATE TRANSACTION_COMPLETE_DATE SELLER_SKU ASIN ITEM_DESCRIPTION
ITEM_MANUFACTURE_COUNTRY QTY ITEM_WEIGHT TOTAL_ACTIVITY_WEIGHT COST_PRICE_OF_ITEMS
PRICE_OF_ITEMS_AMT_VAT_EXCL PROMO_PRICE_OF_ITEMS_AMT_VAT_EXCL TOTAL_PRICE_OF_ITEMS_AMT_VAT_EXCL
SHIP_CHARGE_AMT_VAT_EXCL PROMO_SHIP_CHARGE_AMT_VAT_EXCL TOTAL_SHIP_CHARGE_AMT_VAT_EXCL
GIFT_WRAP_AMT_VAT_EXCL PROMO_GIFT_WRAP_AMT_VAT_EXCL TOTAL_GIFT_WRAP_AMT_VAT_EXCL
TOTAL_ACTIVITY_VALUE_AMT_VAT_EXCL PRICE_OF_ITEMS_VAT_RATE_PERCENT PRICE_OF_ITEMS_VAT_AMT
PROMO_PRICE_OF_ITEMS_VAT_AMT TOTAL_PRICE_OF_ITEMS_VAT_AMT SHIP_CHARGE_VAT_RATE_PERCENT
SHIP_CHARGE_VAT_AMT PROMO_SHIP_CHARGE_VAT_AMT TOTAL_SHIP_CHARGE_VAT_AMT GIFT_WRAP_VAT_RATE_PERCENT
GIFT_WRAP_VAT_AMT PROMO_GIFT_WRAP_VAT_AMT TOTAL_GIFT_WRAP_VAT_AMT TOTAL_ACTIVITY_VALUE_VAT_AMT
PRICE_OF_ITEMS_AMT_VAT_INCL PROMO_PRICE_OF_ITEMS_AMT_VAT_INCL TOTAL_PRICE_OF_ITEMS_AMT_VAT_INCL
SHIP_CHARGE_AMT_VAT_INCL PROMO_SHIP_CHARGE_AMT_VAT_INCL TOTAL_SHIP_CHARGE_AMT_VAT_INCL
GIFT_WRAP_AMT_VAT_INCL PROMO_GIFT_WRAP_AMT_VAT_INCL TOTAL_GIFT_WRAP_AMT_VAT_INCL
TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL TRANSACTION_CURRENCY_CODE COMMODITY_CODE STATISTICAL_CODE_DEPART
STATISTICAL_CODE_ARRIVAL COMMODITY_CODE_SUPPLEMENTARY_UNIT ITEM_QTY_SUPPLEMENTARY_UNIT
TOTAL_ACTIVITY_SUPPLEMENTARY_UNIT PRODUCT_TAX_CODE DEPATURE_CITY DEPARTURE_COUNTRY
DEPARTURE_POST_CODE ARRIVAL_CITY ARRIVAL_COUNTRY ARRIVAL_POST_CODE SALE_DEPART_COUNTRY
SALE_ARRIVAL_COUNTRY TRANSPORTATION_MODE DELIVERY_CONDITIONS SELLER_DEPART_VAT_NUMBER_COUNTRY
SELLER_DEPART_COUNTRY_VAT_NUMBER SELLER_ARRIVAL_VAT_NUMBER_COUNTRY SELLER_ARRIVAL_COUNTRY_VAT_NUMBER
TRANSACTION_SELLER_VAT_NUMBER_COUNTRY TRANSACTION_SELLER_VAT_NUMBER BUYER_VAT_NUMBER_COUNTRY
BUYER_VAT_NUMBER VAT_CALCULATION_IMPUTATION_COUNTRY TAXABLE_JURISDICTION TAXABLE_JURISDICTION_LEVEL
VAT_INV_NUMBER VAT_INV_CONVERTED_AMT VAT_INV_CURRENCY_CODE VAT_INV_EXCHANGE_RATE
VAT_INV_EXCHANGE_RATE_DATE EXPORT_OUTSIDE_EU INVOICE_URL BUYER_NAME ARRIVAL_ADDRESS SUPPLIER_NAME
SUPPLIER_VAT_NUMBER TAX_REPORTING_SCHEME TAX_COLLECTION_RESPONSIBILITY""".split()

_NOT_IN_2020 = {"PROGRAM_TYPE", "TAX_REPORTING_SCHEME", "TAX_COLLECTION_RESPONSIBILITY"}
_NAMES = {"DEPATURE_CITY": "departure_city"}
_DECIMALS = {"QTY", "ITEM_WEIGHT", "TOTAL_ACTIVITY_WEIGHT", "COST_PRICE_OF_ITEMS"}
_VITAL = {
    "ACTIVITY_PERIOD",
    "TAX_CALCULATION_DATE",
    "TRANSACTION_DEPART_DATE",
    "TRANSACTION_ARRIVAL_DATE",
    "TRANSACTION_COMPLETE_DATE",
    "QTY",
    "PRICE_OF_ITEMS_VAT_RATE_PERCENT",
    "TOTAL_ACTIVITY_VALUE_AMT_VAT_EXCL",
    "TOTAL_ACTIVITY_VALUE_VAT_AMT",
    "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL",
}


def _kind(header: str) -> Kind:
    if header == "ACTIVITY_PERIOD":
        return Kind.MONTH
    if header == "VAT_INV_EXCHANGE_RATE":
        return Kind.EXCHANGE_RATE
    if header.endswith("_DATE"):
        return Kind.DATE
    if header in _DECIMALS or "_AMT" in header or header.endswith("_RATE_PERCENT"):
        return Kind.DECIMAL
    return Kind.TEXT


COLUMNS: tuple[Column, ...] = tuple(
    Column(
        header=header,
        name=_NAMES.get(header, header.lower()),
        kind=_kind(header),
        in_2020=header not in _NOT_IN_2020,
        vital=header in _VITAL,
    )
    for header in _HEADERS
)
BY_NAME: dict[str, Column] = {column.name: column for column in COLUMNS}
BY_HEADER: dict[str, Column] = {
    **{column.header: column for column in COLUMNS},
    "DEPARTURE_CITY": BY_NAME["departure_city"],
}
# Without one of these a reader would guess where goods went or who owes the tax.
DECIDING = frozenset(
    """ACTIVITY_PERIOD TRANSACTION_TYPE TRANSACTION_EVENT_ID ACTIVITY_TRANSACTION_ID
    TAX_CALCULATION_DATE TRANSACTION_DEPART_DATE TRANSACTION_ARRIVAL_DATE TRANSACTION_COMPLETE_DATE
    SELLER_SKU ASIN QTY PRICE_OF_ITEMS_VAT_RATE_PERCENT TOTAL_ACTIVITY_VALUE_AMT_VAT_EXCL
    TOTAL_ACTIVITY_VALUE_VAT_AMT TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL TRANSACTION_CURRENCY_CODE
    PRODUCT_TAX_CODE DEPARTURE_COUNTRY DEPARTURE_POST_CODE ARRIVAL_COUNTRY ARRIVAL_POST_CODE
    SALE_DEPART_COUNTRY SALE_ARRIVAL_COUNTRY BUYER_VAT_NUMBER_COUNTRY BUYER_VAT_NUMBER
    EXPORT_OUTSIDE_EU""".split()
)
VITAL: tuple[str, ...] = tuple(column.name for column in COLUMNS if column.vital)
DATES: tuple[str, ...] = tuple(c.name for c in COLUMNS if c.vital and c.kind is Kind.DATE)
# Nearly every row has another text: keeping count of them costs more than it saves.
DISTINCT = frozenset(("transaction_event_id", "activity_transaction_id"))
