"""Extended producer responsibility (生产者责任延伸): schemes, number formats, deadlines, representatives.

Formats are checked as "well-formed", never as "exists". France has one number per stream. Where a
member state has no table of its own, the Union's rules answer from the day they apply.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, cast

from pilotage.engines.law.dated import Dated
from pilotage.engines.law.loader import Table, topic_tables
from pilotage.engines.law.places import eu_states_today
from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text

_REPRESENTATIVE = "authorised_representative"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A report that comes round: each year on that day, or each month for the month before."""

    name: Text
    frequency: Literal["month", "year"]
    months: int
    day: str

    def __str__(self) -> str:
        return self.name.en

    def next_after(self, on: date) -> date:
        """The first such day on or after `on`."""
        month = Month.of(on) if self.frequency == "month" else Month(on.year, self.months)
        step = 1 if self.frequency == "month" else 12
        found = self._in(month)
        return found if found >= on else self._in(month.shifted(step))

    def _in(self, month: Month) -> date:
        if self.day == "last":
            return month.last
        return min(month.last, month.first + timedelta(days=int(self.day) - 1))


@dataclass(frozen=True, slots=True)
class Scheme:
    """One register of a country: what it covers and how its numbers look (`pattern` may be absent)."""

    country: str
    key: str
    stream: str
    register: str
    says: Text
    number_format: str
    pattern: str | None

    def __str__(self) -> str:
        return f"{self.country} {self.key}: {self.number_format}"

    def well_formed(self, number: str) -> bool | None:
        """Whether a number looks right; None when no format is known. Never "exists"."""
        if self.pattern is None:
            return None
        return re.fullmatch(self.pattern, number.strip(), re.ASCII) is not None


@dataclass(frozen=True, slots=True)
class Stream:
    """A kind of product; `question` settles whether the seller's goods belong to it."""

    code: str
    name: Text
    category: str
    depends_on_product: bool
    question: Text


@dataclass(frozen=True, slots=True)
class AuthorisedRepresentative:
    """Whether a Chinese seller must appoint one; `disputed` when the sources disagree."""

    required: Literal["yes", "no", "disputed"]
    says: Text

    def __str__(self) -> str:
        return self.required


def epr_streams() -> dict[str, Stream]:
    """Every stream by its code, in the table's order."""
    found = {}
    for code, history in topic_tables("epr_streams")["streams"].histories.items():
        raw = cast("Mapping[str, str]", history[-1].value)
        found[code] = Stream(
            code=code,
            name=Text(raw["zh"], raw["en"]),
            category=raw["category"],
            depends_on_product=bool(raw["depends_on_product"]),
            question=Text(raw["question_zh"], raw["question_en"]),
        )
    return found


def epr_schemes(country: str, on: date) -> tuple[Dated[Scheme], ...]:
    """The schemes of a country in force on a day; for a place without a table pass `EU`."""
    of_place = topic_tables("epr").get(country)
    if of_place is None:
        return ()
    return tuple(
        entry.replaced(_scheme(country, key, cast("Mapping[str, str]", entry.value)))
        for key, history in of_place.histories.items()
        for entry in history
        if "." not in key and key not in (_REPRESENTATIVE, "number") and entry.holds(on)
    )


def producer_schemes(country: str, on: date) -> tuple[Dated[Scheme], ...]:
    """A state's own schemes, and the Union's for the streams its table leaves open."""
    own = epr_schemes(country, on)
    if country not in eu_states_today():
        return own
    covered = {scheme.value.stream for scheme in own}
    union = epr_schemes("EU", on)
    return own + tuple(scheme for scheme in union if scheme.value.stream not in covered)


def epr_number_format(country: str, stream: str, on: date) -> Dated[Scheme] | None:
    """The scheme whose number a seller holds for a stream; None when none is on record."""
    found = [s for s in epr_schemes(country, on) if stream in (s.value.stream, s.value.key)]
    return found[0] if found else None


def authorised_representative(
    country: str, stream: str, on: date
) -> Dated[AuthorisedRepresentative] | None:
    """The dated flag of a country and stream; None when the tables do not say."""
    of_place = topic_tables("epr").get(country)
    if of_place is None:
        return None
    for key in (f"{stream}.{_REPRESENTATIVE}", _REPRESENTATIVE):
        for entry in of_place.history(key):
            if entry.holds(on):
                raw = cast("Mapping[str, str]", entry.value)
                required = cast("Literal['yes', 'no', 'disputed']", raw["required"])
                says = Text(raw["zh"], raw["en"])
                return entry.replaced(AuthorisedRepresentative(required, says))
    return None


def epr_deadlines(country: str, key: str, on: date) -> tuple[Dated[Deadline], ...]:
    """The reports of a scheme that come round, each with the table it stands in."""
    of_place = topic_tables("epr").get(country)
    return tuple(_deadlines(of_place, key, on)) if of_place else ()


def _deadlines(of_place: Table, key: str, on: date) -> list[Dated[Deadline]]:
    entries = [e for k in (key, f"{key}.deadlines") for e in of_place.history(k) if e.holds(on)]
    return [
        entry.replaced(_deadline(raw))
        for entry in entries
        for raw in (
            entry.value
            if isinstance(entry.value, tuple)
            else cast("Mapping[str, tuple[object, ...]]", entry.value).get("deadlines", ())
        )
    ]


def _deadline(raw: object) -> Deadline:
    fields = cast("Mapping[str, str]", raw)
    return Deadline(
        name=Text(fields["zh"], fields["en"]),
        frequency=cast("Literal['month', 'year']", fields["frequency"]),
        months=int(cast(Decimal, fields["months"])),
        day=fields["day"],
    )


def _scheme(country: str, key: str, raw: Mapping[str, str]) -> Scheme:
    return Scheme(
        country=country,
        key=key,
        stream=raw["stream"],
        register=raw["register"],
        says=Text(raw["zh"], raw["en"]),
        number_format=raw.get("number_format", ""),
        pattern=raw.get("pattern"),
    )
