"""Which kept sources are near a text, and how near."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable
from heapq import nlargest
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz.distance import Indel

K = TypeVar("K", bound=Hashable)
# Below this a translation is more work to mend than to write: the trade's usual limit.
LEAST = 70


class Match(NamedTuple, Generic[K]):
    """`percent` is 100 for the very same text only, else 70 to 99; `key` is the caller's."""

    percent: int
    key: K


def matches(text: str, kept: Iterable[tuple[K, str]], most: int = 5) -> list[Match[K]]:
    """The nearest sources of `kept` (key, source), the nearest first; equal ones in the order given.

    The percentage is 2·(characters in common, in order) / (characters of both), spaces and width of signs
    apart, rounded down.
    """
    plain = _plain(text)
    found = [
        Match(percent, key)
        for key, source in kept
        if (percent := _percent(text, plain, source)) >= LEAST
    ]
    return nlargest(most, found, key=lambda one: one.percent)


def _percent(text: str, plain: str, source: str) -> int:
    if text == source:
        return 100
    near = Indel.normalized_similarity(plain, _plain(source), score_cutoff=LEAST / 100)
    return min(99, int(near * 100 + 1e-9))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())
