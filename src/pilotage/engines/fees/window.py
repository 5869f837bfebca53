"""The window of a quote and the billing periods that meet it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pilotage.engines.fees.plan import Anchor, Every
from pilotage.kernel.periods import Month, add_months


@dataclass(frozen=True, slots=True)
class Part:
    """What of a billing period lies in the window: its first day there, and which fraction of it."""

    first: date
    fraction: Fraction


@dataclass(frozen=True, slots=True)
class Window:
    """`months` months from `first`: [first, end); cut at `until` where a contract ends between."""

    first: date
    months: int
    until: date | None = None

    @property
    def end(self) -> date:
        """The first day after the window."""
        end = add_months(self.first, self.months)
        return end if self.until is None else min(end, self.until)

    def parts(self, every: Every, anchor: Anchor) -> Iterator[Part]:
        """The billing periods that meet the window, in order.

        Periods are always counted from the anchor itself, so that 31 January is
        followed by 28 February and then by 31 March.
        """
        begin, end = self._anchor(every, anchor), self.end
        period, number = begin, 0
        while period < end:
            number += 1
            after = add_months(begin, number * every.months)
            yield self._part(period, after, end)
            period = after

    def calendar_months(self) -> Iterator[tuple[Month, Part]]:
        """Each calendar month that meets the window, with its part."""
        for part in self.parts(Every.MONTH, Anchor.CALENDAR):
            yield Month.of(part.first), part

    def _anchor(self, every: Every, anchor: Anchor) -> date:
        if anchor is Anchor.START:
            return self.first
        month = self.first.month - (self.first.month - 1) % every.months
        return date(self.first.year, month, 1)

    def _part(self, period: date, after: date, end: date) -> Part:
        first = max(period, self.first)
        return Part(first, Fraction((min(after, end) - first).days, (after - period).days))
