"""What a partner must show for a service in a country, by version: the table beside this file.

A version names requirements and, kind by kind, the terms that evidence keeps (edition, details, how old the last look
into the register may be, surveillance, whose admission it is). For a time the version before may still be met instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from pilotage.engines import law
from pilotage.kernel.errors import RuleGap
from pilotage.kernel.text import Text

_FILE = Path(__file__).with_name("requirements.yaml")
_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One of `kinds` is needed; empty `categories` or `countries` mean every one, save the countries in `but`."""

    code: str
    kinds: tuple[str, ...]
    categories: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()
    source: str = ""
    confidence: str = "sourced"
    checked_on: date | None = None
    note: Text = _NOTHING

    def concerns(self, category: str, country: str) -> bool:
        return (
            (not self.categories or category in self.categories)
            and (not self.countries or country in self.countries)
            and country not in self.but
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """What a kind of evidence keeps in a version.

    `needs` are details that must be filled. The last look into the register counts `checked_within` days and
    `check_grace` more in grace; None: it does not age. Past a surveillance day it counts `surveillance_grace` days
    more, in grace; None: that day says nothing. `named`: it rests on a person; `identified`: whose identity was checked.
    """

    editions: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    checked_within: int | None = None
    check_grace: int = 0
    surveillance_grace: int | None = None
    named: bool = False
    identified: bool = False


NO_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Ground:
    """Where one value of the terms comes from."""

    kind: str
    value: str
    says: object
    source: str
    checked_on: date | None
    confidence: str


@dataclass(frozen=True, slots=True)
class Version:
    """All requirements in force from `begins` (an instant in UTC) until the next version begins.

    Until before `accepts_old_until` the version before may be met instead. `announced` is when it was made public.
    """

    name: str
    begins: datetime
    requirements: tuple[Requirement, ...]
    terms: Mapping[str, Terms] = field(default_factory=dict)
    accepts_old_until: datetime | None = None
    announced: date | None = None
    grounds: tuple[Ground, ...] = ()

    def terms_of(self, kind: str) -> Terms:
        """The terms of a kind; none for one that the version does not speak of."""
        return self.terms.get(kind, NO_TERMS)


@dataclass(frozen=True)
class Book:
    """Every version, earliest first."""

    versions: tuple[Version, ...]
    _concerning: dict[tuple[str, str, str], tuple[Requirement, ...]] = field(
        default_factory=dict, compare=False
    )
    _terms: dict[str, tuple[Terms, ...]] = field(default_factory=dict, compare=False)

    def in_force(self, at: datetime) -> Version:
        """The version at `at`; raises `RuleGap` before the first."""
        begun = [version for version in self.versions if version.begins <= at]
        if not begun:
            raise RuleGap(
                "NO_REQUIREMENTS_YET",
                Text("该日期早于最早一版认证要求。", "This date is before the first requirements."),
            )
        return begun[-1]

    def accepted(self, at: datetime) -> tuple[Version, ...]:
        """The version in force, and those before it as far as each is still accepted instead of the next; newest first."""
        newest = self.versions.index(self.in_force(at))
        found = [self.versions[newest]]
        for number in range(newest, 0, -1):
            until = self.versions[number].accepts_old_until
            if until is None or at >= until:
                break
            found.append(self.versions[number - 1])
        return tuple(found)

    def coming(self, at: datetime) -> tuple[Version, ...]:
        """Versions that have not begun, the next first."""
        return tuple(version for version in self.versions if version.begins > at)

    def concerning(self, category: str, country: str, at: datetime) -> tuple[Requirement, ...]:
        """What is required for this service in this country at `at`."""
        return self.of_version(self.in_force(at), category, country)

    def of_version(self, version: Version, category: str, country: str) -> tuple[Requirement, ...]:
        """What one version requires for this service in this country."""
        key = version.name, category, country
        if key not in self._concerning:
            self._concerning[key] = tuple(
                r for r in version.requirements if r.concerns(category, country)
            )
        return self._concerning[key]

    def every_terms(self, kind: str) -> tuple[Terms, ...]:
        """Every terms that any version has for a kind: all by which time alone may change something."""
        if kind not in self._terms:
            self._terms[kind] = tuple({version.terms_of(kind) for version in self.versions})
        return self._terms[kind]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of evidence: which details it has, whether it is a person's own, where it is looked up."""

    code: str
    name: Text
    fields: tuple[str, ...] = ()
    personal: bool = False
    surveillance: bool = False
    register: str = ""
    address: str = ""


@cache
def book() -> Book:
    """The requirements as published."""
    table = _table()
    zone = ZoneInfo(table["zone"])
    versions = [_version(entry, zone) for entry in table["versions"]]
    return Book(tuple(sorted(versions, key=lambda version: version.begins)))


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of credential by its code."""
    return {code: _kind(code, fields) for code, fields in _table()["kinds"].items()}


@cache
def credential_kinds() -> Mapping[str, Text]:
    """The name of every kind by its code."""
    return {code: kind.name for code, kind in kinds().items()}


@cache
def details() -> Mapping[str, tuple[Text, str]]:
    """Every detail that a kind may have, in words, with an example."""
    entries = _table().get("fields", {})
    return {code: (Text(e["zh"], e["en"]), e.get("example", "")) for code, e in entries.items()}


def forget() -> None:
    """Read the table again when it is next asked for."""
    for known in (book, kinds, credential_kinds, details):
        known.cache_clear()


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of `day` in `zone`, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def _version(entry: dict[str, Any], zone: ZoneInfo) -> Version:
    old_until = entry.get("accepts_old_until")
    terms = entry.get("terms", {})
    return Version(
        name=entry["version"],
        begins=midnight(entry["from"], zone),
        requirements=tuple(_requirement(fields) for fields in entry["requirements"]),
        terms={kind: _terms(values) for kind, values in terms.items()},
        accepts_old_until=midnight(old_until + timedelta(days=1), zone) if old_until else None,
        announced=entry.get("announced"),
        grounds=tuple(
            Ground(kind, name, e["value"], e["source"]["title"], e["checked_on"], e["confidence"])
            for kind, values in terms.items()
            for name, e in values.items()
        ),
    )


def _terms(values: dict[str, Any]) -> Terms:
    held = {name: entry["value"] for name, entry in values.items()}
    return Terms(
        editions=frozenset(held.get("editions", ())),
        needs=tuple(held.get("needs", ())),
        checked_within=held.get("checked_within_days"),
        check_grace=held.get("check_grace_days", 0),
        surveillance_grace=held.get("surveillance_grace_days"),
        named=held.get("holder") in ("named", "identified"),
        identified=held.get("holder") == "identified",
    )


def _requirement(fields: dict[str, Any]) -> Requirement:
    note = fields.get("note")
    return Requirement(
        code=fields["code"],
        kinds=tuple(fields["kinds"]),
        categories=frozenset(fields.get("categories", ())),
        countries=_countries(fields.get("countries", ())),
        but=frozenset(fields.get("except", ())),
        source=fields["source"]["title"],
        confidence=fields["confidence"],
        checked_on=fields.get("checked_on"),
        note=Text(note["zh"], note["en"]) if note else _NOTHING,
    )


def _kind(code: str, fields: dict[str, Any]) -> Kind:
    register = fields.get("register", {})
    return Kind(
        code,
        Text(fields["zh"], fields["en"]),
        tuple(fields.get("fields", ())),
        bool(fields.get("personal")),
        bool(fields.get("surveillance")),
        register.get("title", ""),
        register.get("address", ""),
    )


def _countries(places: list[str]) -> frozenset[str]:
    states = frozenset(law.eu_states_today()) if "EU" in places else frozenset()
    return states | frozenset(place for place in places if place != "EU")
