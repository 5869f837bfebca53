"""Lists of phrases looked up in texts: whole words in any case, blanks and hyphens alike; Han and kana stand anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOKEN = re.compile(r"\w+")


class Phrases:
    """A list of phrases. Most texts hold none: the first word of each is looked up before the pattern runs.

    >>> Phrases(["free shipping", "送料無料"]).found_in("Lamp, Free-Shipping! 送料無料")
    ['Free-Shipping', '送料無料']
    """

    def __init__(self, words: Iterable[str]) -> None:
        parts = sorted(words, key=len, reverse=True)
        spaced = [word for word in parts if not _dense(word)]
        self._anywhere = [word for word in parts if _dense(word)]
        self._first = frozenset(_TOKEN.findall(word.casefold())[0] for word in spaced)
        written = [r"[\s\-]+".join(map(re.escape, re.split(r"[\s\-]+", word))) for word in spaced]
        whole = [rf"(?<!\w)(?:{'|'.join(written)})(?!\w)"] if written else []
        self._pattern = re.compile(
            "|".join([*whole, *map(re.escape, self._anywhere)]) or "(?!)", re.I
        )

    def found_in(self, text: str) -> list[str]:
        """The phrases in a text as they are written there, each once."""
        if self._first.isdisjoint(_TOKEN.findall(text.casefold())) and not any(
            word in text for word in self._anywhere
        ):
            return []
        return list(dict.fromkeys(match[0] for match in self._pattern.finditer(text)))


def _dense(word: str) -> bool:
    return any("\u3040" <= c <= "\u9fff" for c in word)
