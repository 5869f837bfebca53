"""Money held back in one settlement must come back in the next of the same currency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pilotage.engines.statements.settlement import Settlement
from pilotage.kernel.decimals import EXACT

HELD, RETURNED = "Current Reserve Amount", "Previous Reserve Amount Balance"
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d")


@dataclass(frozen=True, slots=True)
class CarryOver:
    """Held back in `earlier`, returned in `later`; the two add up to zero when nothing is missing."""

    earlier: str
    later: str
    currency: str
    held: Decimal
    returned: Decimal

    @property
    def missing(self) -> Decimal:
        return EXACT.add(self.held, self.returned)


def carried_over(found: Iterable[Settlement]) -> Iterator[CarryOver]:
    """Each settlement with the next one of its currency that begins on the day it ends.

    Settlements whose days cannot be told apart (`03/04/26`) are left out: nothing is guessed.
    """
    dated = [
        (begun, ended, s)
        for s in found
        if (begun := day_of(s.since)) and (ended := day_of(s.until))
    ]
    for _, ended, earlier in sorted(dated, key=lambda one: one[:2]):
        for begun, _, later in dated:
            if begun == ended and later.currency == earlier.currency and later.id != earlier.id:
                held, returned = _sum(earlier, HELD), _sum(later, RETURNED)
                yield CarryOver(earlier.id, later.id, earlier.currency, held, returned)


def day_of(written: str) -> date | None:
    """The day of `2026-06-16 00:00:00 UTC`, `16.06.2026 …` or ISO 8601; None when it is ambiguous."""
    first = written.replace("T", " ").partition(" ")[0]
    for form in _DAYS:
        try:
            return datetime.strptime(first, form).date()  # noqa: DTZ007 - a day, no instant
        except ValueError:
            continue
    return None


def _sum(one: Settlement, description: str) -> Decimal:
    return sum(
        (part.amount for part in one.parts if part.amount_description == description), Decimal(0)
    )
