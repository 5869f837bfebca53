"""Reads the lexicon's files once and keeps what scanning needs: words by their first characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pilotage.engines.search.lexicon.concepts import Concept, concept_words, read_concepts
from pilotage.engines.search.lexicon.senses import Sense, SenseKind
from pilotage.engines.search.normalise import folded

_HERE = Path(__file__).parent
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONCEPT_FILES = (
    "tax", "epr", "brand", "compliance", "operations", "account", "logistics", "finance",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Region:
    """A named group of countries; `whole` when a promise for it is not one for each member."""

    whole: bool
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the trade's words can mean. `lengths` tells which word lengths begin so."""

    concepts: Mapping[str, Concept]
    words: Mapping[str, tuple[Sense, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    codes: Mapping[str, str]
    countries: tuple[str, ...]
    regions: Mapping[str, Region]
    languages: tuple[str, ...]
    tongues: Mapping[str, str]
    cities_of: Mapping[str, tuple[str, ...]]
    city_names: Mapping[str, str]
    phrases: Mapping[str, re.Pattern[str]]

    def of_category(self, category: str) -> tuple[str, ...]:
        """Concepts that a category code of the law's service table stands for."""
        return tuple(c.code for c in self.concepts.values() if c.category == category)


@cache
def trade() -> Lexicon:
    """The lexicon, read once."""
    files = {name: _read(name) for name in _CONCEPT_FILES}
    places, cities, phrases = _read("places"), _read("cities"), _read("phrases")
    words: dict[str, list[Sense]] = {}
    for word, sense in _all_words(files, places, cities):
        senses = words.setdefault(folded(word), [])
        if sense not in senses:
            senses.append(sense)
    return Lexicon(
        concepts=read_concepts(files),
        words={word: tuple(senses) for word, senses in words.items()},
        lengths=_lengths(words),
        codes={c: iso for iso, entry in places["countries"].items() for c in entry["codes"]},
        countries=tuple(places["countries"]),
        regions={
            code: Region(entry["kind"] == "whole", tuple(entry["members"]))
            for code, entry in places["regions"].items()
        },
        languages=tuple(places["languages"]),
        tongues=_tongues(places),
        cities_of={
            province: tuple(towns)
            for provinces in cities.values()
            for province, towns in provinces.items()
        },
        city_names={
            town: next(iter(names), town)
            for provinces in cities.values()
            for towns in provinces.values()
            for town, names in towns.items()
        },
        phrases={name: _pattern(rules) for name, rules in phrases.items()},
    )


def _read(name: str) -> dict[str, Any]:
    text = (_HERE / f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=_Loader)  # noqa: S506  (a safe loader)
    return loaded


def _all_words(
    files: Mapping[str, Mapping[str, Any]], places: Mapping[str, Any], cities: Mapping[str, Any]
) -> Iterator[tuple[str, Sense]]:
    yield from concept_words(files)
    for code, entry in places["countries"].items():
        for name in (*entry["names"], *filter(None, [entry.get("site")])):
            yield name, Sense(SenseKind.COUNTRY, code)
    for code, entry in places["regions"].items():
        for name in entry["names"]:
            yield name, Sense(SenseKind.REGION, code)
    for code, names in places["languages"].items():
        for name in names:
            if len(name) > 1:  # one-character forms are read in a languages field only
                yield name, Sense(SenseKind.LANGUAGE, code)
    yield from _city_words(cities)


def _tongues(places: Mapping[str, Any]) -> dict[str, str]:
    """Every way a languages field writes a language: names, adjectives, 中英德, codes."""
    named = {name: code for code, names in places["languages"].items() for name in names}
    codes = {code: code for code in places["languages"]}
    return {folded(k): v for k, v in {**named, **places["language_adjectives"], **codes}.items()}


def _city_words(cities: Mapping[str, Any]) -> Iterator[tuple[str, Sense]]:
    for country, provinces in cities.items():
        for province, towns in provinces.items():
            if country == "CN":
                yield province, Sense(SenseKind.PROVINCE, province)
                yield province + "省", Sense(SenseKind.PROVINCE, province)
            for town, names in towns.items():
                for name in (town, town + "市", *names):
                    yield name, Sense(SenseKind.CITY, town, place=country)


def _lengths(words: Mapping[str, object]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[:2], set()).add(len(word))
    return {head: tuple(sorted(each, reverse=True)) for head, each in found.items()}


def _pattern(rules: str | list[str]) -> re.Pattern[str]:
    return re.compile("|".join([rules] if isinstance(rules, str) else rules))
