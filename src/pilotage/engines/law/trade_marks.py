"""What an event at a trade-mark office starts: acts and the periods in which they are in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from pilotage.engines.law.dated import Dated
from pilotage.engines.law.loader import topic_tables

Counted = Literal["same_day", "next_day", "with_event"]


@dataclass(frozen=True, slots=True)
class Span:
    """A period: years and months, or days; `months` include the years, negative ones run back."""

    months: int = 0
    days: int = 0
    whole_years: bool = False

    @classmethod
    def parse(cls, text: str) -> Span:
        """`6 months`, `-6 months`, `10 years 6 months`, `30 days`.

        >>> Span.parse("10 years 6 months")
        Span(months=126, days=0, whole_years=False)
        """
        words = text.split()
        number = int(words[0])
        if words[1] == "days":
            return cls(days=number)
        if words[1] == "months":
            return cls(months=number)
        return cls(number * 12 + int(words[2] if len(words) > 2 else 0), 0, len(words) == 2)

    def times(self, n: int) -> Span:
        """The period `n` times over."""
        return Span(self.months * n, self.days * n, self.whole_years)


@dataclass(frozen=True, slots=True)
class Act:
    """One act: `due` and, where they apply, the day it opens, the longest extension, the grace period.

    `counted` says which day a count of months begins with; `once_more_per` names a fact that counts
    further periods; `longer_if` names a notice (a date) that turns `extendable_to` into `due`.
    `dated_by` says whether an entry holds for events on its days or for periods that end on them.
    """

    name: str
    due: Span
    opens: Span | None
    extendable_to: Span | None
    grace_until: Span | None
    counted: Counted
    once_more_per: str
    longer_if: str
    dated_by: Literal["event", "end"]


def trade_mark_rules(office: str) -> Mapping[str, tuple[Dated[tuple[Act, ...]], ...]]:
    """Every rule of an office by its key (`office_action.national`), oldest entry first; empty if unknown."""
    of_office = topic_tables("trade_marks").get(office)
    histories = of_office.histories if of_office else {}
    return {
        key: tuple(entry.replaced(_acts(entry.value)) for entry in history)
        for key, history in histories.items()
    }


def _acts(raw: object) -> tuple[Act, ...]:
    return tuple(_act(fields) for fields in cast("tuple[Mapping[str, str], ...]", raw))


def _act(fields: Mapping[str, str]) -> Act:
    return Act(
        name=fields["name"],
        due=Span.parse(fields["due"]),
        opens=_span(fields, "opens"),
        extendable_to=_span(fields, "extendable_to"),
        grace_until=_span(fields, "grace_until"),
        counted=cast(Counted, fields.get("counted", "same_day")),
        once_more_per=fields.get("once_more_per", ""),
        longer_if=fields.get("longer_if", ""),
        dated_by=cast("Literal['event', 'end']", fields.get("dated_by", "event")),
    )


def _span(fields: Mapping[str, str], name: str) -> Span | None:
    return Span.parse(fields[name]) if name in fields else None
