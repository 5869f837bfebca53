"""Text as terms: single Chinese characters and pairs, latin words, and the pinyin of names.

BM25F with a fixed average length, so that a document's impact never changes when others come or go:
an index that was updated equals one that was built anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from math import log

from pilotage.engines.search.evidence import FieldKind, field_kind
from pilotage.engines.search.normalise import CJK, folded
from pilotage.engines.search.spelling import syllables

_RUN = re.compile(rf"[{CJK}]+|[a-z0-9à-ɏ]+")
_HAN = re.compile(rf"[{CJK}]+")
_K1, _B, _AVERAGE = 1.2, 0.6, 250.0
_SCALE = 100
_FIELD_WEIGHT = {
    FieldKind.NAME: 3.0,
    FieldKind.SERVICES: 3.0,
    FieldKind.CITY: 1.5,
    FieldKind.SITES: 1.0,
    FieldKind.SUMMARY: 1.0,
    FieldKind.CERTIFICATES: 1.0,
    FieldKind.CASES: 0.5,
    FieldKind.LANGUAGES: 0.5,
}
NAME_MARK, SOUND_MARK = "^", "~"


def grams(text: str) -> Iterator[str]:
    """The terms of `text` (folded): 税, 税代, vat.

    >>> list(grams("税代 VAT".lower()))
    ['税', '代', '税代', 'vat']
    """
    for run in _RUN.findall(text):
        if _HAN.match(run):
            yield from run
            yield from (run[i : i + 2] for i in range(len(run) - 1))
        else:
            yield run


def runs(text: str) -> list[str]:
    """Unbroken runs of one script in `text` (folded)."""
    return list(_RUN.findall(text))


def impacts(fields: Mapping[str, str]) -> dict[str, int]:
    """Term → impact (hundredths, at most 220) of one document, names marked a second time."""
    weighted: dict[str, float] = {}
    length = 0.0
    names: dict[str, int] = {}
    for name, text in fields.items():
        kind = field_kind(name)
        weight = _FIELD_WEIGHT[kind]
        low = folded(text)
        for gram in grams(low):
            weighted[gram] = weighted.get(gram, 0.0) + weight
            length += weight
        if kind is FieldKind.NAME:
            names |= dict.fromkeys((NAME_MARK + gram for gram in grams(low)), 1)
            names |= dict.fromkeys(_sounds(low), 1)
    norm = _K1 * (1 - _B + _B * length / _AVERAGE)
    return {
        gram: int(_SCALE * weight * (_K1 + 1) / (weight + norm)) or 1
        for gram, weight in weighted.items()
    } | names


def rarity(frequency: int, documents: int) -> int:
    """Inverse document frequency in hundredths."""
    return int(100 * log(1 + (documents - frequency + 0.5) / (frequency + 0.5)))


def _sounds(name: str) -> Iterator[str]:
    """How a name may be typed in pinyin: every two or three characters, the beginning, initials."""
    for run in _HAN.findall(name):
        heard = syllables(run)
        for size in (2, 3):
            for i in range(len(heard) - size + 1):
                yield SOUND_MARK + "".join(heard[i : i + size])
        for end in range(4, len(heard) + 1):
            yield SOUND_MARK + "".join(heard[:end])
            yield SOUND_MARK + "".join(each[0] for each in heard[:end])


def known_only(terms: Iterable[str], vocabulary: Mapping[str, int]) -> list[str]:
    """The terms that some document has, each once."""
    return [term for term in dict.fromkeys(terms) if term in vocabulary]
