"""What the law asks of a seller, as sentences with a date and a source: the rules advice rests on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from pilotage.engines.law.dated import Dated
from pilotage.engines.law.loader import table
from pilotage.kernel.text import Text


def obligation(place: str, name: str, on: date) -> Dated[Text]:
    """One rule by place (`EU`, `GB`, `IT`, `CH`) and name (`stock_registration`); RuleGap if silent."""
    entry = table("obligations", place).on(name, on)
    raw = cast("Mapping[str, str]", entry.value)
    return entry.replaced(Text(raw["zh"], raw["en"]))
