"""What a partner must show for a service in a country, by version: the table beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from pilotage.engines import law
from pilotage.kernel.errors import RuleGap
from pilotage.kernel.text import Text

_FILE = Path(__file__).with_name("requirements.yaml")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One of `kinds` is needed; empty `categories` or `countries` mean every one."""

    code: str
    kinds: tuple[str, ...]
    categories: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    source: str = ""
    confidence: str = "sourced"

    def concerns(self, category: str, country: str) -> bool:
        return (not self.categories or category in self.categories) and (
            not self.countries or country in self.countries
        )


@dataclass(frozen=True, slots=True)
class Version:
    """All requirements in force from `begins` (an instant in UTC) until the next version begins."""

    name: str
    begins: datetime
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True)
class Book:
    """Every version, earliest first."""

    versions: tuple[Version, ...]
    _concerning: dict[tuple[str, str, str], tuple[Requirement, ...]] = field(
        default_factory=dict, compare=False
    )

    def in_force(self, at: datetime) -> Version:
        """The version at `at`; raises `RuleGap` before the first."""
        begun = [version for version in self.versions if version.begins <= at]
        if not begun:
            raise RuleGap(
                "NO_REQUIREMENTS_YET",
                Text("该日期早于最早一版认证要求。", "This date is before the first requirements."),
            )
        return begun[-1]

    def concerning(self, category: str, country: str, at: datetime) -> tuple[Requirement, ...]:
        """What is required for this service in this country at `at`."""
        version = self.in_force(at)
        key = version.name, category, country
        if key not in self._concerning:
            self._concerning[key] = tuple(
                r for r in version.requirements if r.concerns(category, country)
            )
        return self._concerning[key]


@cache
def book() -> Book:
    """The requirements as published."""
    table = _table()
    zone = ZoneInfo(table["zone"])
    versions = [_version(entry, zone) for entry in table["versions"]]
    return Book(tuple(sorted(versions, key=lambda version: version.begins)))


@cache
def credential_kinds() -> Mapping[str, Text]:
    """Every kind of credential by its code."""
    return {code: Text(name["zh"], name["en"]) for code, name in _table()["kinds"].items()}


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of `day` in `zone`, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def _version(entry: dict[str, Any], zone: ZoneInfo) -> Version:
    requirements = tuple(_requirement(fields) for fields in entry["requirements"])
    return Version(entry["version"], midnight(entry["from"], zone), requirements)


def _requirement(fields: dict[str, Any]) -> Requirement:
    return Requirement(
        code=fields["code"],
        kinds=tuple(fields["kinds"]),
        categories=frozenset(fields.get("categories", ())),
        countries=_countries(fields.get("countries", ())),
        source=fields["source"]["title"],
        confidence=fields["source"]["confidence"],
    )


def _countries(places: list[str]) -> frozenset[str]:
    states = frozenset(law.eu_states_today()) if "EU" in places else frozenset()
    return states | frozenset(place for place in places if place != "EU")
