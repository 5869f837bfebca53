"""Fees per SKU from settlements: what a row names is the SKU's own; the rest is shared out by a stated rule.

Rows without a SKU (storage, advertising, subscriptions, reimbursements) are shared by the SKUs' principal of the
same settlement; without principal by their units; without either nothing is shared out. Reserves are no fee and
stay apart. Shares are in cents by the largest remainder, so that every settlement adds up:
own + shared + not shared + reserves = summed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from pilotage.engines.mill.flat import open_flat, records
from pilotage.engines.mill.numerals import Mark, amount_of, decimal_mark
from pilotage.engines.statements.columns import NEEDED, Carriers
from pilotage.engines.statements.figure import Source
from pilotage.kernel.decimals import EXACT
from pilotage.kernel.text import Text

RESERVES = ("Current Reserve Amount", "Previous Reserve Amount Balance")
RULE = Text(
    "有 SKU 的行归该 SKU；没有 SKU 的行按同一结算中各 SKU 的销售本金分摊，没有本金则按件数；预留款不分摊",
    "rows with a SKU are its own; rows without are shared by the principal of the SKUs in the same settlement, without principal by units; reserves are not shared",
)
_REPORT = Text("结算报告（Settlement Report）", "a settlement report")
_ZERO = Decimal(0)
_CENT = Decimal("0.01")


@dataclass(slots=True)
class Sku:
    """`own` fees and other amounts that its rows name, `shared` its part of the rest."""

    principal: Decimal = _ZERO
    own: Decimal = _ZERO
    shared: Decimal = _ZERO
    units: Decimal = _ZERO

    @property
    def net(self) -> Decimal:
        return self.principal + self.own + self.shared


@dataclass(slots=True)
class Shares:
    """Of one settlement in one currency; `places` are the sites that its rows name."""

    settlement: str
    currency: str
    source: Source
    skus: dict[str, Sku] = field(default_factory=lambda: defaultdict(Sku))
    account: Decimal = _ZERO
    unshared: Decimal = _ZERO
    reserves: Decimal = _ZERO
    places: set[str] = field(default_factory=set)


class _Amounts(dict[str, Decimal | None]):
    """Amounts by how they are written: a million rows have few different ones."""

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self._mark = mark

    def __missing__(self, written: str) -> Decimal | None:
        self[written] = amount_of(written, self._mark)
        return self[written]


def shares_of(path: Path) -> tuple[Shares, ...]:
    """Every settlement of a file; rows that `settlements` rejects are in no share. Raises `Invalid`."""
    flat = open_flat(path, NEEDED, _REPORT)
    at = {name: n for n, name in enumerate(flat.columns)}
    carriers = Carriers(flat.columns)
    sku_at, many_at, place_at = (
        at.get("sku"),
        at.get("quantity-purchased"),
        at.get("marketplace-name"),
    )
    mark = decimal_mark(w for r in records(flat) for _, _, w in carriers.amounts(r.cells))
    read = _Amounts(mark)
    made: dict[str, Shares] = {}
    last, currency = "", ""
    for record in records(flat):
        cells = record.cells
        last = cells[carriers.id].strip() or last
        told = cells[carriers.currency].strip()
        if last not in made:
            made[last] = Shares(last, told, Source(path.name, flat.sha256))
        one = made[last]
        one.currency = currency = one.currency or told
        if record.fault or (told and told != currency):
            continue
        if place_at is not None and cells[place_at].strip():
            one.places.add(cells[place_at].strip())
        sku = cells[sku_at].strip() if sku_at is not None else ""
        for _, description, written in carriers.amounts(cells):
            money = read[written]
            if money is None:
                continue
            many = read[cells[many_at].strip() or "0"] if many_at is not None else None
            _add(one, sku, description, money, many or _ZERO)
    for one in made.values():
        _share(one)
    return tuple(made.values())


def _add(one: Shares, sku: str, description: str, money: Decimal, many: Decimal) -> None:
    if description in RESERVES:
        one.reserves += money
    elif not sku:
        one.account += money
    elif description == "Principal":
        one.skus[sku].principal += money
        one.skus[sku].units += many
    else:
        one.skus[sku].own += money


def _share(one: Shares) -> None:
    weights = {sku: max(_ZERO, s.principal) for sku, s in one.skus.items()}
    if not any(weights.values()):
        weights = {sku: max(_ZERO, s.units) for sku, s in one.skus.items()}
    if not any(weights.values()):
        one.unshared = one.account
        return
    for sku, part in apportioned(one.account, weights).items():
        one.skus[sku].shared = part


def apportioned(total: Decimal, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """`total` in cents by weight, the largest remainders first, ties by name; the parts add up to it.

    >>> apportioned(Decimal("-1.00"), {"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)})
    {'a': Decimal('-0.34'), 'b': Decimal('-0.33'), 'c': Decimal('-0.33')}
    """
    whole = sum(weights.values(), _ZERO)
    size, sign = abs(total), -1 if total < 0 else 1
    raw = {name: EXACT.multiply(size * 100, weight) for name, weight in weights.items()}
    parts = {name: EXACT.divide_int(part, whole) * _CENT for name, part in raw.items()}
    left = size - sum(parts.values(), _ZERO)
    order = sorted(weights, key=lambda name: (-EXACT.remainder(raw[name], whole), name))
    for name in order:
        if left <= 0:
            break
        step = min(_CENT, left)  # a total with thousandths keeps them
        parts[name] += step
        left -= step
    return {name: sign * part for name, part in parts.items()}
