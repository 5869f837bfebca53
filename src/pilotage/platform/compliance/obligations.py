"""What is due when (申报义务): from the seller's registrations and the law tables; pure, nothing invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pilotage.engines import law
from pilotage.engines.law import Dated, Form
from pilotage.kernel import places
from pilotage.kernel.errors import RuleGap
from pilotage.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Registration:
    """A number under which returns are filed; `place` is `EU` for the One-Stop-Shops."""

    place: str
    scheme: str
    number: str

    @property
    def name(self) -> Text:
        if self.scheme == "VAT":
            country = places.name(self.place)
            return Text(f"{country.zh}增值税", f"{country.en} VAT")
        return Text(f"一站式申报 {self.scheme}", f"One-Stop-Shop {self.scheme}")


@dataclass(frozen=True, slots=True)
class Obligation:
    """A return that has to be in by `day`, the legal day of the place it is filed in; `kind` as the law tables have it."""

    place: str
    code: str
    name: Text
    period: str
    day: date
    note: Text | None
    source: str
    unverified: bool
    kind: str = "local"

    @property
    def key(self) -> str:
        return f"{self.place}/{self.code}/{self.period}"

    def left(self, today: date) -> int:
        """Days from today; negative once it is late."""
        return (self.day - today).days


def registrations(profile: Mapping[str, Any]) -> list[Registration]:
    """What the profile says the seller holds."""
    found = [
        Registration(place, "VAT", number)
        for place, number in sorted((profile.get("vat_numbers") or {}).items())
    ]
    if oss := profile.get("oss"):
        state = oss.get("member_state", "")
        number = (profile.get("vat_numbers") or {}).get(state, "")
        found.append(Registration("EU", "OSS", number or state))
    if ioss := profile.get("ioss"):
        found.append(Registration("EU", "IOSS", ioss.get("number", "")))
    return found


def obligations(
    profile: Mapping[str, Any],
    since: date,
    until: date,
    *,
    statements: frozenset[str] = frozenset(),
) -> list[Obligation]:
    """Every return due from `since` to `until`, both included, the nearest first.

    `statements` are places where goods left for another member state, so that a recapitulative
    statement is owed besides the return.
    """
    found = [
        due
        for registration in registrations(profile)
        for form in _forms(registration, since, statements)
        for due in _dues(form, since, until)
    ]
    return sorted(found, key=lambda due: (due.day, due.place, due.code))


def unknown_places(profile: Mapping[str, Any], on: date) -> list[str]:
    """Places with a number whose return the law tables do not know: no day is shown for them."""
    return [
        r.place
        for r in registrations(profile)
        if r.scheme == "VAT" and law.local_form(r.place, on) is None
    ]


def _forms(
    registration: Registration, on: date, statements: frozenset[str]
) -> Iterator[Dated[Form]]:
    if registration.scheme != "VAT":
        yield law.form("EU", registration.scheme, on)
        return
    for form in law.forms(law.vat_home(registration.place), on):
        kind = form.value.kind
        if kind in ("local", "annual") or (
            kind == "statement" and registration.place in statements
        ):
            yield form


def _dues(form: Dated[Form], since: date, until: date) -> Iterator[Obligation]:
    day = since
    while True:
        try:
            due = law.next_due(form.value.jurisdiction, form.value.code, day)
        except RuleGap:
            return
        if due.value.day > until:
            return
        yield Obligation(
            place=form.value.jurisdiction,
            code=form.value.code,
            name=form.value.name,
            period=due.value.period,
            day=due.value.day,
            note=form.value.note,
            source=form.source.title,
            unverified=form.unverified,
            kind=form.value.kind,
        )
        day = due.value.day + timedelta(days=1)
