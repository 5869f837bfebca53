"""How near two marks are in sound, look and meaning, each from 0 to 1, and all together. No verdict and no odds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from pilotage.engines.marks.classes import relatedness
from pilotage.engines.marks.meanings import concepts
from pilotage.engines.marks.shapes import shape_likeness
from pilotage.engines.marks.signs import Sign, sign

_SHORTEST_PART, _SHORTEST_PART_HAN = 4, 2
# Below this two marks have nothing to do with each other; the range above it is spread over the scale.
_FLOOR = 0.35
_SUPPORT = 0.25
_CLASSES = 0.25
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
    best, second, _ = sorted((_spread(sounds), _spread(looks), 0.92 * means), reverse=True)
    signs = 1 - (1 - best) * (1 - _SUPPORT * second)
    goods = relatedness(classes_a, classes_b)
    score = signs * (1 - _CLASSES + _CLASSES * goods)
    return Likeness(round(score, 4), round(sounds, 4), round(looks, 4), round(means, 4), goods)


def meaning(one: Sign, other: Sign) -> float:
    """The share of meanings in common; words that nobody knows here count as different ones."""
    mine, unknown = concepts(one)
    theirs, unknown_too = concepts(other)
    if not mine or not theirs:
        return 0.0
    left, shared = list(theirs), 0
    for can_mean in mine:
        match = next((n for n, also in enumerate(left) if can_mean & also), None)
        if match is not None:
            left.pop(match)
            shared += 1
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
