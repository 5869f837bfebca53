"""Settlement reports V2 and V1: what was declared, what the rows add up to, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from pilotage.engines.mill.flat import FlatFile, Record, open_flat, records
from pilotage.engines.mill.numerals import Mark, amount_of, decimal_mark
from pilotage.engines.statements.columns import NEEDED, Carriers
from pilotage.kernel.decimals import EXACT
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_REPORT = Text("结算报告（Settlement Report）", "a settlement report")
_ZERO = Decimal(0)
PRINCIPAL = "Principal"


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one (amount-type, amount-description) and their sum."""

    amount_type: str
    amount_description: str
    amount: Decimal
    rows: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row whose amount is not in the sum, and why: `NOT_A_NUMBER`, `OTHER_CURRENCY` or a `Record.fault`."""

    row: int
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """One settlement of one file. `declared` is None without a summary row; days are as Amazon wrote them.

    `refunded` is the principal given back to customers, a part of the sum.
    """

    id: str
    currency: str
    since: str
    until: str
    deposited: str
    declared: Decimal | None
    parts: tuple[Part, ...]
    rows: int
    rejected: tuple[Rejected, ...]
    file: str
    sha256: str
    refunded: Decimal = _ZERO

    @property
    def summed(self) -> Decimal:
        """The sum of every part."""
        total = Decimal(0)
        for part in self.parts:
            total = EXACT.add(total, part.amount)
        return total

    @property
    def difference(self) -> Decimal | None:
        """Summed less declared; None without a declared total."""
        return None if self.declared is None else EXACT.subtract(self.summed, self.declared)


@dataclass(slots=True)
class _Growing:
    """A settlement while its rows come in."""

    currency: str = ""
    since: str = ""
    until: str = ""
    deposited: str = ""
    declared: Decimal | None = None
    sums: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    rows: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    refunded: Decimal = _ZERO


def settlements(files: Iterable[Path]) -> tuple[Settlement, ...]:
    """Every settlement of the files, in their order; one that two files hold alike counts once.

    Raises `Invalid` for a file that is no settlement report; a row that cannot be read is `Rejected`.
    """
    found: dict[tuple[object, ...], Settlement] = {}
    for path in files:
        for one in _of_file(path):
            found.setdefault((one.id, one.currency, one.declared, one.parts), one)
    return tuple(found.values())


def _of_file(path: Path) -> Iterator[Settlement]:
    flat = open_flat(path, NEEDED, _REPORT)
    carriers = Carriers(flat.columns)
    if not carriers.known:
        raise _no_amounts(path)
    mark = decimal_mark(_written(flat, carriers))
    growing: dict[str, _Growing] = {}
    last = ""
    for record in records(flat):
        last = record.cells[carriers.id].strip() or last
        one = growing.get(last)
        if one is None:
            one = growing[last] = _Growing()
        _take(one, record, carriers, flat.columns, mark)
    for id_, one in growing.items():
        yield _settled(id_, one, flat)


def _written(flat: FlatFile, carriers: Carriers) -> Iterator[str]:
    """Every amount of the file as written, the totals first."""
    for record in records(flat):
        yield record.cells[carriers.total]
        for _, _, amount in carriers.amounts(record.cells):
            yield amount


def _take(
    one: _Growing, record: Record, carriers: Carriers, columns: tuple[str, ...], mark: Mark
) -> None:
    one.rows += 1
    currency = record.cells[carriers.currency].strip()
    if one.declared is None and record.cells[carriers.total].strip():
        _take_summary(one, record, dict(zip(columns, record.cells, strict=True)), mark)
    one.currency = one.currency or currency
    if record.fault:
        one.rejected.append(Rejected(record.row, "", record.fault))
        return
    for type_, description, written in carriers.amounts(record.cells):
        amount = amount_of(written, mark)
        if amount is None:
            one.rejected.append(Rejected(record.row, written[:60], "NOT_A_NUMBER"))
        elif currency and currency != one.currency:
            one.rejected.append(
                Rejected(record.row, f"{written} {currency}"[:60], "OTHER_CURRENCY")
            )
        else:
            key = type_, description
            one.sums[key] = EXACT.add(one.sums.get(key, _ZERO), amount)
            one.counts[key] = one.counts.get(key, 0) + 1
            if description == PRINCIPAL and record.cells[carriers.kind].strip().lower() == "refund":
                one.refunded = EXACT.add(one.refunded, amount)


def _take_summary(one: _Growing, record: Record, cells: dict[str, str], mark: Mark) -> None:
    one.declared = amount_of(cells["total-amount"], mark)
    if one.declared is None:
        one.rejected.append(Rejected(record.row, cells["total-amount"][:60], "NOT_A_NUMBER"))
    one.since = cells.get("settlement-start-date", "").strip()
    one.until = cells.get("settlement-end-date", "").strip()
    one.deposited = cells.get("deposit-date", "").strip()


def _settled(id_: str, one: _Growing, flat: FlatFile) -> Settlement:
    parts = tuple(
        Part(type_, description, one.sums[type_, description], one.counts[type_, description])
        for type_, description in sorted(one.sums)
    )
    return Settlement(
        id=id_,
        currency=one.currency,
        since=one.since,
        until=one.until,
        deposited=one.deposited,
        declared=one.declared,
        parts=parts,
        rows=one.rows,
        rejected=tuple(one.rejected),
        file=flat.path.name,
        sha256=flat.sha256,
        refunded=one.refunded,
    )


def _no_amounts(path: Path) -> Invalid:
    return Invalid(
        "COLUMNS_MISSING",
        Text(
            "{file} 没有金额列，无法核对。",
            "{file} has no column of amounts; it cannot be checked.",
        ),
        Text("请下载“Flat File V2”结算报告。", "Download the Flat File V2 settlement report."),
        file=path.name,
    )
