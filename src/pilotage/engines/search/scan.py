"""Finds the trade's words in a text: longest first, whole latin words, codes only where they stand alone."""

from __future__ import annotations

import re
from typing import NamedTuple

from pilotage.engines.search.lexicon import Lexicon, Sense, SenseKind
from pilotage.engines.search.normalise import lower

# Codes that are also common words: never read in lower case.
_AMBIGUOUS = frozenset({"IT", "IN", "BE", "NO", "AT", "IE", "SI", "SE"})
_LATIN = frozenset(chr(c) for c in range(0x250) if chr(c).isalnum())
_TOKEN = re.compile(r"[A-Za-zÀ-ɏ0-9]+")


class Mention(NamedTuple):
    """A word found at [start, end) with everything it can mean."""

    start: int
    end: int
    senses: tuple[Sense, ...]

    def of(self, kind: SenseKind) -> list[Sense]:
        """The senses of one kind."""
        return [sense for sense in self.senses if sense.kind == kind]

    @property
    def is_place(self) -> bool:
        """A country or a region, and nothing else."""
        return all(s.kind in (SenseKind.COUNTRY, SenseKind.REGION) for s in self.senses)


def scan(text: str, lexicon: Lexicon, *, lower_codes: bool = False) -> list[Mention]:
    """The words of `text` (normalised, case kept) from left to right, none overlapping.

    `lower_codes` reads `us` and `de` as countries too, which suits short questions only.
    """
    low = lower(text)
    found, at = [], 0
    while at < len(low):
        mentions = _at(text, low, at, lexicon, lower_codes)
        if mentions:
            found += mentions
            at = mentions[-1].end
        else:
            at += 1
    return found


def _at(text: str, low: str, at: int, lexicon: Lexicon, lower_codes: bool) -> list[Mention]:
    latin = _is_latin(low[at])
    if latin and at and _is_latin(low[at - 1]):
        return []
    for length in lexicon.lengths.get(low[at : at + 2], ()):
        end = at + length
        senses = lexicon.words.get(low[at:end]) if end <= len(low) else None
        if senses and _swallows_country(low, at, end, lexicon):
            continue
        if senses and (end := _word_end(low, end)):
            return [Mention(at, end, senses)]
    if len(low) > at and (senses := lexicon.words.get(low[at])) and not latin:
        return [Mention(at, at + 1, senses)]
    return _code_or_compound(text, low, at, lexicon, lower_codes) if latin else []


def _swallows_country(low: str, at: int, end: int, lexicon: Lexicon) -> bool:
    """`WEEE法国` is WEEE in 法国, not the WEEE法 of somewhere."""
    across = lexicon.words.get(low[end - 1 : end + 1], ())
    country = any(s.kind is SenseKind.COUNTRY for s in across)
    return country and low[at : end - 1] in lexicon.words


def _word_end(low: str, end: int) -> int:
    """`end` if a word may stop there (a plural s included), else 0."""
    if end >= len(low) or not _is_latin(low[end]) or not _is_latin(low[end - 1]):
        return end
    if low[end] == "s" and (end + 1 >= len(low) or not _is_latin(low[end + 1])):
        return end + 1
    return 0


def _code_or_compound(
    text: str, low: str, at: int, lexicon: Lexicon, lower_codes: bool
) -> list[Mention]:
    token = _TOKEN.match(text, at)
    if token is None:
        return []
    word = token.group()
    country = lexicon.codes.get(word.upper())
    if country and (word.isupper() or (lower_codes and word.upper() not in _AMBIGUOUS)):
        return [Mention(at, token.end(), (Sense(SenseKind.COUNTRY, country),))]
    return _compound(word, at, lexicon)


def _compound(word: str, at: int, lexicon: Lexicon) -> list[Mention]:
    """`ITWEEE`, `SwedenEPR`: two words written as one, each known."""
    for cut in range(2, len(word) - 1):
        head, tail = word[:cut], word[cut:]
        second = lexicon.words.get(lower(tail))
        code = lexicon.codes.get(head) if head.isupper() else None
        first = (Sense(SenseKind.COUNTRY, code),) if code else lexicon.words.get(lower(head))
        if first and second:
            return [Mention(at, at + cut, first), Mention(at + cut, at + len(word), second)]
    return []


def _is_latin(char: str) -> bool:
    return char in _LATIN
