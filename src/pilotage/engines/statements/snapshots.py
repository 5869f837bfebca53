"""Stock as it stands: inventory planning (库存规划) and MYI snapshots. Sell-through, supply, ageing, stranded money.

Sell-through as Amazon defines it: units shipped in 90 days ÷ the mean of the snapshots (four: today and 30, 60
and 90 days before); with fewer here, the mean of those, and the definition says how many. Money in stock is
worth `your-price`: what it could be sold for, not what it cost. Formats: `facts/amazon-formats.md` 1.4, 4.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from pilotage.engines.statements.figure import Figure, Source, amount, quotient
from pilotage.engines.statements.table import Row, Table, read_table
from pilotage.kernel.text import Text

PLANNING = frozenset({"snapshot-date", "sku", "available", "units-shipped-t90"})
MYI = frozenset({"sku", "afn-warehouse-quantity", "afn-fulfillable-quantity"})
# A bucket and the columns that make it up: newer files split what older ones have whole.
AGES: dict[str, tuple[tuple[str, ...], ...]] = {
    "0-90": (("inv-age-0-to-90-days",), ("inv-age-0-to-30-days", "inv-age-31-to-60-days", "inv-age-61-to-90-days")),
    "91-180": (("inv-age-91-to-180-days",),),
    "181-365": (("inv-age-181-to-270-days", "inv-age-271-to-365-days"), ("inv-age-181-to-330-days", "inv-age-331-to-365-days")),
    "365+": (("inv-age-365-plus-days",),),
}  # fmt: skip
_OLD = ("181-365", "365+")
_PARTS = ("afn-fulfillable-quantity", "afn-unsellable-quantity", "afn-reserved-quantity")
_COUNTS = {
    "available", "units-shipped-t90", "your-price", "estimated-storage-cost-next-month",
    "afn-warehouse-quantity", *_PARTS, *(name for ways in AGES.values() for way in ways for name in way),
}  # fmt: skip
_ZERO = Decimal(0)


def read_planning(path: Path) -> Table:
    """`GET_FBA_INVENTORY_PLANNING_DATA`. Raises `Invalid` where it is none."""
    says = Text("库存规划报告（Inventory Planning）", "an inventory planning report")
    return read_table(path, PLANNING, says, _COUNTS)


def read_myi(path: Path) -> Table:
    """`GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA`, of 18 or 21 columns. Raises `Invalid` where it is none."""
    return read_table(
        path, MYI, Text("FBA 库存报告（MYI）", "an FBA inventory report (MYI)"), _COUNTS
    )


def planning_figures(tables: Sequence[Table]) -> Iterator[Figure]:
    """Of the latest snapshot: supply, age, storage to come. Of all of them: sell-through."""
    by_day: dict[str, list[Row]] = defaultdict(list)
    for table in tables:
        for row in table.rows:
            by_day[row.text("snapshot-date")].append(row)
    if not by_day:
        return
    sources = tuple(table.source for table in tables)
    latest = by_day[max(by_day)]
    stocks = [_sum(rows, "available") for rows in by_day.values()]
    shipped, stock = _sum(latest, "units-shipped-t90"), _sum(latest, "available")
    mean = sum(stocks, _ZERO) / len(stocks)
    through = _SELL_THROUGH.with_(n=len(stocks))
    yield quotient("sell_through", Text("售出率（90 天）", "Sell-through (90 days)"), (shipped, mean), "ratio", through, sources)  # fmt: skip
    yield quotient("days_of_supply_90", Text("可售天数（按 90 天销量）", "Days of supply (at 90 days' pace)"), (90 * stock, shipped), "days", _SUPPLY, sources)  # fmt: skip
    yield from _ages(latest, sources)
    yield from _storage(latest, sources)


def myi_figures(table: Table, currency: str) -> Iterator[Figure]:
    """What lies where; `currency` is that of the account's sales, as the report names none."""
    source = (table.source,)
    broken = [row for row in table.rows if _apart(row)]
    yield amount("stock_fulfillable", Text("可售库存（MYI）", "Fulfillable stock (MYI)"), _sum(table.rows, "afn-fulfillable-quantity"), "units", _FULFILLABLE, source)  # fmt: skip
    stranded = [row for row in table.rows if row.text("afn-listing-exists").lower() in ("no", "n", "false")]  # fmt: skip
    yield amount("stranded_units", Text("无在线商品的库存", "Stranded stock"), _sum(stranded, "afn-warehouse-quantity"), "units", _STRANDED, source)  # fmt: skip
    yield _worth("stranded_value", Text("无在线商品的库存金额", "Money in stranded stock"), stranded, "afn-warehouse-quantity", currency, source)  # fmt: skip
    yield _worth("unsellable_value", Text("不可售库存金额", "Money in stock that cannot be sold"), table.rows, "afn-unsellable-quantity", currency, source)  # fmt: skip
    yield amount("myi_rows_broken", Text("MYI 中不平的行", "MYI rows that do not add up"), Decimal(len(broken)), "rows", _WHOLE, source)  # fmt: skip


def _ages(latest: Sequence[Row], sources: tuple[Source, ...]) -> Iterator[Figure]:
    buckets = {name: sum((_age(row, name) for row in latest), _ZERO) for name in AGES}
    for name, units in buckets.items():
        says = Text("库龄 {days} 天", "Aged {days} days").with_(days=name)
        yield amount(f"stock_aged_{name}", says, units, "units", _AGED, sources)
    old, every = sum(buckets[name] for name in _OLD), sum(buckets.values())
    yield quotient("stock_aged_share", Text("库龄超过 180 天的占比", "Share aged over 180 days"), (Decimal(old), Decimal(every)), "ratio", _SHARE, sources)  # fmt: skip


def _age(row: Row, bucket: str) -> Decimal:
    """By the first way of counting of which a column is there: the two overlap and are never added."""
    for way in AGES[bucket]:
        if any(name in row.cells and row.text(name) for name in way):
            return sum((row.number(name) or _ZERO for name in way), _ZERO)
    return _ZERO


def _storage(latest: Sequence[Row], sources: tuple[Source, ...]) -> Iterator[Figure]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in latest:
        if (cost := row.number("estimated-storage-cost-next-month")) is not None:
            sums[row.text("currency").upper() or "?"] += cost
    for currency, cost in sorted(sums.items()):
        yield amount("storage_next_month", Text("下月仓储费（预计）", "Storage next month (estimate)"), cost, currency, _STORAGE, sources)  # fmt: skip


def _worth(key: str, says: Text, rows: Sequence[Row], of: str, currency: str, source: tuple[Source, ...]) -> Figure:  # fmt: skip
    total, unpriced = _ZERO, _ZERO
    for row in rows:
        units, price = row.number(of) or _ZERO, row.number("your-price")
        total += units * (price or _ZERO)
        unpriced += units if price is None else _ZERO
    return amount(key, says, total, currency, _WORTH.with_(n=f"{unpriced.normalize():f}"), source)


def _apart(row: Row) -> bool:
    whole = row.number("afn-warehouse-quantity")
    return whole is not None and whole != sum((row.number(p) or _ZERO for p in _PARTS), _ZERO)


def _sum(rows: Sequence[Row], name: str) -> Decimal:
    return sum((row.number(name) or _ZERO for row in rows), _ZERO)


_SELL_THROUGH = Text("近 90 天发货 ÷ 平均库存；亚马逊取 4 个快照，这里有 {n} 个", "units shipped in 90 days ÷ mean available stock; Amazon takes 4 snapshots, here are {n}")  # fmt: skip
_SUPPLY = Text("最新快照的可售库存 ÷ （近 90 天发货 ÷ 90）", "available in the latest snapshot ÷ (units shipped in 90 days ÷ 90)")  # fmt: skip
_AGED = Text("最新快照中该库龄段的件数", "units of that age in the latest snapshot")
_SHARE = Text("库龄 181 天及以上的件数 ÷ 各库龄段件数之和", "units aged 181 days or more ÷ units of every age")  # fmt: skip
_STORAGE = Text("亚马逊预计的下月仓储费之和", "the sum of Amazon's estimates for next month")
_FULFILLABLE = Text("可配送件数之和", "the sum of fulfillable units")
_STRANDED = Text("仓内有库存但没有在线商品（afn-listing-exists = No）的件数", "units in the warehouse without a listing (afn-listing-exists = No)")  # fmt: skip
_WORTH = Text("件数 × 当前售价（不是成本）；{n} 件没有售价，未计入", "units × the asking price, not what they cost; {n} units have no price and are not counted")  # fmt: skip
_WHOLE = Text("仓内 ≠ 可售＋不可售＋预留 的行数", "rows where warehouse is not fulfillable + unsellable + reserved")  # fmt: skip
