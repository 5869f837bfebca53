"""Amounts the law names: thresholds, consignment limits, guarantees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from pilotage.engines.law.dated import Dated
from pilotage.engines.law.loader import table
from pilotage.kernel.money import Money


def threshold(place: str, name: str, on: date) -> Dated[Money]:
    """An amount by place and name: `("EU", "ioss_consignment")` is EUR 150; RuleGap when silent."""
    entry = table("thresholds", place).on(name, on)
    value = cast("Mapping[str, object]", entry.value)
    return entry.replaced(Money(cast(Decimal, value["amount"]), str(value["currency"])))
