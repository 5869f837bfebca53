"""Whether two papers of two sellers are one (凭证重复使用), and by what it shows."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from pilotage.engines.tax.evidence.pictures import distances
from pilotage.engines.tax.evidence.reading import Evidence
from pilotage.engines.tax.evidence.texts import figures_of, numbers_of, text_hash
from pilotage.kernel.canonical import sha256
from pilotage.kernel.text import Text

# A figure that more sellers hold than this belongs to the form, the office or the agent.
MOST_HOLDERS = 3
_LEAST_FIGURES = 4
_NEAR = 0.6


class Why(StrEnum):
    """The strongest sign first."""

    BYTES = "bytes"
    TEXT = "text"
    NUMBER = "number"
    FIGURES = "figures"
    PICTURE = "picture"


NAMES: dict[Why, Text] = {
    Why.BYTES: Text("同一个文件", "The same file"),
    Why.TEXT: Text("文字完全相同", "The same text"),
    Why.NUMBER: Text("回执号相同", "The same receipt number"),
    Why.FIGURES: Text("数字大多相同", "Most figures are the same"),
    Why.PICTURE: Text("同一张纸的扫描或截图", "A picture of the same sheet"),
}


@dataclass(frozen=True, slots=True)
class Print:
    """What a paper is known by; `pages` has the hashes of each."""

    sha256: str
    text: str = ""
    numbers: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    pages: tuple[tuple[str, ...], ...] = ()


def print_of(content: bytes, read: Evidence) -> Print:
    """The print of a file and what was read of it."""
    return Print(
        sha256(content),
        text_hash(read.text),
        tuple(numbers_of(read.text)),
        tuple(figures_of(read.text)),
        tuple(tuple(page.hashes) for page in read.pages),
    )


def why_same(one: Print, other: Print, common: Set[str]) -> Why | None:
    """By bytes and text; `common` are figures that many sellers hold. Pictures are compared as pictures."""
    if one.sha256 == other.sha256:
        return Why.BYTES
    if one.text and one.text == other.text:
        return Why.TEXT
    if set(one.numbers) & set(other.numbers):
        return Why.NUMBER
    mine, theirs = set(one.figures) - common, set(other.figures) - common
    shared = len(mine & theirs)
    near = shared >= _LEAST_FIGURES and shared >= _NEAR * min(len(mine), len(theirs))
    return Why.FIGURES if near else None


def nearest(one: Print, others: Sequence[Print], most: int) -> list[int]:
    """Which of the others look most alike by the hashes of their pages, the nearest first."""
    held = [(at, list(page)) for at, other in enumerate(others) for page in other.pages]
    best: dict[int, int] = {}
    for page in one.pages:
        bits = distances(list(page), [hashes for _, hashes in held])
        for (at, _), distance in zip(held, bits.tolist(), strict=True):
            best[at] = min(distance, best.get(at, distance))
    return sorted(best, key=lambda at: best[at])[:most]
