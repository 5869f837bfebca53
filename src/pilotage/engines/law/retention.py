"""How long records of a kind are kept (保存期限), by whichever of the laws we know asks for longest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from pilotage.engines.law.dated import Dated, gap
from pilotage.engines.law.loader import topic_tables
from pilotage.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Retention:
    """Years counted from the end of a calendar year, and the rule in words."""

    years: int
    says: Text

    def until(self, begun: date) -> date:
        """The last day: 31 December, so many years after the year of `begun`."""
        return date(begun.year + self.years, 12, 31)


def retention(kind: str, on: date) -> Dated[Retention]:
    """The longest that any place asks for; `kind` is `tax_records`, `invoices`, `contracts`. RuleGap when silent."""
    found = []
    for table in topic_tables("retention").values():
        if any(entry.holds(on) for entry in table.history(kind)):
            entry = table.on(kind, on)
            value = cast("Mapping[str, object]", entry.value)
            says = Text(str(value["zh"]), str(value["en"]))
            found.append(entry.replaced(Retention(int(cast(Decimal, value["years"])), says)))
    if not found:
        raise gap("retention", kind, on)
    return max(found, key=lambda one: one.value.years)
