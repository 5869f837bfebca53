"""What was ordered: from sales and traffic (JSON), the business report (CSV) or all orders (text)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pilotage.engines.mill.flat import open_flat, records
from pilotage.engines.mill.numerals import amount_of, decimal_mark
from pilotage.engines.statements.figure import Figure, Source, amount
from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text

_ORDERS = Text("全部订单报告（All Orders）", "an all-orders report")
_BUSINESS = Text("业务报告（Business Report）", "a business report")
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "US$": "USD",
    "$": "USD",
    "¥": "JPY",
    "￥": "JPY",
    "zł": "PLN",
    "kr": "SEK",
}
_CANCELLED = frozenset({"cancelled", "canceled"})
_ZERO = Decimal(0)


@dataclass(slots=True)
class Sales:
    """Ordered product sales by currency, units, and by day where the file tells days; rows that could not be read."""

    source: Source
    kind: str
    by_currency: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    by_day: dict[tuple[date, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    units: Decimal = _ZERO
    rejected: int = 0
    outside: int = 0
    cancelled: int = 0
    counted: int = 0


def from_traffic(told: Mapping[str, Any], source: Source, month: Month) -> Sales:
    """`GET_SALES_AND_TRAFFIC_REPORT`, its days of the month."""
    made = Sales(source, "sales_and_traffic")
    for row in told["salesAndTrafficByDate"]:
        day, sold = _iso(str(row.get("date", ""))), row.get("salesByDate") or {}
        money = _money(sold.get("orderedProductSales"))
        if day is None or money is None:
            made.rejected += 1
        elif Month.of(day) != month:
            made.outside += 1
        else:
            _add(made, day, *money, Decimal(sold.get("unitsOrdered") or 0))
            made.counted += 1
    return made


def from_orders(path: Path, month: Month) -> Sales:
    """Orders of the month by the day of purchase, as written; cancelled ones are none."""
    flat = open_flat(path, {"amazon-order-id", "purchase-date", "item-price", "currency"}, _ORDERS)
    at = {name: n for n, name in enumerate(flat.columns)}
    made = Sales(Source(path.name, flat.sha256), "all_orders")
    mark = decimal_mark(record.cells[at["item-price"]].strip() for record in records(flat))
    for record in records(flat):
        cells = record.cells
        if "order-status" in at and cells[at["order-status"]].strip().lower() in _CANCELLED:
            made.cancelled += 1
            continue
        told = cells[at["item-price"]].strip()
        day = _iso(cells[at["purchase-date"]])
        price = _ZERO if told in ("", "--") else amount_of(told, mark)
        if record.fault or day is None or price is None:
            made.rejected += 1
        elif Month.of(day) != month:
            made.outside += 1
        else:
            many = amount_of(cells[at["quantity"]], mark) if "quantity" in at else None
            _add(made, day, price, cells[at["currency"]].strip().upper() or "?", many or _ZERO)
            made.counted += 1
    return made


def from_business(path: Path) -> Sales:
    """The business report by ASIN names no days: the whole file is taken as the month it was downloaded for."""
    flat = open_flat(path, {"ordered-product-sales", "units-ordered"}, _BUSINESS)
    at = {name: n for n, name in enumerate(flat.columns)}
    made = Sales(Source(path.name, flat.sha256), "business_report")
    rows = list(records(flat))
    mark = decimal_mark(record.cells[at["ordered-product-sales"]] for record in rows)
    for record in rows:
        text = record.cells[at["ordered-product-sales"]].strip()
        currency = next((code for sign, code in _SIGNS.items() if sign in text), "?")
        sold = amount_of(re.sub(r"[^\d.,()\-\u2212]", "", text), mark)
        if record.fault or sold is None:
            made.rejected += 1
            continue
        made.counted += 1
        made.by_currency[currency] += sold
        made.units += amount_of(record.cells[at["units-ordered"]], mark) or _ZERO
    return made


def sales_figures(made: Sales) -> Iterator[Figure]:
    for currency, sold in sorted(made.by_currency.items()):
        yield amount("ordered_product_sales", Text("订购商品销售额", "Ordered product sales"), sold, currency, _SALES, (made.source,))  # fmt: skip
    yield amount("units_ordered", Text("订购件数", "Units ordered"), made.units, "units", _UNITS, (made.source,))  # fmt: skip


def _add(made: Sales, day: date, money: Decimal, currency: str, units: Decimal) -> None:
    made.by_currency[currency] += money
    made.by_day[day, currency] += money
    made.units += units


def _money(value: object) -> tuple[Decimal, str] | None:
    if not isinstance(value, Mapping):
        return None
    sold: Any = value.get("amount")
    if not isinstance(sold, (int, Decimal)) or isinstance(sold, bool):
        return None
    return Decimal(sold), str(value.get("currencyCode") or "?")


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


_SALES = Text("当月订购商品销售额之和，按币种，不含税费调整", "Ordered product sales of the month, a currency at a time")  # fmt: skip
_UNITS = Text("当月订购件数之和", "Units ordered in the month")
