"""How near two marks are in sound, look and meaning, each from 0 to 1, and all together. No verdict and no odds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from pilotage.engines.marks.classes import relatedness
from pilotage.engines.marks.meanings import Concepts, concepts
from pilotage.engines.marks.shapes import shape_at_most, shape_likeness
from pilotage.engines.marks.signs import Sign, sign

_SHORTEST_PART, _SHORTEST_PART_HAN = 4, 2
# Below this two marks have nothing to do with each other; the range above it is spread over the scale.
_FLOOR = 0.35
_SUPPORT = 0.25
_CLASSES = 0.25
# A meaning in common is nearly, never wholly, the same mark.
_MEANT = 0.92
_PLACES = 4
_NO_VOWELS = str.maketrans("", "", "aeiou")


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` from the three and from how related the classes are (`goods`)."""

    score: float
    sound: float
    look: float
    meaning: float
    goods: float


def likeness(a: str, b: str, classes_a: frozenset[int] = frozenset(), classes_b: frozenset[int] = frozenset()) -> Likeness:  # fmt: skip
    """Symmetric; 1 for the same mark in the same class. Empty classes: all, and only the signs count."""
    one, other = sign(a), sign(b)
    if not (one.latin or one.han) or not (other.latin or other.han):
        return Likeness(0.0, 0.0, 0.0, 0.0, 0.0)
    sounds, looks, means = _sound(one, other), _look(one, other), meaning(one, other)
    best, second, _ = sorted((_spread(sounds), _spread(looks), _MEANT * means), reverse=True)
    signs = 1 - (1 - best) * (1 - _SUPPORT * second)
    goods = relatedness(classes_a, classes_b)
    score = signs * (1 - _CLASSES + _CLASSES * goods)
    return Likeness(
        round(score, _PLACES), round(sounds, _PLACES), round(looks, _PLACES), round(means, _PLACES), goods
    )  # fmt: skip


def at_most(one: Sign, others: Sequence[Sign]) -> NDArray[np.float64]:
    """What the score of `one` and each of the others cannot exceed, whatever their classes; 1: only a closer look tells.

    Worked out where both have Chinese characters, for many at once: hundreds of names share one with each of them.
    """
    bounds = np.ones(len(others))
    told = [n for n, other in enumerate(others) if one.han and other.han and not _one_in_other(one, other)]  # fmt: skip
    if not told:
        return bounds
    apart = [others[n] for n in told]
    heard, seen = _spoken_at_most(one, apart), shape_at_most(one.han, [o.han for o in apart])
    meant = np.array([_in_common(concepts(one.core), concepts(other.core)) for other in apart])
    parts = [*np.maximum(0.0, np.array([heard, seen]) - _FLOOR) / (1 - _FLOOR), _MEANT * meant]
    _, second, best = np.sort(parts, axis=0)
    bounds[told] = 1 - (1 - best) * (1 - _SUPPORT * second) + 10.0**-_PLACES
    return bounds


def _one_in_other(one: Sign, other: Sign) -> bool:
    """What `_within` and `_within_han` may find."""
    return (
        one.core_sound in other.sound
        or other.core_sound in one.sound
        or one.han in other.han
        or other.han in one.han
    )


def _spoken_at_most(one: Sign, others: Sequence[Sign]) -> NDArray[np.float64]:
    """`_spoken` to each, of the whole or of the core, whichever is nearer."""
    wholes, cores = [other.sound for other in others], [other.core_sound for other in others]
    whole = _spoken_to_each(one.sound, wholes)
    if cores == wholes and one.core_sound == one.sound:
        return whole
    return np.maximum(whole, _spoken_to_each(one.core_sound, cores))


def _spoken_to_each(said: str, others: Sequence[str]) -> NDArray[np.float64]:
    consonants = [_consonants(other) for other in others]
    spoken: NDArray[np.float64] = 0.7 * cdist([said], others, scorer=ratio, dtype=np.float64)[0]
    spoken += 0.3 * cdist([_consonants(said)], consonants, scorer=ratio, dtype=np.float64)[0]
    return spoken / 100


def meaning(one: Sign, other: Sign) -> float:
    """The share of meanings in common; words that nobody knows here count as different ones."""
    return _in_common(concepts(one.core), concepts(other.core))


def _in_common(one: Concepts, other: Concepts) -> float:
    (mine, unknown), (theirs, unknown_too) = one, other
    if not mine or not theirs:
        return 0.0
    left, shared = list(theirs), 0
    for can_mean in mine:
        for n, also in enumerate(left):
            if not can_mean.isdisjoint(also):
                del left[n]
                shared += 1
                break
    return shared / max(len(mine) + unknown, len(theirs) + unknown_too)


def _sound(one: Sign, other: Sign) -> float:
    core = whole = _spoken(one.core_sound, other.core_sound)
    if one.core != one.words or other.core != other.words:
        whole = _spoken(one.sound, other.sound)
    return max(
        _weighed(whole, core, one, other),
        0.97 * core,
        0.95 * _within(one.core_sound, other.sound, _SHORTEST_PART),
        0.95 * _within(other.core_sound, one.sound, _SHORTEST_PART),
    )


def _weighed(whole: float, core: float, one: Sign, other: Sign) -> float:
    """Words in common that tell nobody apart make no likeness: then what is left counts more."""
    if one.core == one.words or other.core == other.words:
        return whole
    weak = (set(one.words) - set(one.core)) & (set(other.words) - set(other.core))
    return 0.35 * whole + 0.65 * core if weak else whole


def _spoken(a: str, b: str) -> float:
    if not a or not b:
        return 0.0
    consonants = ratio(_consonants(a), _consonants(b)) / 100
    return 0.7 * ratio(a, b) / 100 + 0.3 * consonants


def _look(one: Sign, other: Sign) -> float:
    if one.han and other.han:
        # What is written in characters is seen as characters; as pinyin it is only heard.
        return max(shape_likeness(one.han, other.han), _within_han(one.han, other.han))
    core = whole = _written(one.core_latin, other.core_latin)
    if one.core != one.words or other.core != other.words:
        whole = _written(one.latin, other.latin)
    found = max(
        _weighed(whole, core, one, other),
        0.97 * core,
        _within(one.core_latin, other.latin, _SHORTEST_PART),
        _within(other.core_latin, one.latin, _SHORTEST_PART),
        _shared_words(one, other),
    )
    return found * 0.6 if one.han or other.han else found


def _written(a: str, b: str) -> float:
    if not a or not b:
        return 0.0
    whole = ratio(a, b) / 100
    starts = (JaroWinkler.similarity(a, b) + JaroWinkler.similarity(b, a)) / 2
    return 0.45 * whole + 0.3 * _dice(a, b) + 0.25 * starts


def _dice(a: str, b: str) -> float:
    """Of the pairs of letters, the ends counted too."""
    one, other = _pairs(a), _pairs(b)
    return 2 * len(one & other) / (len(one) + len(other))


@lru_cache(maxsize=1 << 15)
def _pairs(text: str) -> frozenset[str]:
    padded = f"^{text}$"
    return frozenset([padded[n : n + 2] for n in range(len(padded) - 1)])


def _within(part: str, whole: str, shortest: int) -> float:
    """A mark taken into another: the more of it, the nearer; at its beginning or end more than in the middle."""
    if len(part) < shortest or part not in whole:
        return 0.0
    at_an_end = whole.startswith(part) or whole.endswith(part)
    return (0.68 if at_an_end else 0.5) + 0.3 * len(part) / len(whole)


def _within_han(a: str, b: str) -> float:
    part, whole = sorted((a, b), key=len)
    if len(part) < _SHORTEST_PART_HAN or part not in whole:
        return 0.0
    return 0.65 + 0.33 * len(part) / len(whole)


def _shared_words(one: Sign, other: Sign) -> float:
    """A strong word in common, at most as near as its share of the letters."""
    shared = [word for word in set(one.core) if word in other.core and len(word) >= _SHORTEST_PART]
    if not shared:
        return 0.0
    letters = sum(map(len, shared))
    longest = max(sum(map(len, one.core)), sum(map(len, other.core)))
    return 0.45 + 0.5 * min(1.0, letters / longest)


@lru_cache(maxsize=1 << 15)
def _consonants(key: str) -> str:
    return key.translate(_NO_VOWELS)


def _spread(value: float) -> float:
    return max(0.0, value - _FLOOR) / (1 - _FLOOR)
