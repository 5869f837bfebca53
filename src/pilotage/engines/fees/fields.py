"""Reading one field of a case: decimals, percentages, days, counts. What cannot be read is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from pilotage.engines.fees import refusals
from pilotage.kernel.decimals import exact
from pilotage.kernel.errors import Invalid

Fields = Mapping[str, object]
Refusal = Callable[[str, object], Invalid]
Choice = TypeVar("Choice", bound=StrEnum)

# Far above any fee; below them every product of amount, count and rate stays exact in kernel money.
_AMOUNT_LIMIT = Decimal(10) ** 18
_COUNT_LIMIT = 10**12


def text(data: Fields, name: str, refuse: Refusal) -> str:
    """A non-empty text."""
    value = data.get(name)
    if not isinstance(value, str) or not value:
        raise refuse(name, value)
    return value


def currency(data: Fields, name: str, refuse: Refusal) -> str:
    """An ISO 4217 code: three capital letters."""
    value = text(data, name, refuse)
    if len(value) != 3 or not (value.isascii() and value.isalpha() and value.isupper()):
        raise refuse(name, value)
    return value


def amount(data: Fields, name: str, refuse: Refusal) -> Decimal:
    """A decimal text that is not negative, with any number of decimals."""
    value = data.get(name)
    number = exact(value) if isinstance(value, str) else None
    if number is None or not 0 <= number < _AMOUNT_LIMIT:
        raise refuse(name, value)
    return number


def amount_or_none(data: Fields, name: str, refuse: Refusal) -> Decimal | None:
    """As `amount`; None where the field is absent."""
    return None if data.get(name) is None else amount(data, name, refuse)


def percent(data: Fields, name: str, refuse: Refusal) -> Decimal:
    """`"0.8%"` as 0.8; the sign is required."""
    value = data.get(name)
    signed = isinstance(value, str) and value.rstrip().endswith("%")
    number = exact(str(value).rstrip()[:-1]) if signed else None
    if number is None or not 0 <= number < _AMOUNT_LIMIT:
        raise refuse(name, value)
    return number


def day(data: Fields, name: str, refuse: Refusal) -> date:
    """An ISO date such as `2026-01-16`."""
    value = data.get(name)
    try:
        return date.fromisoformat(value)  # type: ignore[arg-type]  # anything else is a TypeError
    except (TypeError, ValueError) as error:
        raise refuse(name, value) from error


def count(data: Fields, name: str, refuse: Refusal, absent: int | None = None) -> int:
    """A whole number from zero; `absent` where the field is absent and may be."""
    value = data.get(name)
    if value is None and absent is not None:
        return absent
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _COUNT_LIMIT:
        raise refuse(name, value)
    return value


def choice(
    data: Fields, name: str, kinds: type[Choice], refuse: Refusal, absent: Choice | None = None
) -> Choice:
    """One of the named `kinds`; `absent` where the field is absent and may be."""
    value = data.get(name)
    if value is None and absent is not None:
        return absent
    if not isinstance(value, str) or value not in {str(kind) for kind in kinds}:
        raise refuse(name, value)
    return kinds(value)


def mapping(data: Fields, name: str, refuse: Refusal) -> Fields:
    """An object; empty where the field is absent."""
    value = data.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise refuse(name, value)
    return value


def objects(data: Fields, name: str, refuse: Refusal) -> list[Fields]:
    """A list of objects; empty where the field is absent."""
    value = data.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(part, Mapping) for part in value):
        raise refuse(name, value)
    return value


def case_day(data: Fields, name: str) -> date:
    return day(data, name, refusals.bad_case)


def case_currency(data: Fields, name: str) -> str:
    return currency(data, name, refusals.bad_case)


def case_objects(data: Fields, name: str) -> list[Fields]:
    return objects(data, name, refusals.bad_case)
