"""Calendar months and quarters as values: `2026-01`, `2026-Q1`; first day, last day, next."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month.

    >>> Month(2026, 1).last, str(Month(2026, 12).shifted(1)), str(Month(2026, 5).quarter)
    (datetime.date(2026, 1, 31), '2027-01', '2026-Q2')
    """

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.year, (self.month + 2) // 3)

    def shifted(self, months: int) -> Month:
        years, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(years, month + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A calendar quarter."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return Month.of(day).quarter

    @property
    def months(self) -> tuple[Month, Month, Month]:
        first = Month(self.year, self.number * 3 - 2)
        return first, first.shifted(1), first.shifted(2)

    @property
    def first(self) -> date:
        return self.months[0].first

    @property
    def last(self) -> date:
        return self.months[2].last

    def shifted(self, quarters: int) -> Quarter:
        return self.months[0].shifted(3 * quarters).quarter

    def __str__(self) -> str:
        return f"{self.year:04d}-Q{self.number}"


Period = Month | Quarter


def parse_period(text: str) -> Period | None:
    """`2026-01` or `2026-Q1` as a value, else None."""
    if match := _MONTH.fullmatch(text):
        return Month(int(match[1]), int(match[2]))
    if match := _QUARTER.fullmatch(text):
        return Quarter(int(match[1]), int(match[2]))
    return None


def add_months(day: date, months: int) -> date:
    """The same day number `months` later, at most the last day of that month.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    month = Month.of(day).shifted(months)
    return min(month.last, month.first + timedelta(days=day.day - 1))
