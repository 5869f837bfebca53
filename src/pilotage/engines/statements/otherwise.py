"""The month's figures read otherwise: by other days, other files, other definitions; what a different figure may have meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pilotage.engines.statements.figure import RATIO_PLACES
from pilotage.engines.statements.settlement import PRINCIPAL
from pilotage.kernel.decimals import EXACT, rounded
from pilotage.kernel.text import Text

if TYPE_CHECKING:
    from pilotage.engines.statements.month import MonthReport

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """`value` is what `of` would be if it meant `says`; it is no figure of the report."""

    of: str
    value: Decimal
    unit: str
    says: Text


def otherwise(made: MonthReport) -> Iterator[Otherwise]:
    """Every other reading that the files allow."""
    told: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for one in made.figures:
        if one.value is not None:
            told[one.key][one.unit] += one.value
    yield from _of_money(made, told)
    yield from _of_ads(made, told)
    yield from _of_stock(made, told)


def _of_money(made: MonthReport, told: dict[str, dict[str, Decimal]]) -> Iterator[Otherwise]:
    principal = _by_currency((one.currency, part.amount) for one in made.settlements for part in one.parts if part.amount_description == PRINCIPAL)  # fmt: skip
    taxed = _by_currency((one.currency, part.amount) for one in made.settlements for part in one.parts if part.amount_description in (PRINCIPAL, "Tax"))  # fmt: skip
    refunded = _by_currency((one.currency, one.refunded) for one in made.settlements)
    for currency, money in principal.items():
        back = refunded[currency]
        if back:
            yield Otherwise("ordered_product_sales", money - back, currency, _SETTLED_GROSS)
        yield Otherwise("ordered_product_sales", money, currency, _SETTLED)
        yield Otherwise("ordered_product_sales", taxed[currency], currency, _TAXED)
        for sold in told["ordered_product_sales"].items():
            if back and sold[0] == currency:
                yield Otherwise("ordered_product_sales", sold[1] + back, currency, _NET)
    counted = made.counted_sales
    for one in made.sales:
        for currency, money in one.by_currency.items() if one is not counted else ():
            yield Otherwise("ordered_product_sales", money, currency, _OTHER_FILE.with_(file=one.source.file))  # fmt: skip
    for currency, money in told["settlement_total"].items():
        yield Otherwise("ordered_product_sales", money, currency, _SETTLEMENT)
        yield Otherwise("payouts_paid", money, currency, _SETTLEMENT_NOT_PAYOUT)
    for currency, money in told["payouts_paid"].items():
        under_way = sum((told[key][currency] for key in ("payouts_in_transit", "payouts_started")), _ZERO)  # fmt: skip
        yield Otherwise("settlement_total", money, currency, _PAYOUT_DAY)
        yield Otherwise("payouts_paid", money + under_way, currency, _UNDER_WAY)
        yield Otherwise("payouts_paid", money + under_way + told["payouts_failed"][currency], currency, _FAILED)  # fmt: skip


def _of_ads(made: MonthReport, told: dict[str, dict[str, Decimal]]) -> Iterator[Otherwise]:
    for one in made.ads if len(made.ads) > 1 else ():
        says = _ONE_FILE.with_(file=one.source.file)
        yield Otherwise("ad_spend", one.spend, one.currency, says)
        if one.sales:
            yield Otherwise("acos", _over(one.spend, one.sales), "ratio", says)
    for key, other, says in (("acos", "tacos", _ALL_SALES), ("tacos", "acos", _ATTRIBUTED)):
        if other in told:
            yield Otherwise(key, told[other]["ratio"], "ratio", says)
    if told["tacos"]["ratio"]:
        yield Otherwise("roas", _over(Decimal(1), told["tacos"]["ratio"]), "ratio", _ALL_SALES)


def _of_stock(made: MonthReport, told: dict[str, dict[str, Decimal]]) -> Iterator[Otherwise]:
    units = {key: told[key]["units"] for key in _STOCKS if key in told}
    shipped, closing = units.get("units_shipped", _ZERO), units.get("stock_closing", _ZERO)
    days = Decimal((made.month.last - made.month.first).days + 1)
    if shipped:
        whole = closing + units.get("stock_unsellable", _ZERO)
        yield Otherwise("days_of_supply", _over(days * whole, shipped), "days", _WITH_UNSELLABLE)
        yield Otherwise("stock_closing", whole, "units", _WITH_UNSELLABLE)
    if shipped and closing:
        yield Otherwise("inventory_turns", _over(shipped, closing), "ratio", _BY_CLOSING)
    for key, other, unit, says in _SWAPS:
        if other in told:
            yield Otherwise(key, told[other][unit], unit, says)
    if "inventory_turns" in told:
        yield Otherwise("inventory_turns", 12 * told["inventory_turns"]["ratio"], "ratio", _A_YEAR)


def _over(over: Decimal, under: Decimal) -> Decimal:
    return rounded(EXACT.divide(over, under), RATIO_PLACES)


def _by_currency(pairs: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for currency, money in pairs:
        found[currency] += money
    return found


_SETTLED = Text("结算中的销售本金（按结算日，已扣退款），不是订购额", "principal of the settlements, by settlement and net of refunds, not what was ordered")  # fmt: skip
_SETTLED_GROSS = Text("结算中的销售本金，未扣退款", "principal of the settlements before refunds")
_TAXED = Text("含税：结算中的本金加税", "with tax: principal and tax of the settlements")
_NET = Text("扣除了退款的订购额", "what was ordered, less refunds")
_OTHER_FILE = Text("另一份销售文件 {file} 的合计", "the sum of another sales file, {file}")
_SETTLEMENT = Text("结算合计（扣费后），不是销售额", "the settlements after fees, not sales")
_SETTLEMENT_NOT_PAYOUT = Text("结算合计，不是实际到账的回款", "the settlements, not what was paid out")  # fmt: skip
_PAYOUT_DAY = Text("按回款日的到账额，不是结算合计", "what was paid, by the day of the payout, not the settlements")  # fmt: skip
_UNDER_WAY = Text("把转账中的也算作到账", "payouts under way counted as paid")
_FAILED = Text("把失败的回款也算在内", "failed payouts counted too")
_ONE_FILE = Text("只算了 {file} 一份广告文件", "of one advertising file only, {file}")
_ALL_SALES = Text("用全部销售额，而不是广告归因销售额", "over all sales, not attributed ones")
_ATTRIBUTED = Text("用广告归因销售额，而不是全部销售额", "over attributed sales, not all of them")
_WITH_UNSELLABLE = Text("把不可售库存也算在内", "stock that cannot be sold counted too")
_BY_CLOSING = Text("除以期末库存，而不是期初与期末的平均", "over closing stock, not the mean of opening and closing")  # fmt: skip
_A_YEAR = Text("按全年（乘以 12）", "for a year: twelve times the month's")
_NINETY = Text("按近 90 天的发货，而不是当月", "by the shipments of 90 days, not of the month")
_TURN = Text("周转天数，不是可售天数", "days a turn, not days of supply")
_SUPPLY = Text("可售天数，不是周转天数", "days of supply, not days a turn")
_SHIPPED = Text("发货件数，不是订购件数", "units shipped, not ordered")
_ORDERED = Text("订购件数，不是发货件数", "units ordered, not shipped")
_MYI = Text("库存快照当天的数，不是分类账月末的数", "of the snapshot's day, not of the ledger's end of month")  # fmt: skip
_OPENING = Text("期初库存", "opening stock")
_STOCKS = ("units_shipped", "stock_closing", "stock_unsellable")
_SWAPS = (
    ("days_of_supply", "days_of_supply_90", "days", _NINETY),
    ("days_of_supply", "inventory_days", "days", _TURN),
    ("inventory_days", "days_of_supply", "days", _SUPPLY),
    ("units_ordered", "units_shipped", "units", _SHIPPED),
    ("units_shipped", "units_ordered", "units", _ORDERED),
    ("stock_closing", "stock_fulfillable", "units", _MYI),
    ("stock_closing", "stock_opening", "units", _OPENING),
)
