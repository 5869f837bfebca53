"""A month from a folder of files as they were downloaded: what is there, what is missing, every figure with its trail.

    made = month_report(Path("inputs"), Month(2026, 9), ads_of)

`ads_of` tells what an advertising file says (`engines/ads`), or raises `Invalid`; engines stand alone. Two optional
files are the product's own: `sla.json` [{"promise", "met", "breached"}] and `filings.json` [{"jurisdiction",
"period", "state"}]. A file that cannot be read is named with its reason and costs no other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pilotage.engines.mill.flat import column_name, encoding_of
from pilotage.engines.statements import events, notices, shares, snapshots, stock
from pilotage.engines.statements import payouts as money
from pilotage.engines.statements import sales as orders
from pilotage.engines.statements.figure import Figure, Source, amount, quotient
from pilotage.engines.statements.reserves import carried_over
from pilotage.engines.statements.settlement import Settlement, settlements
from pilotage.engines.statements.table import Table, letters
from pilotage.kernel.errors import Invalid, PilotageError
from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text

_HEAD = 64 * 1024
_LARGEST_JSON = 64 * 1024 * 1024
KINDS: dict[str, Text] = {
    "settlement": Text("结算报告", "Settlement report"),
    "ledger": Text("库存分类账汇总", "Inventory ledger summary"),
    "ledger_detail": Text("库存分类账明细", "Inventory ledger detail"),
    "planning": Text("库存规划（库龄、售出率）", "Inventory planning: age and sell-through"),
    "myi": Text("FBA 库存快照（MYI）", "FBA inventory snapshot (MYI)"),
    "sales": Text("销售报告（业务报告、销售与流量或全部订单）", "Sales: business report, sales and traffic, or all orders"),
    "ads": Text("广告报表", "Advertising report"),
    "payouts": Text("回款与余额", "Payouts and balances"),
    "sla": Text("服务时效", "Service levels"),
    "filings": Text("申报与回执", "Filings and receipts"),
}  # fmt: skip
# Of several kinds of sales files the first that is there is counted: the same sales stand in all of them.
_SALES_FIRST = ("sales_and_traffic", "business_report", "all_orders")
_OPTIONAL = frozenset({"ledger_detail"})
_CONFIRMED = "authority_confirmed"


@dataclass(frozen=True, slots=True)
class AdsTotals:
    """What an advertising file adds up to in one currency."""

    source: Source
    currency: str
    spend: Decimal
    sales: Decimal


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is in no figure, and why."""

    file: str
    says: Text
    next_step: Text | None


@dataclass(slots=True)
class MonthReport:
    """Everything of a month. `read` are (kind, file); `missing` the kinds of which no file is there."""

    month: Month
    read: list[tuple[str, Source]] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)
    ledgers: list[stock.Ledger] = field(default_factory=list)
    payouts: list[money.Payout] = field(default_factory=list)
    ads: list[AdsTotals] = field(default_factory=list)
    sales: list[orders.Sales] = field(default_factory=list)
    promises: list[dict[str, Any]] = field(default_factory=list)
    filings: list[dict[str, Any]] = field(default_factory=list)
    details: list[events.Events] = field(default_factory=list)
    plannings: list[Table] = field(default_factory=list)
    snapshots: list[Table] = field(default_factory=list)
    shares: list[shares.Shares] = field(default_factory=list)
    notices: list[Text] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        here = {kind for kind, _ in self.read}
        return [kind for kind in KINDS if kind not in here and kind not in _OPTIONAL]

    @property
    def not_counted(self) -> list[tuple[Source, int, int]]:
        """Of every file of rows: how many cannot be read, and how many are of other months."""
        return [
            *((one.source, one.rejected, one.outside) for one in self.sales),
            *((one.source, len(one.rejected), one.outside) for one in self.ledgers),
            *((one.source, len(one.rejected), one.outside) for one in self.details),
            *((one.source, len(one.rejected), 0) for one in (*self.plannings, *self.snapshots)),
        ]

    @property
    def counted_sales(self) -> orders.Sales | None:
        """Of the sales files the one whose figures stand in the report."""
        order = {kind: n for n, kind in enumerate(_SALES_FIRST)}
        return min(self.sales, key=lambda one: order[one.kind], default=None)


AdsOf = Callable[[Path], Sequence[AdsTotals]]


def month_report(folder: Path, month: Month, ads_of: AdsOf) -> MonthReport:
    """Raises `Invalid` only where the folder itself cannot be read."""
    made = MonthReport(month)
    seen: dict[str, str] = {}
    for path in _files(folder):
        try:
            first = seen.setdefault(_sha256(path), path.name)
            if first != path.name:
                made.notices.append(_TWICE.with_(file=path.name, first=first))
            else:
                _take(made, path, ads_of)
        except PilotageError as error:
            made.unreadable.append(Unreadable(path.name, error.says, error.next_step))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
            made.unreadable.append(Unreadable(path.name, _BROKEN, _BROKEN_NEXT))
    made.figures = [figure for figures in _figures(made) for figure in figures]
    made.notices += notices.of(made)
    return made


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path) -> list[Path]:
    try:
        found = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:
        raise Invalid(
            "NO_FOLDER",
            Text("无法读取文件夹 {name}。", "The folder {name} cannot be read."),
            Text("请给出放有当月文件的文件夹。", "Give the folder that holds the month's files."),
            name=folder.name or str(folder),
        ) from None
    return [path for path in found if not path.name.startswith((".", "~$"))]


def _take(made: MonthReport, path: Path, ads_of: AdsOf) -> None:
    if path.suffix.lower() == ".json":
        _take_json(made, path, ads_of)
        return
    columns = _columns(path)
    bare = {letters(name) for name in columns}
    if "settlement-id" in columns:
        found, shared = settlements([path]), shares.shares_of(path)
        known = {(one.id, one.currency, one.declared, one.parts) for one in made.settlements}
        new = [one for one in found if (one.id, one.currency, one.declared, one.parts) not in known]
        made.settlements += new
        made.shares += [one for one in shared if one.settlement in {settled.id for settled in new}]
        made.read += dict.fromkeys(("settlement", Source(one.file, one.sha256)) for one in found)
    elif stock.is_ledger(bare):
        made.ledgers.append(stock.read_ledger(path, made.month))
        made.read.append(("ledger", made.ledgers[-1].source))
    elif events.is_detail(bare):
        made.details.append(events.read_events(path, made.month))
        made.read.append(("ledger_detail", made.details[-1].source))
    elif columns >= snapshots.PLANNING:
        made.plannings.append(snapshots.read_planning(path))
        made.read.append(("planning", made.plannings[-1].source))
    elif columns >= snapshots.MYI:
        made.snapshots.append(snapshots.read_myi(path))
        made.read.append(("myi", made.snapshots[-1].source))
    elif {"amazon-order-id", "purchase-date", "item-price"} <= columns:
        _took_sales(made, orders.from_orders(path, made.month))
    elif {"ordered-product-sales", "units-ordered"} <= columns:
        _took_sales(made, orders.from_business(path))
    else:
        _took_ads(made, _ads(path, ads_of))


def _take_json(made: MonthReport, path: Path, ads_of: AdsOf) -> None:
    if path.stat().st_size > _LARGEST_JSON:
        raise ValueError(path.name)
    content = path.read_bytes()
    source = Source(path.name, hashlib.sha256(content).hexdigest())
    text = content.decode(encoding_of(path, content[:_HEAD])).removeprefix("\ufeff")
    told = json.loads(text, parse_float=Decimal)
    if path.stem in ("sla", "filings") and isinstance(told, list):
        rows = [dict(row) for row in told]
        for row in rows if path.stem == "sla" else ():
            row.update({name: int(row.get(name) or 0) for name in ("met", "breached")})
        (made.promises if path.stem == "sla" else made.filings).extend(rows)
        made.read.append((path.stem, source))
    elif isinstance(told, dict) and "salesAndTrafficByDate" in told:
        _took_sales(made, orders.from_traffic(told, source, made.month))
    elif isinstance(told, dict) and {"payouts", "balances", "expectedPayouts"} & told.keys():
        made.payouts += money.payouts_of(told, made.month)
        made.figures += money.balance_figures(told, source)
        made.read.append(("payouts", source))
    else:
        _took_ads(made, _ads(path, ads_of))


def _ads(path: Path, ads_of: AdsOf) -> Sequence[AdsTotals]:
    """The last kind that is tried: a file that is not of it is of none."""
    try:
        return ads_of(path)
    except Invalid as error:
        if error.code != "NOT_AN_ADS_FILE":
            raise
        raise Invalid("NOT_OF_A_MONTH", _OF_NONE, _OF_NONE_NEXT) from error


def _took_sales(made: MonthReport, found: orders.Sales) -> None:
    made.sales.append(found)
    made.read.append(("sales", found.source))


def _took_ads(made: MonthReport, found: Sequence[AdsTotals]) -> None:
    made.ads += found
    made.read += [("ads", source) for source in dict.fromkeys(one.source for one in found)]


def _columns(path: Path) -> set[str]:
    """Of the first line that has several cells; none for a workbook."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith((b"PK", b"\xd0\xcf")):
        return set()
    text = head.decode(encoding_of(path, head), "replace")
    for line in text.splitlines()[:20]:
        for delimiter in "\t,;":
            if line.count(delimiter) >= 2:
                return {column_name(cell.strip('"')) for cell in line.split(delimiter)}
    return set()


def _figures(made: MonthReport) -> Iterator[Iterable[Figure]]:
    yield _of_settlements(made)
    yield list(money.payout_figures(tuple(made.payouts), _source_of(made, "payouts")))
    yield money.against(made.settlements, made.payouts, _source_of(made, "payouts"))
    yield made.figures  # the balances, as they were answered
    counted = made.counted_sales
    yield list(orders.sales_figures(counted)) if counted else ()
    yield _of_ads(made, counted)
    yield stock.stock_figures(made.ledgers, made.month)
    yield events.event_figures(made.details, made.ledgers)
    yield snapshots.planning_figures(made.plannings)
    for table in made.snapshots:
        yield snapshots.myi_figures(table, _currency(made))
    yield _of_promises(made)


def _source_of(made: MonthReport, kind: str) -> Source:
    return next((source for of, source in made.read if of == kind), Source("", ""))


def _currency(made: MonthReport) -> str:
    """The one currency of the month's money; `?` where there are several or none."""
    found = {one.currency for one in made.settlements}
    found |= set(made.counted_sales.by_currency) if made.counted_sales else set()
    return found.pop() if len(found) == 1 else "?"


def _of_settlements(made: MonthReport) -> Iterator[Figure]:
    for one in made.settlements:
        source = (Source(one.file, one.sha256),)
        named = {"id": one.id}
        yield amount("settlement_total", _PAID_OUT.with_(**named), one.summed, one.currency, _SUMMED, source)  # fmt: skip
        if one.difference is not None:
            yield amount("settlement_difference", _APART.with_(**named), one.difference, one.currency, _DIFFERENCE, source)  # fmt: skip
    for gap in carried_over(made.settlements):
        sources = [Source(s.file, s.sha256) for s in made.settlements if s.id in (gap.earlier, gap.later)]  # fmt: skip
        yield amount("reserve_missing", _RESERVE, gap.missing, gap.currency, _RESERVES, sources)


def _of_ads(made: MonthReport, counted: orders.Sales | None) -> Iterator[Figure]:
    for currency in sorted({one.currency for one in made.ads}):
        some = [one for one in made.ads if one.currency == currency]
        spend, sold = sum((o.spend for o in some), Decimal(0)), sum((o.sales for o in some), Decimal(0))  # fmt: skip
        sources = list(dict.fromkeys(one.source for one in some))
        yield amount(
            "ad_spend", Text("广告花费", "Advertising spend"), spend, currency, _SPEND, sources
        )
        yield quotient("acos", Text("ACoS", "ACoS"), (spend, sold), "ratio", _ACOS, sources)
        yield quotient("roas", Text("ROAS", "ROAS"), (sold, spend), "ratio", _ROAS, sources)
        if counted and currency in counted.by_currency:
            whole = counted.by_currency[currency]
            yield quotient("tacos", Text("TACoS", "TACoS"), (spend, whole), "ratio", _TACOS, [*sources, counted.source])  # fmt: skip


def _of_promises(made: MonthReport) -> Iterator[Figure]:
    met = sum((Decimal(row["met"]) for row in made.promises), Decimal(0))
    broken = sum((Decimal(row["breached"]) for row in made.promises), Decimal(0))
    if made.promises:
        yield quotient("sla_attainment", Text("服务时效达标率", "Service levels kept"), (met, met + broken), "ratio", _KEPT, (_source_of(made, "sla"),))  # fmt: skip
    if "filings" not in made.missing:
        waiting = [row for row in made.filings if row.get("state") != _CONFIRMED]
        yield amount("filings_unconfirmed", Text("没有税局确认的申报", "Filings without confirmation"), Decimal(len(waiting)), "rows", _UNCONFIRMED, (_source_of(made, "filings"),))  # fmt: skip


_TWICE = Text("{file} 与 {first} 是同一个文件，只计一次", "{file} is the same file as {first} and counted once")  # fmt: skip
_BROKEN = Text(
    "文件损坏或不是可识别的格式。", "The file is broken or of no kind that is known here."
)
_BROKEN_NEXT = Text("请从卖家平台重新下载原始文件。", "Download it again from Seller Central.")
_OF_NONE = Text(
    "不是月报能识别的任何一种文件，没有读取任何行。",
    "The file is of no kind that a monthly report is made of; no row was read.",
)
_OF_NONE_NEXT = Text(
    "请上传结算、库存分类账、库存规划、FBA 库存、订单、业务报告、广告或回款文件。",
    "Upload settlements, the inventory ledger, planning, FBA inventory, orders, the business report, advertising or payouts.",
)
_PAID_OUT = Text("结算 {id} 合计", "Settlement {id}, in all")
_APART = Text("结算 {id} 差额", "Settlement {id}, difference")
_SUMMED = Text("该结算各行金额之和", "the sum of the settlement's rows")
_DIFFERENCE = Text(
    "各行之和 − 申报总额，应为 0.00", "sum of the rows − the total declared; 0.00 when it adds up"
)
_RESERVE = Text("未返还的预留款", "Reserve not returned")
_RESERVES = Text("上期扣留＋本期返还，应为 0.00", "held in one settlement + returned in the next; 0.00 when nothing is missing")  # fmt: skip
_SPEND = Text("广告文件中花费之和", "the sum of spend in the advertising files")
_ACOS = Text(
    "广告花费 ÷ 归因销售额；没有销售额则无", "spend ÷ attributed sales; none without sales"
)
_ROAS = Text("归因销售额 ÷ 广告花费", "attributed sales ÷ spend")
_TACOS = Text("广告花费 ÷ 订购商品销售额", "spend ÷ ordered product sales")
_KEPT = Text("达标的承诺 ÷ （达标＋逾期）", "promises kept ÷ (kept + broken)")
_UNCONFIRMED = Text("回执状态不是“税局已确认”的申报数", "filings whose receipt is not confirmed by an authority")  # fmt: skip
