"""What the guide claims of outcomes. A claim has a source and a confidence, and is not a figure: it has no cohort."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from pilotage.kernel.text import Text

_FILE = Path(__file__).with_name("claims.yaml")


@dataclass(frozen=True, slots=True)
class Claim:
    """`value` (and the one set `beside` it) as they were printed, about the measure of that name."""

    measure: str
    value: str
    beside: str
    says: Text
    source: str
    checked_on: date
    confidence: str


@cache
def claims() -> tuple[Claim, ...]:
    """All of them, in the order of the table; raises `KeyError` for a table that lacks a part."""
    told = yaml.safe_load(_FILE.read_text("utf-8"))
    where = (told["source"], told["checked_on"], told["confidence"])
    return tuple(
        Claim(one["measure"], one["value"], one["beside"], Text(one["zh"], one["en"]), *where)
        for one in told["claims"]
    )
