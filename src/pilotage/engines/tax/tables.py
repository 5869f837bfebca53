"""Small dated tables that the seller brings: unit costs (成本) and exchange rates (汇率), line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pilotage.engines.tax.refusals import table_broken
from pilotage.kernel.decimals import exact
from pilotage.kernel.text import Text

PLACES = 10  # decimals that costs and rates may have

_DATES = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
_POSITIVE = Text(
    "{c} 应为正数，最多 10 位小数", "{c} must be a positive number of at most 10 decimals"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one unit cost from a day on: the base of own-goods movements (Dir. 2006/112 art. 76)."""

    sku: str
    currency: str
    unit_cost: Decimal
    since: date


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of `currency` for 1 EUR, as published on `day`."""

    day: date
    currency: str
    rate: Decimal


def read_costs(content: bytes) -> list[Cost]:
    """The lines of costs.csv (`sku,currency,unit_cost,from`); two costs of one SKU on one day are refused."""
    costs: dict[tuple[str, date], Cost] = {}
    for number, line in _lines("costs.csv", content, ("sku", "currency", "unit_cost", "from")):
        cost = Cost(
            line["sku"],
            _currency("costs.csv", number, line["currency"]),
            _amount("costs.csv", number, "unit_cost", line["unit_cost"], zero=True),
            _date("costs.csv", number, line["from"]),
        )
        if costs.setdefault((cost.sku, cost.since), cost) != cost:
            raise table_broken(
                "costs.csv",
                number,
                Text("同一 SKU 同一日期有两个成本", "two costs of one SKU on one day"),
            )
    return list(costs.values())


def read_rates(content: bytes) -> list[Rate]:
    """The lines of fx.csv (`date,currency,rate`); two rates of one currency on one day are refused."""
    rates: dict[tuple[str, date], Rate] = {}
    for number, line in _lines("fx.csv", content, ("date", "currency", "rate")):
        rate = Rate(
            _date("fx.csv", number, line["date"]),
            _currency("fx.csv", number, line["currency"]),
            _amount("fx.csv", number, "rate", line["rate"]),
        )
        if rates.setdefault((rate.currency, rate.day), rate) != rate:
            raise table_broken(
                "fx.csv",
                number,
                Text("同一币种同一日期有两个汇率", "two rates of one currency on one day"),
            )
    return list(rates.values())


def _lines(
    name: str, content: bytes, needed: tuple[str, ...]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise table_broken(name, 1, Text("不是 UTF-8 文本", "it is not UTF-8 text")) from None
    reader = csv.DictReader(io.StringIO(text))
    headers = [(header or "").strip().lower() for header in reader.fieldnames or ()]
    if missing := [column for column in needed if column not in headers]:
        raise table_broken(name, 1, Text("缺少列 {c}", "it lacks {c}").with_(c=", ".join(missing)))
    reader.fieldnames = headers
    for line in reader:
        if any((line.get(column) or "").strip() for column in needed):
            yield reader.line_num, {column: (line.get(column) or "").strip() for column in needed}


def _currency(name: str, number: int, text: str) -> str:
    code = text.upper()
    if len(code) != 3 or not code.isalpha():
        raise table_broken(
            name, number, Text("{c!r} 不是币种代码", "{c!r} is no currency").with_(c=text)
        )
    return code


def _amount(name: str, number: int, column: str, text: str, *, zero: bool = False) -> Decimal:
    value = exact(text)
    bad = value is None or value < 0 or (value == 0 and not zero) or value >= 10**9
    if value is None or bad or value != round(value, PLACES):
        raise table_broken(name, number, _POSITIVE.with_(c=column))
    return value


def _date(name: str, number: int, text: str) -> date:
    for pattern in _DATES:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day, not a time
        except ValueError:
            continue
    raise table_broken(name, number, Text("{d!r} 不是日期", "{d!r} is no date").with_(d=text))
