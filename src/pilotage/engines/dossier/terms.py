"""Days and months as the checks count them: age of a statement, days left, consecutive months."""

from __future__ import annotations

from datetime import date


def months_before(on: date, count: int) -> tuple[str, ...]:
    """The `count` whole months before the month of `on`, oldest first.

    >>> months_before(date(2026, 2, 20), 3)
    ('2025-11', '2025-12', '2026-01')
    """
    last = on.year * 12 + on.month - 1
    return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(last - count, last))
