"""Rounding exact fractions to the minor unit of a currency, by a named rule."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from pilotage.kernel.decimals import Rounding
from pilotage.kernel.money import Money, minor_units


def whole(value: Fraction, mode: Rounding) -> int:
    """The whole number next to `value` by the named rule.

    >>> whole(Fraction(5, 2), Rounding.HALF_UP), whole(Fraction(5, 2), Rounding.HALF_EVEN)
    (3, 2)
    >>> whole(Fraction(-1, 3), Rounding.UP), whole(Fraction(-1, 3), Rounding.DOWN)
    (-1, 0)
    """
    size, rest = divmod(abs(value.numerator), value.denominator)
    if rest and _away(size, 2 * rest - value.denominator, mode):
        size += 1
    return -size if value < 0 else size


def _away(size: int, beyond_half: int, mode: Rounding) -> bool:
    match mode:
        case Rounding.UP:
            return True
        case Rounding.DOWN:
            return False
        case Rounding.HALF_UP:
            return beyond_half >= 0
        case Rounding.HALF_EVEN:
            return beyond_half > 0 or (beyond_half == 0 and size % 2 == 1)


def units(value: Fraction, currency: str, mode: Rounding) -> int:
    """`value` of `currency` in whole minor units (cents, fils, yen)."""
    return whole(value * 10 ** minor_units(currency), mode)


def of_units(count: int, currency: str) -> Money:
    """Money of so many minor units; exact at any size."""
    return Money(Decimal(f"{count}e-{minor_units(currency)}"), currency)


def to_money(value: Fraction, currency: str, mode: Rounding) -> Money:
    """`value` rounded to the minor unit.

    >>> to_money(Fraction(1280, 31), "EUR", Rounding.HALF_UP).text()
    '41.29'
    """
    return of_units(units(value, currency, mode), currency)
