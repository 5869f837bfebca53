"""Amounts as a site writes them: 1,234.56 and 1.234,56 and 1 234,56; one file has one decimal mark."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from pilotage.kernel.decimals import exact

Mark = Literal[".", ","]

_SPACES = str.maketrans("", "", " \u00a0\u202f'")
_GROUPED = {
    ".": re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?"),
    ",": re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d*)?"),
}


def mark_of(amount: str) -> Mark | None:
    """The decimal mark that an amount shows beyond doubt; None for `1,234` and `12`.

    >>> mark_of("1.234,50"), mark_of("-0,5"), mark_of("1,234"), mark_of("12")
    (',', ',', None, None)
    """
    at = max(amount.rfind("."), amount.rfind(","))
    if at < 0:
        return None
    mark: Mark = "." if amount[at] == "." else ","
    other = "," if mark == "." else "."
    if other in amount:
        return mark
    if amount.count(mark) > 1:
        return "," if mark == "." else "."  # a group mark occurs more than once
    digits = amount[:at].lstrip("+-").translate(_SPACES)
    grouped = len(amount) - at - 1 == 3 and 1 <= len(digits) <= 3 and digits != "0"
    return None if grouped else mark


def decimal_mark(amounts: Iterable[str], default: Mark = ".") -> Mark:
    """The mark of a file: that of the first amount which shows one."""
    return next((mark for amount in amounts if (mark := mark_of(amount))), default)


def amount_of(text: str, mark: Mark) -> Decimal | None:
    """The amount that a cell spells with this decimal mark; None when it spells none.

    >>> amount_of("1.234,50", ","), amount_of("(3.20)", "."), amount_of("--", ".")
    (Decimal('1234.50'), Decimal('-3.20'), None)
    """
    if mark == "." and (plainly := exact(text)) is not None:
        return plainly
    plain = text.translate(_SPACES).replace("\u2212", "-")
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    if _GROUPED[mark].fullmatch(plain):
        plain = plain.replace("," if mark == "." else ".", "")
    if mark == ",":
        if "." in plain:
            return None
        plain = plain.replace(",", ".")
    return exact(plain)
