"""The ledger's single events (库存分类账明细): what moved by kind, against the summary of the same month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pilotage.engines.statements.figure import Figure, Source, amount
from pilotage.engines.statements.stock import Ledger, days_of, shipped_of, units_of
from pilotage.engines.statements.table import read_table
from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text

NEEDED = frozenset({"date", "quantity", "disposition"})
_NUMBERS = frozenset({"quantity", "reconciledquantity", "unreconciledquantity"})
_REPORT = Text("库存分类账明细（Inventory Ledger Detail）", "an inventory ledger detail")
_SHIPPED = frozenset({"shipments", "customershipments"})
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Events:
    """Units by event type in the month; rows in = `rows` + `outside` + `rejected`."""

    source: Source
    units: dict[str, Decimal]
    shipped: Decimal
    unreconciled: Decimal
    rows: int
    outside: int
    rejected: tuple[int, ...]


def is_detail(columns: set[str]) -> bool:
    """Whether these (letters only) are the columns of one."""
    return {"eventtype", *NEEDED} <= columns


def read_events(path: Path, month: Month) -> Events:
    """`GET_LEDGER_DETAIL_VIEW_DATA`. Raises `Invalid` where it is none."""
    table = read_table(path, NEEDED, _REPORT, _NUMBERS, by_letters=True)
    units: dict[str, Decimal] = defaultdict(Decimal)
    rejected, rows, outside, loose, shipped = list(table.rejected), 0, 0, _ZERO, _ZERO
    days = days_of(row.text("date") for row in table.rows)
    for row in table.rows:
        day, many = days(row.text("date")), units_of(row.text("quantity"))
        if day is None or many is None:
            rejected.append(row.row)
        elif Month.of(day) != month:
            outside += 1
        else:
            rows += 1
            kind = row.text("eventtype")
            units[kind] += many
            loose += units_of(row.text("unreconciledquantity")) or _ZERO
            if kind.replace("_", "").replace(" ", "").lower() in _SHIPPED and row.text("disposition").upper() == "SELLABLE":  # fmt: skip
                shipped += abs(many)
    return Events(table.source, dict(units), shipped, loose, rows, outside, tuple(sorted(rejected)))


def event_figures(found: Sequence[Events], ledgers: Sequence[Ledger]) -> Iterator[Figure]:
    """What was shipped by the detail, what is not reconciled, and how far detail and summary are apart."""
    if not found:
        return
    sources = tuple(one.source for one in found)
    shipped = sum((one.shipped for one in found), _ZERO)
    loose = sum((one.unreconciled for one in found), _ZERO)
    yield amount("detail_shipped", Text("明细中的发货", "Shipped, by the detail"), shipped, "units", _DETAIL, sources)  # fmt: skip
    yield amount("detail_unreconciled", Text("未核销的件数", "Units not reconciled"), loose, "units", _LOOSE, sources)  # fmt: skip
    if ledgers:
        summary = shipped_of(ledgers)
        both = (*sources, *(one.source for one in ledgers))
        yield amount("detail_difference", Text("明细与汇总的发货差额", "Shipped: detail against summary"), shipped - summary, "units", _APART, both)  # fmt: skip


_DETAIL = Text("明细中可售库存的 Shipments 件数之和", "units of Shipments events of sellable stock")
_LOOSE = Text("明细中 Unreconciled Quantity 之和", "the sum of Unreconciled Quantity in the detail")
_APART = Text("明细发货 − 汇总发货，应为 0", "shipped by the detail − by the summary; 0 when they agree")  # fmt: skip
