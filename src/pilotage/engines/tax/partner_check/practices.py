"""Known bad practices (常见错误做法), each as the filing it would lead to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pilotage.engines.law import STANDARD, vat_rate
from pilotage.engines.tax.partner_check.exchange import WRONG_DAYS, Published, Reading, right
from pilotage.engines.tax.partner_check.ledger import Entry, Ledger
from pilotage.engines.tax.partner_check.lines import Cells, added, line_of, without
from pilotage.engines.tax.tables import Rate
from pilotage.kernel.decimals import plain, rounded
from pilotage.kernel.errors import RuleGap
from pilotage.kernel.text import Text

_ZERO = Decimal(0)

SAID: dict[str, Text] = {
    "DEPARTURE_RATE": Text("未注册国的订单按发货国税率申报。", "Sales to states without a registration were declared at the departure rate."),
    "ONE_RATE_ON_GROSS": Text("整期含税总额用一个税率倒算。", "One rate was taken on the gross total of the period."),
    "REFUNDS_DROPPED": Text("退款没有扣除。", "Refunds were left out."),
    "OWN_GOODS_FORGOTTEN": Text("自有货物跨国移仓没有申报。", "Movements of own goods between states were forgotten."),
    "WRONG_FX_DAY": Text("汇率取错了日子：{day}。", "The rate of exchange is of a wrong day: {day}."),
    "ARITHMETIC": Text("表内数字不勾稽，或数字抄写有误。", "The form's own figures do not fit together, or a figure was copied wrongly."),
    "UNEXPLAINED": Text("差异无法用已知做法解释。", "No known practice explains the difference."),
}  # fmt: skip


NEXT: dict[str, Text] = {
    "DEPARTURE_RATE": Text("请让服务商撤下这些行，改用 OSS 或到达国税号申报，并更正本期。", "Have your agent take these rows out, file them by OSS or the arrival state's number, and correct this return."),
    "ONE_RATE_ON_GROSS": Text("请让服务商按每行自己的税率重算，并更正本期。", "Have your agent work out each row at its own rate and correct this return."),
    "REFUNDS_DROPPED": Text("您多缴了税：请让服务商把这些退款扣除并更正本期。", "You pay too much: have your agent deduct these refunds and correct this return."),
    "OWN_GOODS_FORGOTTEN": Text("请让服务商按成本价补报移仓，并补交欧盟汇总表。", "Have your agent declare the movements at cost, and the recapitulative statement with them."),
    "WRONG_FX_DAY": Text("请让服务商改用法定日期的汇率，并更正本期。", "Have your agent use the rate of the day the law names and correct this return."),
    "ARITHMETIC": Text("请让服务商对照原表改正抄写或计算错误。", "Have your agent compare it with the form and mend the copying or the sums."),
    "UNEXPLAINED": Text("请把有差额的栏位发给服务商，请其逐栏说明依据的行。", "Send your agent the boxes that differ and ask which rows each rests on."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Supposed:
    """What the lines would be under a practice; `tolerance` in the return's currency for approximations."""

    code: str
    cells: Cells
    rows: tuple[Entry, ...]
    tolerance: Decimal = _ZERO
    detail: Text | None = None


def supposed(cells: Cells, ledger: Ledger, rates: Sequence[Rate]) -> Iterator[Supposed]:
    """Every practice that would change this return, exact ones first."""
    published = Published(rates)
    yield from _refunds(cells, ledger)
    yield from _own_goods(cells, ledger)
    yield from _departure_rate(cells, ledger, published)
    yield from _one_rate(cells, ledger)
    yield from _wrong_day(cells, ledger, published)


def _refunds(cells: Cells, ledger: Ledger) -> Iterator[Supposed]:
    refunds = tuple(e for e in ledger.entries if e.is_refund and _counts(e))
    taxed = tuple(e for e in refunds if line_of(e)[0] == "taxed")
    for rows in filter(None, (refunds, taxed if taxed != refunds else ())):
        yield Supposed("REFUNDS_DROPPED", without(cells, rows), rows)


def _counts(entry: Entry) -> bool:
    # A distance sale counts in the state it leaves by its base alone, which is not in its own row.
    return entry.is_first_side and entry.treatment != "distance_sale_oss"


def _own_goods(cells: Cells, ledger: Ledger) -> Iterator[Supposed]:
    moved = tuple(e for e in ledger.entries if e.treatment == "own_goods")
    sent = tuple(e for e in moved if e.is_first_side)
    received = tuple(e for e in moved if not e.is_first_side)
    no_supply = without(cells, sent)
    if received:
        yield Supposed("OWN_GOODS_FORGOTTEN", _without_acquisitions(no_supply), moved)
        yield Supposed("OWN_GOODS_FORGOTTEN", _without_acquisitions(cells), received)
    if sent:
        yield Supposed("OWN_GOODS_FORGOTTEN", no_supply, sent)


def _without_acquisitions(cells: Cells) -> Cells:
    acquired = sum(
        (v for (line, _, p), v in cells.items() if (line, p) == ("acquisition", "vat")), _ZERO
    )
    left = {at: value for at, value in cells.items() if at[0] != "acquisition"}
    at = "input_vat", "", "vat"
    return left | {at: left.get(at, _ZERO) - acquired}


def _departure_rate(cells: Cells, ledger: Ledger, published: Published) -> Iterator[Supposed]:
    """Rows of rule 27, and those of OSS and of other states' returns, at the departure rate here."""
    elsewhere = tuple(e for e in ledger.entries if e.treatment == "distance_sale_oss")
    for rows in filter(None, (ledger.unregistered, elsewhere, (*ledger.unregistered, *elsewhere))):
        more: Cells = {}
        for entry in rows:
            if (found := _at_departure(entry, ledger, published)) is None:
                break
            rate, base, vat = found
            more = added(more, {("taxed", rate, "base"): base, ("taxed", rate, "vat"): vat})
        else:
            yield Supposed("DEPARTURE_RATE", added(cells, more), rows, Decimal("0.01") * len(rows))


def _at_departure(
    entry: Entry, ledger: Ledger, published: Published
) -> tuple[str, Decimal, Decimal] | None:
    try:
        percent = vat_rate(entry.dep, STANDARD, entry.day).value
    except RuleGap:
        return None
    factor = _factor(entry, ledger, published, None)
    if factor is None:
        return None
    sign = -1 if entry.is_refund else 1
    gross = rounded(sign * abs(entry.gross) * factor, 2)
    base = rounded(gross / (1 + percent / 100), 2)
    return plain(percent), base, gross - base


def _one_rate(cells: Cells, ledger: Ledger) -> Iterator[Supposed]:
    """Gross of all taxed rows / (1 + standard rate); with and without what the platform collects."""
    rows = tuple(e for e in ledger.entries if e.is_first_side and line_of(e)[0] == "taxed")
    if not rows:
        return
    percent = max((e.rate for e in rows if e.rate is not None), default=_ZERO)
    gross = sum((e.base + e.vat for e in rows), _ZERO)
    deemed = cells.get(("deemed_supply", "", "base"), _ZERO)
    for total, also in ((gross, ()), (gross + deemed, ("deemed_supply",))):
        left = {at: v for at, v in cells.items() if at[0] != "taxed" and at[0] not in also}
        base = rounded(total / (1 + percent / 100), 2)
        rate = plain(percent)
        both = {("taxed", rate, "base"): base, ("taxed", rate, "vat"): total - base}
        yield Supposed("ONE_RATE_ON_GROSS", left | both, rows)


def _wrong_day(cells: Cells, ledger: Ledger, published: Published) -> Iterator[Supposed]:
    foreign = tuple(
        entry
        for entry in ledger.entries
        if ledger.currency not in (entry.currency, _source(entry)) and _source(entry)
    )
    for day, reading in WRONG_DAYS.values():
        if foreign and (moved := _moved(foreign, cells, ledger, published, reading)):
            tolerance = Decimal("0.02") * len(foreign)
            yield Supposed("WRONG_FX_DAY", added(cells, moved), foreign, tolerance, day)


def _source(entry: Entry) -> str:
    """The currency that a row was converted from into this return; "" when it was not."""
    if entry.treatment == "own_goods" and not entry.is_first_side:
        return entry.held_in
    return entry.currency if _counts(entry) else ""


def _moved(
    foreign: Sequence[Entry], cells: Cells, ledger: Ledger, published: Published, reading: Reading
) -> Cells | None:
    """What another reading of the rates adds to each line."""
    more: Cells = {}
    for entry in foreign:
        used = _factor(entry, ledger, published, None)
        other = _factor(entry, ledger, published, reading)
        if used is None or other is None:
            return None
        changed = _acquired if not entry.is_first_side else _converted
        more = added(more, changed(entry, cells, used, other))
    return more if any(more.values()) else None


def _converted(entry: Entry, cells: Cells, used: Decimal, other: Decimal) -> Cells:
    del cells
    line, rate = line_of(entry)
    return {
        (line, rate, part): rounded(amount * other / used, 2) - amount
        for part, amount in (("base", entry.base), ("vat", entry.vat))
    }


def _acquired(entry: Entry, cells: Cells, used: Decimal, other: Decimal) -> Cells:
    """Own goods on their arrival: base, VAT, and the same VAT deducted."""
    rate = next((r for line, r, _ in cells if line == "acquisition"), "0")
    base = rounded(entry.base * other, 2) - rounded(entry.base * used, 2)
    vat = rounded(base * Decimal(rate) / 100, 2)
    return {
        ("acquisition", rate, "base"): base,
        ("acquisition", rate, "vat"): vat,
        ("input_vat", "", "vat"): vat,
    }


def _factor(
    entry: Entry, ledger: Ledger, published: Published, reading: Reading | None
) -> Decimal | None:
    """Units of the return's currency per unit of the row's; without a reading, the right one."""
    units = [
        right(published, currency, entry.day, ledger.period, ledger.key)
        if reading is None
        else reading(published, currency, entry.day, ledger.period)
        for currency in (ledger.currency, _source(entry) or entry.currency)
    ]
    ours, theirs = units
    return None if ours is None or theirs is None else ours / theirs
