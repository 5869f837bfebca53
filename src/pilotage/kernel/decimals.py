"""Exact decimals: reading them from text and rounding them by a named rule. No binary floats."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from enum import StrEnum

# Wide enough that sums of five million money lines stay exact.
EXACT = Context(prec=60)

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")


class Rounding(StrEnum):
    """The named ways to round; a return or an invoice says which one it used."""

    HALF_UP = "half_up"  # away from zero at the half (kaufmännisch, 四舍五入)
    HALF_EVEN = "half_even"
    DOWN = "down"  # toward zero
    UP = "up"  # away from zero

    @property
    def decimal_mode(self) -> str:
        return _MODES[self]


_MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.DOWN: ROUND_DOWN,
    Rounding.UP: ROUND_UP,
}


def exact(text: str) -> Decimal | None:
    """The decimal that `text` spells, or None; no thousands signs, no percent, no NaN.

    >>> exact("19.99"), exact("12,50"), exact("NaN")
    (Decimal('19.99'), None, None)
    """
    stripped = text.strip()
    return Decimal(stripped) if _PLAIN.fullmatch(stripped) else None


def rounded(value: Decimal, places: int, mode: Rounding = Rounding.HALF_UP) -> Decimal:
    """`value` at `places` decimals by the named rule.

    >>> rounded(Decimal("2.675"), 2), rounded(Decimal("-0.5"), 0, Rounding.DOWN)
    (Decimal('2.68'), Decimal('0'))
    """
    result = value.quantize(Decimal(1).scaleb(-places), rounding=mode.decimal_mode, context=EXACT)
    return abs(result) if result.is_zero() else result  # no negative zero


def plain(value: Decimal) -> str:
    """Shortest text without exponent or trailing zeros: rates, percentages, factors.

    >>> plain(Decimal("19.00")), plain(Decimal("5.50")), plain(Decimal("1E+2"))
    ('19', '5.5', '100')
    """
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
