"""Returns: which form a jurisdiction has, how long its period is, on which day a return is due.

A due day is the legal one: where the source says so it moves off weekends and public holidays to
the next working day; where the source says that it does not, or does not say (`Form.weekend`), the
nominal day stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal, cast

from pilotage.engines.law.dated import Dated, gap, in_force
from pilotage.engines.law.holidays import working_day_from, working_day_of
from pilotage.engines.law.loader import table, topic_tables
from pilotage.engines.law.places import vat_home
from pilotage.kernel.periods import Month, Period, Quarter
from pilotage.kernel.text import Text

_TOPIC = "filing"

Kind = Literal["local", "statement", "annual", "oss", "ioss"]
Frequency = Literal["month", "two_months", "quarter", "year"]
Weekend = Literal["none", "next_working_day", "unstated"]


@dataclass(frozen=True, slots=True)
class DueRule:
    """So many months after the last month of the period, on that day of the month.

    `day` is a number, `last`, or `working:N` (the Nth working day); `ends_in` limits the rule to
    periods that end in those months.
    """

    frequency: Frequency
    months: int
    day: str
    ends_in: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A return of a jurisdiction (`EU` for OSS and IOSS)."""

    jurisdiction: str
    code: str
    kind: Kind
    name: Text
    due: tuple[DueRule, ...]
    weekend: Weekend
    nil_return: bool
    note: Text | None

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.code}"


def forms(jurisdiction: str, on: date) -> tuple[Dated[Form], ...]:
    """Every return of a jurisdiction in force on a day; none when the tables lack the place."""
    histories = _histories(jurisdiction)
    return tuple(entry for h in histories.values() for entry in h if entry.holds(on))


def form(jurisdiction: str, code: str, on: date) -> Dated[Form]:
    """One form by its code (`UStVA`, `303`, `OSS` of `EU`); RuleGap when the tables lack it."""
    place = vat_home(jurisdiction)
    return in_force(_histories(place).get(code, ()), on, f"{_TOPIC}/{place}", code)


def local_form(jurisdiction: str, on: date) -> Dated[Form] | None:
    """The periodic VAT return of a country, or None when the tables do not know it."""
    found = [f for f in forms(vat_home(jurisdiction), on) if f.value.kind == "local"]
    return found[0] if found else None


def local_period(jurisdiction: str, on: date) -> Dated[Literal["month", "quarter"]]:
    """How long the period of a local return is: a quarter in GB, ES and NL, else a month."""
    place = vat_home(jurisdiction)
    own = place if place in topic_tables("periods") else "default"
    return cast("Dated[Literal['month', 'quarter']]", table("periods", own).on("local", on))


def due_date(jurisdiction: str, code: str, period: Period) -> Dated[date]:
    """The last day to file a form for a period; RuleGap when form or frequency is not in the tables.

    A form that knows no monthly period takes the longer period in which the month lies.
    """
    asked = form(jurisdiction, code, period.last)
    for last_month, frequency in _spans(period):
        for rule in asked.value.due:
            if rule.frequency == frequency and _applies(rule, last_month):
                return asked.replaced(_day(rule, last_month, asked.value))
    raise gap(asked.table, f"{code} {period}", period.last)


def annual_due_date(jurisdiction: str, code: str, year: int) -> Dated[date]:
    """The last day to file an annual return for a calendar year."""
    december = Month(year, 12)
    asked = form(jurisdiction, code, december.last)
    for rule in asked.value.due:
        if rule.frequency == "year":
            return asked.replaced(_day(rule, december, asked.value))
    raise gap(asked.table, f"{code} {year}", december.last)


def _spans(period: Period) -> tuple[tuple[Month, Frequency], ...]:
    """The period itself, then the longer ones around it: (last month, frequency)."""
    if isinstance(period, Quarter):
        return ((period.months[2], "quarter"),)
    even = period if period.month % 2 == 0 else period.shifted(1)
    return ((period, "month"), (even, "two_months"), (period.quarter.months[2], "quarter"))


def _applies(rule: DueRule, last_month: Month) -> bool:
    return not rule.ends_in or last_month.month in rule.ends_in


def _day(rule: DueRule, last_month: Month, of: Form) -> date:
    month = last_month.shifted(rule.months)
    if rule.day.startswith("working:"):
        return working_day_of(of.jurisdiction, month, int(rule.day.removeprefix("working:")))
    if rule.day == "last":
        nominal = month.last
    else:
        nominal = min(month.first + timedelta(days=int(rule.day) - 1), month.last)
    moves = of.weekend == "next_working_day"
    return working_day_from(of.jurisdiction, nominal) if moves else nominal


@cache
def _histories(place: str) -> Mapping[str, tuple[Dated[Form], ...]]:
    of_place = topic_tables(_TOPIC).get(place)
    if of_place is None:
        return {}
    return {
        code: tuple(
            entry.replaced(_form(place, code, cast("Mapping[str, object]", entry.value)))
            for entry in history
        )
        for code, history in of_place.histories.items()
    }


def _form(place: str, code: str, raw: Mapping[str, object]) -> Form:
    has_note = "note_zh" in raw and "note_en" in raw
    return Form(
        jurisdiction=place,
        code=code,
        kind=cast(Kind, raw["kind"]),
        name=Text(str(raw["zh"]), str(raw["en"])),
        due=tuple(_due(rule) for rule in cast("tuple[Mapping[str, object], ...]", raw["due"])),
        weekend=cast(Weekend, raw["weekend"]),
        nil_return=raw.get("nil_return", False) is True,
        note=Text(str(raw["note_zh"]), str(raw["note_en"])) if has_note else None,
    )


def _due(raw: Mapping[str, object]) -> DueRule:
    return DueRule(
        frequency=cast(Frequency, raw["frequency"]),
        months=int(cast(Decimal, raw["months"])),
        day=str(raw["day"]),
        ends_in=tuple(int(m) for m in cast("tuple[Decimal, ...]", raw.get("period_ends_in", ()))),
    )
