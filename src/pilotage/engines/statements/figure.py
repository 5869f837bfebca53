"""A figure of a report: its value, what it means, what it was divided by, and the files it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pilotage.kernel.decimals import EXACT, rounded
from pilotage.kernel.text import Text

RATIO_PLACES = 4


@dataclass(frozen=True, slots=True)
class Source:
    """A file by its name and the SHA-256 of its bytes."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is None where it cannot be told (nothing to divide by, or a part is missing); `unit` a currency, `units`, `days`, `ratio` or `rows`."""

    key: str
    says: Text
    value: Decimal | None
    unit: str
    definition: Text
    sources: tuple[Source, ...]
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def amount(key: str, says: Text, value: Decimal, unit: str, definition: Text, sources: Iterable[Source]) -> Figure:  # fmt: skip
    return Figure(key, says, value, unit, definition, tuple(sources))


def quotient(
    key: str,
    says: Text,
    parts: tuple[Decimal, Decimal],
    unit: str,
    definition: Text,
    sources: Iterable[Source],
) -> Figure:
    """`parts` are numerator and denominator; without a denominator there is no value."""
    over, under = parts
    value = rounded(EXACT.divide(over, under), RATIO_PLACES) if under else None
    return Figure(key, says, value, unit, definition, tuple(sources), over, under)
