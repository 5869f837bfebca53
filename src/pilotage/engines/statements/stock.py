"""Stock from the ledger summary (库存分类账): what was there, what moved, whether it adds up, how fast it turns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pilotage.engines.mill.flat import open_flat, records
from pilotage.engines.mill.numerals import amount_of
from pilotage.engines.statements.figure import Figure, Source, amount, quotient
from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text

REPORT = Text("库存分类账汇总（Inventory Ledger Summary）", "an inventory ledger summary")
# Movements carry their sign: what left is negative. Goods between warehouses are in neither balance. Amazon's own
# sample has customer shipments without the sign: a file in which more rows add up so is read so.
_MOVES = (
    "receipts", "customershipments", "customerreturns", "vendorreturns", "warehousetransferinout", "found", "lost",
    "damaged", "disposed", "otherevents", "unknownevents",
)  # fmt: skip
_SELLABLE = "SELLABLE"
_MONTH_FIRST, _DAY_FIRST = "%m/%d/%Y", "%d/%m/%Y"
_CLEAR = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the ledger: opening + movements = closing, or `difference` says by how much not."""

    row: int
    day: date
    item: tuple[str, str, str]
    opening: Decimal
    closing: Decimal
    shipped: Decimal
    returned: Decimal
    difference: Decimal


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of a month; `rejected` are rows without a day or a balance, `outside` those of other months."""

    source: Source
    lines: tuple[Line, ...]
    rejected: tuple[int, ...]
    outside: int

    @property
    def places(self) -> set[str]:
        """Countries (or warehouses) that its rows of the month are of."""
        return {line.item[2].upper() for line in self.lines if line.item[2]}

    @property
    def broken(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.difference)


def read_ledger(path: Path, month: Month) -> Ledger:
    """Raises `Invalid` where it is no ledger summary."""
    flat = open_flat(path, {"date", "disposition"}, REPORT)
    names = {re.sub(r"[^a-z]", "", name): n for n, name in enumerate(flat.columns)}
    lines, rejected, outside = [], [], 0
    days = days_of(record.cells[names["date"]] for record in records(flat))
    for record in records(flat):
        found = None if record.fault else _line(record.row, record.cells, names, days)
        if found is None:
            rejected.append(record.row)
        elif Month.of(found.day) != month:
            outside += 1
        else:
            lines.append(found)
    return Ledger(Source(path.name, flat.sha256), _signed(lines), tuple(rejected), outside)


def is_ledger(columns: set[str]) -> bool:
    """Whether these (letters only) are the columns of one."""
    return {"date", "disposition", "startingwarehousebalance", "endingwarehousebalance"} <= columns


def stock_figures(ledgers: Sequence[Ledger], month: Month) -> Iterator[Figure]:
    """Of sellable stock: opening and closing, shipped, turns, days of supply; and rows that do not add up.

    A ledger a country adds up; an item's day that two files tell is taken from the first of them.
    """
    if not ledgers:
        return
    source = tuple(ledger.source for ledger in ledgers)
    lines = _together(ledgers)
    opening, closing = _balances(lines)
    shipped = shipped_of(ledgers)
    days = Decimal((month.last - month.first).days + 1)
    average = (opening + closing) / 2
    yield amount("stock_opening", Text("期初可售库存", "Sellable stock, opening"), opening, "units", _OPENING, source)  # fmt: skip
    yield amount("stock_closing", Text("期末可售库存", "Sellable stock, closing"), closing, "units", _CLOSING, source)  # fmt: skip
    yield amount("units_shipped", Text("发给客户", "Shipped to customers"), shipped, "units", _SHIPPED, source)  # fmt: skip
    yield quotient("inventory_turns", Text("库存周转次数", "Inventory turns"), (shipped, average), "ratio", _TURNS, source)  # fmt: skip
    yield quotient("inventory_days", Text("库存周转天数", "Days to turn the stock"), (days * average, shipped), "days", _TURN_DAYS, source)  # fmt: skip
    yield quotient("days_of_supply", Text("可售天数", "Days of supply"), (days * closing, shipped), "days", _SUPPLY, source)  # fmt: skip
    unsellable = sum((b for item, b in _closing(lines).items() if item[1] != _SELLABLE), _ZERO)
    yield amount("stock_unsellable", Text("期末不可售库存", "Stock that cannot be sold, closing"), unsellable, "units", _UNSELLABLE, source)  # fmt: skip
    yield amount("ledger_rows_broken", Text("分类账中不平的行", "Ledger rows that do not add up"), Decimal(sum(len(ledger.broken) for ledger in ledgers)), "rows", _IDENTITY, source)  # fmt: skip


def _line(row: int, cells: list[str], names: dict[str, int], days: Days) -> Line | None:
    def cell(name: str) -> str:
        at = names.get(name)
        return cells[at].strip() if at is not None else ""

    day, opening, closing = days(cell("date")), units_of(cell("startingwarehousebalance")), units_of(cell("endingwarehousebalance"))  # fmt: skip
    if day is None or opening is None or closing is None:
        return None
    moves = {name: units_of(cell(name)) or _ZERO for name in _MOVES}
    item = (cell("fnsku") or cell("msku"), cell("disposition").upper(), cell("location") or cell("country"))  # fmt: skip
    apart = closing - opening - sum(moves.values(), _ZERO)
    return Line(row, day, item, opening, closing, moves["customershipments"], moves["customerreturns"], apart)  # fmt: skip


def _signed(lines: list[Line]) -> tuple[Line, ...]:
    """The lines with shipments as negative numbers, however the file writes them."""
    other = tuple(
        replace(line, shipped=-line.shipped, difference=line.difference + 2 * line.shipped)
        for line in lines
    )
    wrong, wrong_other = (sum(bool(line.difference) for line in some) for some in (lines, other))
    return other if wrong_other < wrong else tuple(lines)


def shipped_of(ledgers: Sequence[Ledger]) -> Decimal:
    """Units of sellable stock shipped to customers; what two files tell counts once."""
    return -sum((line.shipped for line in _together(ledgers) if _is_sellable(line)), _ZERO)


def _together(ledgers: Sequence[Ledger]) -> list[Line]:
    found: list[Line] = []
    told: set[tuple[date, tuple[str, str, str]]] = set()
    for ledger in ledgers:
        found += (line for line in ledger.lines if (line.day, line.item) not in told)
        told |= {(line.day, line.item) for line in ledger.lines}
    return found


def _balances(lines: Sequence[Line]) -> tuple[Decimal, Decimal]:
    """Sellable stock before the first and after the last row of each item."""
    first: dict[tuple[str, str, str], Line] = {}
    for line in sorted(lines, key=lambda one: (one.day, one.row)):
        first.setdefault(line.item, line)
    opening = sum((one.opening for item, one in first.items() if item[1] == _SELLABLE), _ZERO)
    closing = sum((b for item, b in _closing(lines).items() if item[1] == _SELLABLE), _ZERO)
    return opening, closing


def _closing(lines: Sequence[Line]) -> dict[tuple[str, str, str], Decimal]:
    last: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for line in sorted(lines, key=lambda one: (one.day, one.row)):
        last[line.item] = line.closing
    return last


def _is_sellable(line: Line) -> bool:
    return line.item[1] == _SELLABLE


Days = Callable[[str], date | None]


def days_of(cells: Iterable[str]) -> Days:
    """How the dates of a file are read: `09/10/2026` is American unless one of its dates can only be `30/09/2026`."""
    day_first = any(_day(cell, _MONTH_FIRST) is None and _day(cell, _DAY_FIRST) for cell in cells)
    forms = (_DAY_FIRST if day_first else _MONTH_FIRST, *_CLEAR)
    return lambda text: _day(text, *forms)


def _day(text: str, *forms: str) -> date | None:
    for form in forms:
        try:
            return datetime.strptime(text.strip()[:10], form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def units_of(text: str) -> Decimal | None:
    """Whole units: `1,234` and `1.234` are one number, whichever mark groups; None where there is none."""
    if not text or text == "--":
        return None
    found = amount_of(text, ".")
    if found is None or found != found.to_integral_value():
        return amount_of(text, ",") or found
    return found


_OPENING = Text("本月首日各 SKU（可售）的期初余额之和", "Starting balances of sellable items on their first day of the month")  # fmt: skip
_CLOSING = Text("本月末日各 SKU（可售）的期末余额之和", "Ending balances of sellable items on their last day of the month")  # fmt: skip
_SHIPPED = Text("可售库存的客户发货之和", "Customer shipments of sellable stock")
_TURNS = Text(
    "客户发货 ÷ （期初＋期末）÷2", "customer shipments ÷ the mean of opening and closing stock"
)
_TURN_DAYS = Text("当月天数 ÷ 周转次数", "days of the month ÷ inventory turns")
_SUPPLY = Text("期末可售库存 ÷ 日均发货", "closing sellable stock ÷ shipments a day")
_UNSELLABLE = Text(
    "不可售各类别的期末余额之和", "Ending balances of every disposition but sellable"
)
_IDENTITY = Text("期初＋各项变动≠期末的行数", "rows where opening plus movements is not closing")
