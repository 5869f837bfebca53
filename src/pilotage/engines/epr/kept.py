"""What the seller keeps about its producer duties (`epr.yaml`), read as text and checked field by field.

registrations:
  - {country: DE, stream: packaging, number: DE1234567890123, from: 2025-01-01, representative: ""}
contracts:                                       # with recycling organisations (回收组织)
  - {country: DE, stream: packaging, organisation: Beispiel Dual GmbH, from: 2026-01-01,
     until: 2026-12-31, bought: {paper: "120.000", plastic: "14.5"}}
declarations:                                    # to: register | organisation; kilograms
  - {country: DE, stream: packaging, year: 2026, to: register, kg: {paper: "118.250"}}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal, TypeVar, cast

from pilotage.engines import law
from pilotage.engines.epr.refusals import bad_field, unreadable
from pilotage.kernel.decimals import exact
from pilotage.kernel.places import country as country_of
from pilotage.kernel.text import Text
from pilotage.kernel.yaml_text import read_yaml

Kilograms = Mapping[str, Decimal]
Recipient = Literal["register", "organisation"]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Registration:
    """A number in a register, from and until inclusive days; None is open."""

    country: str
    stream: str
    number: str
    since: date | None
    until: date | None
    representative: str


@dataclass(frozen=True, slots=True)
class Contract:
    """With a recycling organisation: the days it covers and the kilograms bought, by material."""

    country: str
    stream: str
    organisation: str
    since: date
    until: date | None
    bought: Kilograms


@dataclass(frozen=True, slots=True)
class Declaration:
    """Kilograms declared for a year, to the register or to the recycling organisation."""

    country: str
    stream: str
    year: int
    to: Recipient
    kg: Kilograms


@dataclass(frozen=True, slots=True)
class Kept:
    """The seller's papers."""

    registrations: tuple[Registration, ...] = ()
    contracts: tuple[Contract, ...] = ()
    declarations: tuple[Declaration, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of a list, read field by field; a refusal names file, place and value."""

    file: Text | str
    where: str
    raw: Mapping[str, object]

    def refuse(self, field: str, wanted: Text) -> Exception:
        return bad_field(self.file, f"{self.where}.{field}", self.raw.get(field, ""), wanted)

    def text(self, field: str, absent: str | None = None) -> str:
        value = self.raw.get(field)
        value = absent if value is None else value
        if not isinstance(value, str) or (not value.strip() and absent is None):
            raise self.refuse(field, Text("文字", "a text"))
        return value.strip()

    def country(self) -> str:
        code = country_of(self.text("country"))
        if code is None:
            raise self.refuse("country", Text("两位国家代码", "a two-letter country"))
        return code

    def stream(self) -> str:
        if self.text("stream") not in law.epr_streams():
            known = ", ".join(law.epr_streams())
            raise self.refuse("stream", Text(known, known))
        return self.text("stream")

    def day(self, field: str) -> date:
        try:
            return date.fromisoformat(self.text(field))
        except ValueError:
            raise self.refuse(field, Text("日期 2026-01-31", "a date 2026-01-31")) from None

    def day_or_open(self, field: str) -> date | None:
        return self.day(field) if self.raw.get(field) else None

    def year(self) -> int:
        written = self.text("year")
        if not (written.isascii() and written.isdigit() and len(written) == 4):
            raise self.refuse("year", Text("年份", "a year"))
        return int(written)

    def recipient(self) -> Recipient:
        if self.text("to") not in ("register", "organisation"):
            raise self.refuse("to", Text("register 或 organisation", "register or organisation"))
        return cast(Recipient, self.text("to"))

    def kilograms(self, field: str) -> Kilograms:
        raw = self.raw.get(field) or {}
        if not isinstance(raw, dict):
            raise self.refuse(field, Text("材料与千克数的对照", "kilograms by material"))
        found = {str(m).strip().lower(): exact(str(kg)) for m, kg in raw.items()}
        if any(kg is None or kg < 0 for kg in found.values()):
            raise self.refuse(field, Text("材料与千克数的对照", "kilograms by material"))
        return {material: kg for material, kg in found.items() if kg is not None}


def read_kept(path: Path) -> Kept:
    """The seller's papers; `Invalid` names the first place that cannot be used."""
    try:
        raw = read_yaml(path.read_bytes())
    except (OSError, ValueError):
        raise unreadable(path.name, Text("不是可读的 YAML", "it is not readable YAML")) from None
    return kept_of(raw, path.name)


def kept_of(raw: object, name: Text | str) -> Kept:
    """The same from plain values, every scalar a text; `name` is what they are called in a refusal."""
    if raw in (None, ""):
        return Kept()
    known = ("registrations", "contracts", "declarations")
    if not isinstance(raw, dict) or not set(raw) <= set(known):
        wanted = Text("只能有 {k}", "it holds {k} and nothing else").with_(k=", ".join(known))
        raise unreadable(name, wanted)
    return Kept(
        registrations=_each(name, raw, "registrations", _registration),
        contracts=_each(name, raw, "contracts", _contract),
        declarations=_each(name, raw, "declarations", _declaration),
    )


def _each(
    file: Text | str, raw: Mapping[str, object], name: str, read: Callable[[_Entry], _T]
) -> tuple[_T, ...]:
    entries = raw.get(name) or []
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise bad_field(file, name, entries, Text("列表", "a list of entries"))
    return tuple(read(_Entry(file, f"{name}[{n}]", e)) for n, e in enumerate(entries, start=1))


def _registration(entry: _Entry) -> Registration:
    return Registration(
        country=entry.country(),
        stream=entry.stream(),
        number=entry.text("number"),
        since=entry.day_or_open("from"),
        until=entry.day_or_open("until"),
        representative=entry.text("representative", absent=""),
    )


def _contract(entry: _Entry) -> Contract:
    return Contract(
        country=entry.country(),
        stream=entry.stream(),
        organisation=entry.text("organisation"),
        since=entry.day("from"),
        until=entry.day_or_open("until"),
        bought=entry.kilograms("bought"),
    )


def _declaration(entry: _Entry) -> Declaration:
    return Declaration(
        country=entry.country(),
        stream=entry.stream(),
        year=entry.year(),
        to=entry.recipient(),
        kg=entry.kilograms("kg"),
    )
