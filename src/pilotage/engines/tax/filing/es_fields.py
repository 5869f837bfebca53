"""Fixed-width fields of the Spanish authority (AEAT): amounts in cents, text in Latin capitals."""

from __future__ import annotations

import re
from decimal import Decimal

from pilotage.kernel.decimals import rounded


def amount(value: Decimal, width: int) -> str:
    """Cents without a separator, zeros on the left; a negative one begins with `N`.

    >>> amount(Decimal("12.5"), 7), amount(Decimal("-12.5"), 7)
    ('0001250', 'N001250')
    """
    cents = int(rounded(value, 2).scaleb(2))
    digits = f"{abs(cents):0{width}d}" if cents >= 0 else f"N{abs(cents):0{width - 1}d}"
    assert len(digits) == width, f"{value} does not fit {width} characters"
    return digits


def text(value: str, width: int) -> str:
    """Capitals, cut or filled with spaces on the right."""
    return value.upper()[:width].ljust(width)


def number(value: int, width: int) -> str:
    """Digits with zeros on the left."""
    return f"{value:0{width}d}"


def value_of(field: str) -> Decimal | None:
    """The way back from `amount`; None for a field that is none.

    >>> value_of("0001250"), value_of("N001250"), value_of("12,50")
    (Decimal('12.50'), Decimal('-12.50'), None)
    """
    if not re.fullmatch(r"N?[0-9]{1,30}", field):
        return None
    cents = Decimal(field.removeprefix("N")).scaleb(-2)
    return -cents if field.startswith("N") else cents
