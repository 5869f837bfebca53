"""The menu of filing services with a ceiling each: data with its source. A ceiling is no offer and no advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from pilotage.kernel.money import Money
from pilotage.kernel.text import Text

_FILE = Path(__file__).with_name("services.yaml")


@dataclass(frozen=True, slots=True)
class Service:
    """A service and the most it should cost; `where` is a place, empty: anywhere."""

    code: str
    says: Text
    cap: Money
    unit: Text
    where: str
    source: str
    unverified: bool
    checked_on: date


@cache
def services() -> tuple[Service, ...]:
    """In the order of the menu."""
    raw = yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return tuple(
        Service(
            code=one["code"],
            says=Text(one["zh"], one["en"]),
            cap=Money.of(one["cap"], one["currency"]),
            unit=Text(one["unit"]["zh"], one["unit"]["en"]),
            where=one["where"],
            source=one["source"]["title"],
            unverified=one["confidence"] != "sourced",
            checked_on=raw["checked_on"],
        )
        for one in raw["services"]
    )
