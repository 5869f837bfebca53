"""Service categories: the codes that fit advice, directory, certification and matching share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TypedDict, cast

from pilotage.engines.law.loader import table
from pilotage.kernel.text import Text


class _Category(TypedDict):
    zh: str
    en: str
    per_country: bool


@dataclass(frozen=True, slots=True)
class ServiceCategory:
    """A kind of service; `per_country` when a partner offers it country by country."""

    code: str
    name: Text
    per_country: bool


@cache
def service_categories() -> Mapping[str, ServiceCategory]:
    """Every category by its code, in the table's order."""
    found = {}
    for code, history in table("services", "categories").histories.items():
        value = cast(_Category, history[-1].value)
        found[code] = ServiceCategory(code, Text(value["zh"], value["en"]), value["per_country"])
    return MappingProxyType(found)
