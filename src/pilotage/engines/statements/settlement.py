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
_REFUND = "refund"
_SHOWN = 60
_Key = tuple[str, str, bool]  # amount-type, amount-description, whether it is refunded principal


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
    """A settlement while its rows come in: how often each amount was written, a part at a time.

    A million rows have few different amounts: each is read once. `is_odd` when a row is not in the sum.
    """

    currency: str = ""
    summary: dict[str, str] | None = None
    seen: dict[_Key, dict[str, int]] = field(default_factory=dict)
    rows: int = 0
    is_odd: bool = False


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
        _take(one, record, carriers, flat.columns)
    amounts = _amounts(growing.values(), mark)
    rejected: dict[str, list[Rejected]] = {}
    if None in amounts.values() or any(one.is_odd for one in growing.values()):
        rejected = _rejected(flat, carriers, mark)
    for id_, one in growing.items():
        yield _settled(id_, one, flat, amounts, tuple(rejected.get(id_, ())))


def _written(flat: FlatFile, carriers: Carriers) -> Iterator[str]:
    """Every amount of the file as written, the totals first."""
    for record in records(flat):
        yield record.cells[carriers.total]
        for _, _, amount in carriers.amounts(record.cells):
            yield amount


def _take(one: _Growing, record: Record, carriers: Carriers, columns: tuple[str, ...]) -> None:
    one.rows += 1
    cells = record.cells
    currency = cells[carriers.currency].strip()
    if one.summary is None and cells[carriers.total].strip():
        one.summary = dict(zip(columns, cells, strict=True))
    one.currency = one.currency or currency
    if record.fault or (currency and currency != one.currency):
        one.is_odd = True
        return
    for type_, description, written in carriers.amounts(cells):
        is_refund = description == PRINCIPAL and cells[carriers.kind].strip().lower() == _REFUND
        counts = one.seen.setdefault((type_, description, is_refund), {})
        counts[written] = counts.get(written, 0) + 1


def _amounts(growing: Iterable[_Growing], mark: Mark) -> dict[str, Decimal | None]:
    """Each different spelling as an amount; None where it spells none."""
    told = {written for one in growing for counts in one.seen.values() for written in counts}
    told |= {one.summary["total-amount"] for one in growing if one.summary}
    return {written: amount_of(written, mark) for written in told}


def _rejected(flat: FlatFile, carriers: Carriers, mark: Mark) -> dict[str, list[Rejected]]:
    """The rows that are in no sum, found by reading the file again: most files have none."""
    found: dict[str, list[Rejected]] = {}
    currencies: dict[str, str] = {}
    declared: set[str] = set()
    last = ""
    for record in records(flat):
        cells = record.cells
        last = cells[carriers.id].strip() or last
        some = found.setdefault(last, [])
        currency = cells[carriers.currency].strip()
        ours = currencies[last] = currencies.get(last) or currency
        total = cells[carriers.total]
        if total.strip() and last not in declared:
            declared.add(last)
            if amount_of(total, mark) is None:
                some.append(Rejected(record.row, total[:_SHOWN], "NOT_A_NUMBER"))
        if record.fault:
            some.append(Rejected(record.row, "", record.fault))
            continue
        for _, _, written in carriers.amounts(cells):
            if amount_of(written, mark) is None:
                some.append(Rejected(record.row, written[:_SHOWN], "NOT_A_NUMBER"))
            elif currency and currency != ours:
                some.append(Rejected(record.row, f"{written} {currency}"[:_SHOWN], "OTHER_CURRENCY"))  # fmt: skip
    return found


def _sums(one: _Growing, amounts: dict[str, Decimal | None]) -> tuple[dict[tuple[str, str], tuple[Decimal, int]], Decimal]:  # fmt: skip
    """Sum and rows of each part; and what was refunded of principal."""
    parts: dict[tuple[str, str], tuple[Decimal, int]] = {}
    refunded = _ZERO
    for (type_, description, is_refund), counts in one.seen.items():
        known = [(amount, many) for written, many in counts.items() if (amount := amounts[written]) is not None]  # fmt: skip
        if not known:
            continue
        total = _ZERO
        for amount, many in known:
            total = EXACT.add(total, EXACT.multiply(amount, many))
        before, rows = parts.get((type_, description), (_ZERO, 0))
        parts[type_, description] = EXACT.add(before, total), rows + sum(many for _, many in known)
        refunded = EXACT.add(refunded, total) if is_refund else refunded
    return parts, refunded


def _settled(
    id_: str, one: _Growing, flat: FlatFile, amounts: dict[str, Decimal | None], rejected: tuple[Rejected, ...]
) -> Settlement:  # fmt: skip
    sums, refunded = _sums(one, amounts)
    told = one.summary or {}
    return Settlement(
        id=id_,
        currency=one.currency,
        since=told.get("settlement-start-date", "").strip(),
        until=told.get("settlement-end-date", "").strip(),
        deposited=told.get("deposit-date", "").strip(),
        declared=amounts[told["total-amount"]] if told else None,
        parts=tuple(Part(*key, *sums[key]) for key in sorted(sums)),
        rows=one.rows,
        rejected=rejected,
        file=flat.path.name,
        sha256=flat.sha256,
        refunded=refunded,
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
