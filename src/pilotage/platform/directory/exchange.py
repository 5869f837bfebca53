"""Reference rates of exchange: dated, with their source, crossed through one base currency."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pilotage.engines.fees import Rates
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_FILE = Path(__file__).with_name("exchange_rates.yaml")
_PLACES = Decimal("0.000001")


def currencies() -> tuple[str, ...]:
    """The currencies that totals can be shown in, the base first."""
    table = _table()
    return (table["base"], *table["rates"])


def source() -> tuple[str, str]:
    """(title, confidence) of the rates, to be shown beside every total."""
    found = _table()["source"]
    return found["title"], found["confidence"]


@cache
def rates_into(currency: str) -> Rates:
    """Every rate into `currency`, each with its day; raises `Invalid` for a currency without rates."""
    if currency not in currencies():
        raise Invalid(
            "NO_SUCH_CURRENCY",
            Text("没有 {currency} 的参考汇率。", "There is no reference rate for {currency}."),
            currency=currency,
        )
    days = sorted({day for dated in _in_base().values() for day in dated})
    crossed = {
        other: tuple((day, _crossed(other, currency, day)) for day in days)
        for other in currencies()
        if other != currency
    }
    return Rates(currency, crossed)


def _crossed(one: str, other: str, day: date) -> Decimal:
    rate = _base_units(one, day) / _base_units(other, day)
    return rate.quantize(_PLACES)


def _base_units(currency: str, day: date) -> Decimal:
    return Decimal(1) if currency == _table()["base"] else _in_base()[currency][day]


def _in_base() -> dict[str, dict[date, Decimal]]:
    return {
        currency: {entry["date"]: Decimal(entry["rate"]) for entry in dated}
        for currency, dated in _table()["rates"].items()
    }


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded
