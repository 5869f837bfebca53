"""What a comparison must not hide: items that are missing, prices too low to be real."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pilotage.engines.fees.plan import FeeItem, PassThrough, charge_of, kind_of
from pilotage.kernel.money import Money
from pilotage.kernel.text import Text


class FlagKind(StrEnum):
    MISSING_ITEM = "MISSING_ITEM"
    TOO_CHEAP = "TOO_CHEAP"

    @property
    def says(self) -> Text:
        return _SAYS[self]


_SAYS = {
    FlagKind.MISSING_ITEM: Text(
        "报价里没有这一项，别家可能另收或由您自行支付。",
        "The offer leaves this item out; somebody will charge it, or you pay it yourself.",
    ),
    FlagKind.TOO_CHEAP: Text(
        "价格低于参考下限：请先问清包含哪些工作。",
        "The price is below the reference: ask first what it includes.",
    ),
}


@dataclass(frozen=True, slots=True)
class Required:
    """An item that every comparable offer must name; of this kind, where one is given."""

    code: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class PriceFloor:
    """Below `at_least` (the quote's currency, twelve months) the service items are too cheap.

    Without `code`: all service items together. `per_unit`: times their counts.
    """

    at_least: Decimal
    code: str | None = None
    per_unit: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """What an offer is checked against."""

    required: tuple[Required, ...] = ()
    too_cheap: tuple[PriceFloor, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """One warning about one code (None: about the offer as a whole)."""

    kind: FlagKind
    code: str | None


Priced = tuple[FeeItem, Money]


def flags(rules: Rules, priced: Sequence[Priced], months: int) -> tuple[Flag, ...]:
    """Missing items first, then prices too low, each in the order of the rules."""
    present = {(charge_of(item).code, kind_of(item)) for item, _ in priced}
    missing = [Flag(FlagKind.MISSING_ITEM, r.code) for r in rules.required if _missing(r, present)]
    cheap = [
        Flag(FlagKind.TOO_CHEAP, floor.code)
        for floor in rules.too_cheap
        if _too_cheap(floor, _concerned(floor, priced), months)
    ]
    return (*missing, *cheap)


def _missing(required: Required, present: Iterable[tuple[str, str]]) -> bool:
    return not any(
        code == required.code and required.kind in (None, kind) for code, kind in present
    )


def _concerned(floor: PriceFloor, priced: Sequence[Priced]) -> list[Priced]:
    return [
        (item, converted)
        for item, converted in priced
        if not isinstance(item, PassThrough) and floor.code in (None, item.code)
    ]


def _too_cheap(floor: PriceFloor, concerned: Sequence[Priced], months: int) -> bool:
    if not concerned:
        return False
    paid = sum((Fraction(converted.amount) for _, converted in concerned), Fraction(0))
    counted = sum(charge_of(item).count for item, _ in concerned) if floor.per_unit else 1
    return paid * 12 < Fraction(floor.at_least) * months * counted
