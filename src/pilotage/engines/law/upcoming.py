"""What comes due next: the first day on or after today on which a return has to be in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pilotage.engines.law.dated import Dated, gap
from pilotage.engines.law.filing import (
    Form,
    Frequency,
    annual_due_date,
    due_date,
    form,
    local_period,
)
from pilotage.kernel.periods import Month

_MONTHS: dict[Frequency, int] = {"month": 1, "two_months": 2, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Due:
    """A return for the months `first` to `last`, to be filed by `day`."""

    form: Form
    first: Month
    last: Month
    day: date

    def __str__(self) -> str:
        return f"{self.form} {self.period}: {self.day}"

    @property
    def period(self) -> str:
        """The period as a return names it: `2026-01`, `2026-Q1`, `2026-01/02`, `2026`."""
        length = len(range(self.first.month, self.last.month + 1))
        if length == 12:
            return str(self.first.year)
        if length == 3:
            return str(self.first.quarter)
        return str(self.first) if length == 1 else f"{self.first}/{self.last.month:02d}"


def frequency(jurisdiction: str, code: str, on: date) -> Frequency:
    """How often a form is filed: with the local period where the form knows it, else its own."""
    known = {rule.frequency for rule in form(jurisdiction, code, on).value.due}
    if jurisdiction != "EU" and (local := local_period(jurisdiction, on).value) in known:
        return local
    return min(known, key=lambda f: _MONTHS[f])


def returns_per_year(jurisdiction: str, code: str, on: date) -> int:
    """How many times a year the form is filed: 12, 6, 4 or 1."""
    return 12 // _MONTHS[frequency(jurisdiction, code, on)]


def next_due(jurisdiction: str, code: str, on: date) -> Dated[Due]:
    """The earliest due day on or after `on`, with the period it is for."""
    months = _MONTHS[frequency(jurisdiction, code, on)]
    since = form(jurisdiction, code, on).since or date.min
    current = Month.of(on)
    last = current.shifted(-((current.month - 1) % months) + months - 1)
    # No return is due more than eight months after its period ends.
    for back in range(8 // months + 1, -2, -1):
        end = last.shifted(-back * months)
        if end.last >= since and (due := _due(jurisdiction, code, end, months)).value.day >= on:
            return due
    raise gap(f"filing/{jurisdiction}", code, on)


def _due(jurisdiction: str, code: str, last: Month, months: int) -> Dated[Due]:
    if months == 12:
        day = annual_due_date(jurisdiction, code, last.year)
    else:
        day = due_date(jurisdiction, code, last.quarter if months == 3 else last)
    of = form(jurisdiction, code, last.last).value
    return day.replaced(Due(of, last.shifted(1 - months), last, day.value))
