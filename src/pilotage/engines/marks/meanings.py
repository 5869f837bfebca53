"""What words of marks mean, across languages: `meanings.txt` beside this, and nothing that is not in it."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path

Concepts = tuple[tuple[frozenset[int], ...], int]
"""(what each known word can mean, how many words are not known)."""
_SHORTEST = 3
_ENDINGS = (
    ("ies", "y"), ("ves", "f"), ("es", ""), ("s", ""), ("as", "o"), ("a", "o"), ("i", "o"), ("er", ""), ("en", ""), ("e", ""),
)  # fmt: skip


@cache
def lexicon() -> dict[str, frozenset[int]]:
    """Word (Latin in lower case without accents, or Chinese) → the numbers of what it can mean."""
    found: dict[str, set[int]] = defaultdict(set)
    lines = Path(__file__).with_name("meanings.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(line for line in lines if line and not line.startswith("#")):
        for word in line.split():
            found[word].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@lru_cache(maxsize=1 << 15)
def concepts(core: tuple[str, ...]) -> Concepts:
    """Of the core of a mark."""
    known: list[frozenset[int]] = []
    unknown = 0
    for word in core:
        parts = _parts(word)
        if parts:
            known += parts
        else:
            unknown += 1
    return tuple(known), unknown


@lru_cache(maxsize=1 << 15)
def _parts(word: str) -> tuple[frozenset[int], ...]:
    """The word itself, a form of it, or the two or three words it is put together of; empty when it is not known."""
    words = lexicon()
    if found := words.get(word) or words.get(_base(word)):
        return (found,)
    shortest = 1 if word > "\u3400" else _SHORTEST
    for cut in range(len(word) - shortest, shortest - 1, -1):
        head = words.get(word[:cut]) or words.get(_base(word[:cut]))
        if head and (rest := _parts(word[cut:])):
            return (head, *rest)
    return ()


@lru_cache(maxsize=1 << 16)
def _base(word: str) -> str:
    """Without the endings of number and gender that the languages of the lexicon have; itself where that is no word."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            bare = word[: -len(ending)] + instead
            if len(bare) > 2 and bare in lexicon():
                return bare
    return word
