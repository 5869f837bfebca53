"""Services as concepts: what they are called and how they relate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pilotage.engines.search.lexicon.senses import Sense, SenseKind
from pilotage.engines.search.normalise import folded
from pilotage.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Concept:
    """One kind of service.

    `close` concepts nearly meet the same need, `near` ones are the neighbouring trade; `broader`
    is the family. Where it `serves`, it is what words `instead_of` it
    mean. A `mixed` family holds different trades: who names it need not do each of them. `category` is the code in the law's service table, or "" when it has none.
    """

    code: str
    name: Text
    category: str = ""
    broader: str = ""
    close: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    forbidden: bool = False
    mixed: bool = False
    narrower: tuple[str, ...] = field(default=())


def read_concepts(files: Mapping[str, Mapping[str, Any]]) -> dict[str, Concept]:
    """Concepts by code from the parsed files, families completed with their members."""
    entries = {code: entry for file in files.values() for code, entry in file.items()}
    members: dict[str, list[str]] = {}
    for code, entry in entries.items():
        if entry.get("broader"):
            members.setdefault(entry["broader"], []).append(code)
    return {code: _concept(code, entry, members.get(code, [])) for code, entry in entries.items()}


def _concept(code: str, entry: Mapping[str, Any], narrower: list[str]) -> Concept:
    return Concept(
        code=code,
        name=Text(entry["name"]["zh"], entry["name"]["en"]),
        category=entry.get("category", ""),
        broader=entry.get("broader", ""),
        close=tuple(entry.get("close", ())),
        near=tuple(entry.get("near", ())),
        short=tuple(folded(word) for word in entry.get("short", ())),
        serves=tuple(entry.get("serves", ())),
        instead_of=tuple(entry.get("instead_of", ())),
        mixed=entry.get("mixed", False),
        forbidden=entry.get("forbidden", False),
        narrower=tuple(narrower),
    )


def concept_words(
    files: Mapping[str, Mapping[str, Any]],
) -> Iterator[tuple[str, Sense]]:
    """Every word of every concept with its sense."""
    for file in files.values():
        for code, entry in file.items():
            for word in entry.get("terms", ()):
                yield word, Sense(SenseKind.CONCEPT, code)
            for word, place in entry.get("placed", {}).items():
                yield word, Sense(SenseKind.CONCEPT, code, place=place)
            for word in entry.get("asked", ()):
                yield word, Sense(SenseKind.CONCEPT, code, only_asked=True)
            for word in entry.get("hints", ()):
                yield word, Sense(SenseKind.CONCEPT, code, hint=True)
