"""What somebody else says of the month (服务商自报数字): a short table of figure, value and unit, read and named.

    claimed, rejected = read_claims(Path("partner.csv"))

CSV, xlsx, or JSON (`[{"figure": "ACoS", "value": "28.4 %"}]`). Headings and names of figures in either language; a
value keeps the places it was written with, for what was rounded is compared as rounded.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pilotage.engines.mill.flat import column_name, encoding_of
from pilotage.engines.mill.numerals import Mark, amount_of, decimal_mark, mark_of
from pilotage.kernel.errors import Invalid
from pilotage.kernel.periods import Month, parse_period
from pilotage.kernel.text import Text

MOST_ROWS = 200
_LARGEST = 4 * 1024 * 1024
_UNPACKED = 64 * 1024 * 1024
_LONGEST = 80
# Key of a figure of the month → how it is called; the first of each language is the one that is shown.
NAMES: dict[str, tuple[Text, tuple[str, ...]]] = {
    "ordered_product_sales": (Text("营业额（订购商品销售额）", "Turnover (ordered product sales)"), ("营业额", "销售额", "订购商品销售额", "gmv", "turnover", "sales", "revenue", "ordered product sales")),
    "units_ordered": (Text("订购件数", "Units ordered"), ("销量", "订购件数", "件数", "units", "units ordered", "units sold")),
    "ad_spend": (Text("广告花费", "Advertising spend"), ("广告花费", "广告费", "广告支出", "ad spend", "advertising spend", "spend")),
    "acos": (Text("ACoS", "ACoS"), ("acos", "广告销售成本比", "广告投入产出比")),
    "tacos": (Text("TACoS", "TACoS"), ("tacos", "总广告成本比")),
    "roas": (Text("ROAS", "ROAS"), ("roas", "广告支出回报率", "广告回报率")),
    "payouts_paid": (Text("回款（已到账）", "Payouts (paid)"), ("回款", "到账", "已到账", "payout", "payouts", "payouts paid", "disbursement")),
    "settlement_total": (Text("结算合计", "Settlements in all"), ("结算", "结算额", "结算合计", "settlement", "settlements", "settlement total")),
    "inventory_turns": (Text("库存周转次数", "Inventory turns"), ("周转", "周转率", "库存周转", "库存周转率", "库存周转次数", "inventory turns", "inventory turnover", "turns")),
    "inventory_days": (Text("库存周转天数", "Days a turn"), ("周转天数", "库存周转天数", "inventory days", "days of inventory")),
    "days_of_supply": (Text("可售天数", "Days of supply"), ("可售天数", "可供天数", "days of supply", "days of cover")),
    "sell_through": (Text("售出率", "Sell-through"), ("售出率", "动销率", "sell-through", "sell through")),
    "stock_closing": (Text("期末可售库存", "Closing stock"), ("期末库存", "期末可售库存", "closing stock", "stock")),
    "units_shipped": (Text("发货件数", "Units shipped"), ("发货件数", "发货量", "units shipped", "shipped")),
    "sla_attainment": (Text("服务时效达标率", "Service levels kept"), ("时效达标率", "服务时效达标率", "sla", "sla attainment", "service levels")),
}  # fmt: skip
_HEADS: dict[str, frozenset[str]] = {
    "figure": frozenset({"figure", "key", "name", "metric", "indicator", "指标", "数字", "项目", "名称"}),
    "value": frozenset({"value", "amount", "数值", "值", "金额"}),
    "unit": frozenset({"unit", "currency", "单位", "币种"}),
    "period": frozenset({"period", "month", "期间", "月份"}),
}  # fmt: skip
_CURRENCIES = {"€": "EUR", "£": "GBP", "US$": "USD", "$": "USD", "￥": "CNY", "人民币": "CNY", "欧元": "EUR", "美元": "USD", "英镑": "GBP", "日元": "JPY", "RMB": "CNY"}  # fmt: skip
_UNITS = {"件": "units", "units": "units", "unit": "units", "pcs": "units", "天": "days", "日": "days", "days": "days", "day": "days", "%": "%", "％": "%", "percent": "%", "ratio": "ratio", "次": "ratio", "x": "ratio", "": ""}  # fmt: skip
_SIGNS = re.compile(r"US\$|[€£$￥¥%％]")


@dataclass(frozen=True, slots=True)
class Claim:
    """`key` is blank for a figure that the report does not know; a percentage is a share (28.4 % is 0.284).

    `unit` is a currency, `units`, `days`, `ratio`, or blank where none was told; `period` blank for the month asked.
    """

    named: str
    key: str
    value: Decimal
    unit: str
    period: str = ""


@dataclass(frozen=True, slots=True)
class RejectedClaim:
    """A row, from 1, that says no figure: `NO_NAME`, `NOT_A_NUMBER`, `AMBIGUOUS_CURRENCY` or `NO_PERIOD`."""

    row: int
    value: str
    reason: str


REASONS: dict[str, Text] = {
    "NO_NAME": Text("没有写指标", "no figure is named"),
    "NOT_A_NUMBER": Text("数值无法读取", "the value is no number"),
    "AMBIGUOUS_CURRENCY": Text("“¥”可能是人民币或日元，请写 CNY 或 JPY", "“¥” may be CNY or JPY; write the code"),
    "NO_PERIOD": Text("期间应如 2026-09", "a period is like 2026-09"),
}  # fmt: skip


def key_of(named: str) -> str:
    """The figure that this name calls; blank when none does.

    >>> key_of("营业额"), key_of("Inventory_Turnover"), key_of("happiness")
    ('ordered_product_sales', 'inventory_turns', '')
    """
    told = _plain(named)
    return next((key for key, (says, also) in NAMES.items() if told in {_plain(key), _plain(says.zh), _plain(says.en), *map(_plain, also)}), "")  # fmt: skip


def claims_of(rows: Iterable[Mapping[str, Any]]) -> tuple[tuple[Claim, ...], tuple[RejectedClaim, ...]]:  # fmt: skip
    """Rows of `figure`, `value`, `unit`, `period` as they were written; wholly empty ones are none."""
    given = [{name: str(row.get(name) if row.get(name) is not None else "").strip() for name in _HEADS} for row in rows]  # fmt: skip
    mark = decimal_mark(_SIGNS.sub("", row["value"]).strip() for row in given)
    kept: list[Claim] = []
    rejected: list[RejectedClaim] = []
    for number, row in enumerate(given, 1):
        if not any(row.values()):
            continue
        found = _claim(row, mark)
        if isinstance(found, Claim):
            kept.append(found)
        else:
            rejected.append(RejectedClaim(number, row["value"][:_LONGEST], found))
    return tuple(kept), tuple(rejected)


def read_claims(path: Path, name: str = "") -> tuple[tuple[Claim, ...], tuple[RejectedClaim, ...]]:
    """Of a file, called `name` where it is kept under another one. Raises `Invalid` where it holds no such table."""
    try:
        return claims_of(_rows(path))
    except _NoTable as none:
        raise Invalid("NO_CLAIMS", none.says, _NEXT, file=name or path.name) from None


def _rows(path: Path) -> Iterable[Mapping[str, Any]]:
    try:
        size, head = path.stat().st_size, path.read_bytes()[: 64 * 1024]
    except OSError:
        raise _NoTable(_UNREADABLE) from None
    if size > _LARGEST:
        raise _NoTable(_TOO_LARGE)
    if head.startswith(b"PK"):
        grid = _workbook(path)
    elif head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _json(path)
    else:
        grid = _text(path, head)
    return _table(grid)


def _claim(row: Mapping[str, str], mark: Mark) -> Claim | str:
    value, unit = row["value"], row["unit"]
    if not row["figure"]:
        return "NO_NAME"
    if row["period"] and not isinstance(parse_period(row["period"]), Month):
        return "NO_PERIOD"
    signs = _SIGNS.findall(value)
    if "¥" in (*signs, unit):
        return "AMBIGUOUS_CURRENCY"
    plain = _SIGNS.sub("", value).strip()
    # Such a table is typed by hand: a value that shows its own mark is read by it.
    amount = amount_of(plain, mark_of(plain) or mark)
    if amount is None:
        return "NOT_A_NUMBER"
    told = _unit(unit or next(iter(signs), ""))
    if told == "%":
        amount, told = amount.scaleb(-2), "ratio"
    return Claim(row["figure"][:_LONGEST], key_of(row["figure"]), amount, told, row["period"])


def _unit(told: str) -> str:
    if told.lower() in _UNITS:
        return _UNITS[told.lower()]
    return _CURRENCIES.get(told, told.upper()[:_LONGEST])


def _table(grid: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    for number, row in enumerate(grid[:20]):
        at = _places(row)
        if {"figure", "value"} <= at.keys():
            body = grid[number + 1 :]
            if len(body) > MOST_ROWS:
                raise _NoTable(_TOO_LARGE)
            return [{name: line[n] if n < len(line) else "" for name, n in at.items()} for line in body]  # fmt: skip
    raise _NoTable(_NO_TABLE)


def _places(row: Sequence[str]) -> dict[str, int]:
    heads = [column_name(cell).replace("-", " ") for cell in row]
    return {name: n for name, known in _HEADS.items() for n, head in enumerate(heads) if head in known}  # fmt: skip


def _text(path: Path, head: bytes) -> list[list[str]]:
    text = path.read_bytes().decode(encoding_of(path, head), "replace").lstrip("\ufeff")
    for delimiter in "\t,;":
        try:
            grid = list(csv.reader(text.splitlines(), delimiter=delimiter))
        except csv.Error:
            continue
        if any({"figure", "value"} <= _places(row).keys() for row in grid[:20]):
            return grid
    raise _NoTable(_NO_TABLE)


def _workbook(path: Path) -> list[list[str]]:
    import python_calamine

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(one.file_size for one in packed.infolist()) > _UNPACKED:
                raise _NoTable(_TOO_LARGE)
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=True)
    except (zipfile.BadZipFile, python_calamine.CalamineError, OSError, ValueError):
        raise _NoTable(_UNREADABLE) from None
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(cell: object) -> str:
    """A workbook keeps numbers as binary: the shortest spelling is what was typed."""
    if isinstance(cell, float):
        return format(Decimal(repr(cell)), "f").removesuffix(".0")
    return str(cell)


def _json(path: Path) -> list[Mapping[str, Any]]:
    try:
        told = json.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
        rows = told.get("figures") if isinstance(told, dict) else told
        if isinstance(rows, list) and len(rows) <= MOST_ROWS and all(isinstance(row, dict) for row in rows):  # fmt: skip
            return [{**row, "figure": row.get("figure") or row.get("key")} for row in rows]
    except (ValueError, RecursionError):
        pass
    raise _NoTable(_NO_TABLE)


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-（）()]+", "", name).lower()


class _NoTable(Exception):
    def __init__(self, says: Text) -> None:
        self.says = says


_UNREADABLE = Text("{file} 无法读取。", "{file} cannot be read.")
_TOO_LARGE = Text("{file} 太大：自报数字最多 200 行。", "{file} is too large: 200 rows at most.")
_NO_TABLE = Text("{file} 里没有“指标、数值”两列。", "{file} has no columns “figure” and “value”.")
_NEXT = Text(
    "请用 CSV、xlsx 或 JSON，列为：指标、数值、单位、期间。",
    "Use CSV, xlsx or JSON with the columns figure, value, unit, period.",
)
