"""What a list can be narrowed by: choices above it, and words looked for."""

from __future__ import annotations

from dataclasses import dataclass

from pilotage.kernel.text import Text

Option = tuple[str, Text | str, int | None]


@dataclass(frozen=True, slots=True)
class Pick:
    """One choice: its name in the address, its label, (value, words, how many rows or None) each, and what is chosen.

    `wide` is its share of the twelve columns of a desktop.
    """

    name: str
    label: Text
    options: list[Option]
    chosen: str
    wide: int = 2


@dataclass(frozen=True, slots=True)
class Sought:
    """The field for words, under the name `words`: its label and what stands in it."""

    label: Text
    words: str
    wide: int = 2
