"""A day as registers and portfolios write it."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

# Year first, as offices and spreadsheets in China write it; which of 01.05.2024 is the month nobody can tell.
_DAY = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d\d)(\d\d))(?!\d)", re.ASCII
)


@lru_cache(maxsize=1 << 14)
def day_of(text: str) -> date | None:
    """The day at the start of a cell, whatever time stands behind it; None where there is none.

    >>> day_of("2026/5/1"), day_of("20260501"), day_of("2026年5月1日"), day_of("01.05.2026")
    (datetime.date(2026, 5, 1), datetime.date(2026, 5, 1), datetime.date(2026, 5, 1), None)
    """
    if found := _DAY.match(text.strip()[:40]):
        try:
            return date(*(int(one) for one in found.groups() if one))
        except ValueError:
            return None
    return None
