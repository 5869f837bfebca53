"""Headings and localised values of Amazon Ads files to names in code; the maps lie beside in YAML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pilotage.kernel.yaml_text import read_yaml

_HERE = Path(__file__).parent
_WINDOW = re.compile(
    r"(?<!\d)(?:1|7|14|30)\s?-?\s?(?:days?|tagen?|días|dias|jours?|giorni|天|日間)(?:的)?"
)
_SIGNS = re.compile(r"\((?:[$€£¥￥#]|us\$|usd|eur|gbp|jpy|円)\)")
_BLANKS = re.compile(r"\s+")
WINDOW = "⟨n⟩"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name in code: how its cells are read and how it is known."""

    name: str
    kind: str
    api: tuple[str, ...]
    has: tuple[tuple[str, ...], ...]
    hasnt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heads:
    """A header: for each known column its places (the informational twin last), and the rest by heading."""

    places: dict[str, tuple[int, ...]]
    unknown: dict[str, int]
    guessed: dict[str, str] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.places


@lru_cache(65536)
def folded(text: str) -> str:
    """Compared form of a heading or value: width, case, blanks, dashes do not count."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKC", text).replace("\ufeff", "").casefold()
    plain = plain.replace("’", "'").replace("–", "-").replace("—", "-")
    return _BLANKS.sub(" ", plain).strip()


def heading_key(text: str) -> tuple[str, bool]:
    """The compared form of a heading without signs and suffix, and whether it was informational.

    >>> heading_key("7 Day Total Sales ($) "), heading_key("ASIN (Informational only)")
    (('⟨n⟩ total sales', False), ('asin', True))
    """
    key = folded(text)
    informational = False
    for suffix in _suffixes():
        if key.endswith(suffix):
            key, informational = key[: -len(suffix)].strip(), True
    key = _WINDOW.sub(WINDOW, _SIGNS.sub("", key))
    return _BLANKS.sub(" ", key).strip(" :"), informational


@cache
def columns() -> dict[str, Column]:
    """Every known column by its name in code."""
    found = {}
    for name, facts in _yaml("columns.yaml").items():
        stems = facts.get("stems") or {}
        found[name] = Column(
            name,
            facts["kind"],
            tuple(facts.get("api") or ()),
            tuple(tuple(_stem(one) for one in group) for group in stems.get("has", ())),
            tuple(folded(one) for one in stems.get("not", ())),
        )
    return found


def _stem(one: str) -> str:
    return WINDOW if one == "window" else folded(one)


@cache
def _known() -> dict[str, str]:
    return {
        heading_key(heading.replace("N Day", "7 Day"))[0]: name
        for name, facts in reversed(_yaml("columns.yaml").items())
        for heading in facts.get("headings") or ()
    }


@cache
def _suffixes() -> tuple[str, ...]:
    return tuple(folded(one) for one in _yaml("words.yaml")["suffixes"])


@cache
def months() -> dict[str, int]:
    """Short names of months in the languages of the exports."""
    return {name: int(n) for name, n in _yaml("words.yaml")["months"].items()}


@cache
def _values(name: str) -> dict[str, str]:
    listed = _yaml("words.yaml").get(name) or {}
    return {folded(spelt): value for value, all_ in listed.items() for spelt in all_}


@cache
def localised() -> frozenset[str]:
    """The columns whose values are words of a list."""
    return frozenset(_yaml("words.yaml")) - {"suffixes", "months"}


def word(name: str, written: str) -> str:
    """The value in code of a localised cell of column `name`; unlisted ones stay as written."""
    return _values(name).get(folded(written), written.strip())


@cache
def _yaml(name: str) -> dict[str, Any]:
    found = read_yaml((_HERE / name).read_bytes())
    if not isinstance(found, dict):
        raise TypeError(name)
    return found


def heads(cells: Sequence[object]) -> Heads:
    """What a row of headings names; never by position."""
    plain: dict[str, list[int]] = {}
    twins: dict[str, list[int]] = {}
    unknown: dict[str, int] = {}
    for at, cell in enumerate(cells):
        text = str(cell).strip()
        if not text:
            continue
        key, informational = heading_key(text)
        name = _known().get(key)
        side = twins if informational else plain
        if name is None or name in side:
            unknown[_free(text, unknown)] = at
        else:
            side[name] = [at]
    places = {
        name: (*plain.get(name, ()), *twins.get(name, ()))
        for name in dict.fromkeys([*plain, *twins])
    }
    return _with_guesses(Heads(places, unknown))


def _free(text: str, taken: dict[str, int]) -> str:
    n = 2
    free = text
    while free in taken:
        free, n = f"{text} ({n})", n + 1
    return free


def _with_guesses(found: Heads) -> Heads:
    """Columns no listed heading names, known by what their heading says; only where one heading fits."""
    for column in columns().values():
        if not column.has or column.name in found.places:
            continue
        fits = [text for text in found.unknown if _fits(column, heading_key(text)[0])]
        if len(fits) == 1:
            found.places[column.name] = (found.unknown.pop(fits[0]),)
            found.guessed[fits[0]] = column.name
    return found


def _fits(column: Column, key: str) -> bool:
    return all(any(stem in key for stem in group) for group in column.has) and not any(
        stem in key for stem in column.hasnt
    )
