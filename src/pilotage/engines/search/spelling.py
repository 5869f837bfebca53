"""What was meant when it was typed in pinyin, by initials, with a homophone or a slip.

Built once from the lexicon, and only when a question needs it: the pinyin data take a quarter of a
second to load.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from pilotage.engines.search.lexicon import Lexicon, trade
from pilotage.engines.search.normalise import CJK

_HAN_WORD = re.compile(rf"[{CJK}]{{2,9}}")
_LATIN_WORD = re.compile(r"[a-z]{5,}")
_MOST_PIECES = 4

Popular = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Spelling:
    """Lexicon words by sound, by initials, and with one character left open."""

    by_sound: dict[str, tuple[str, ...]]
    by_initials: dict[str, tuple[str, ...]]
    by_gap: dict[str, tuple[str, ...]]
    latin: tuple[str, ...]

    def from_sound(self, letters: str, popular: Popular) -> str | None:
        """Chinese words for a run of pinyin or initials: `baozhuangfafaguo` → 包装法 法国."""
        pieces = _segment(letters, self.by_sound) or _segment(letters, self.by_initials, least=3)
        if pieces is None:
            return None
        return " ".join(self._best(piece, popular) for piece in pieces)

    def from_slip(self, typed: str, popular: Popular, *, sound_only: bool) -> str | None:
        """The word that `typed` (Chinese, not a word itself) was meant to be, or None."""
        heard = "".join(syllables(typed))
        same = [w for w in self.by_sound.get(heard, ()) if len(w) == len(typed) and w != typed]
        if same:
            return max(same, key=popular)
        if sound_only:
            return None
        near = [w for w in self._one_off(typed) if len(w) > 2 or _alike(w, typed)]
        return max(near, key=lambda w: (_alike(w, typed), popular(w))) if near else None

    def from_letters(self, typed: str) -> str | None:
        """The English word of the trade that `typed` was meant to be, or None."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extractOne

        if len(typed) < 5:
            return None
        most = 1 if len(typed) < 8 else 2
        found = extractOne(typed, self.latin, scorer=OSA.distance, score_cutoff=most)
        return str(found[0]) if found else None

    def from_near_sound(self, letters: str, popular: Popular) -> str | None:
        """Chinese words for pinyin with one letter wrong: `suiwudaili` → 税务代理."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        if len(letters) < 6:
            return None
        near = extract(letters, self.by_sound.keys(), scorer=OSA.distance, score_cutoff=1, limit=3)
        words = [w for sound, _, _ in near for w in self.by_sound[str(sound)]]
        return max(words, key=popular) if words else None

    def _best(self, piece: str, popular: Popular) -> str:
        words = self.by_sound.get(piece) or self.by_initials[piece]
        return max(words, key=lambda w: (popular(w), -len(w)))

    def _one_off(self, typed: str) -> list[str]:
        found = [w for gap in _gaps(typed) for w in self.by_gap.get(gap, ())]
        if len(typed) > 3:
            swapped = (
                typed[:i] + typed[i + 1] + typed[i] + typed[i + 2 :] for i in range(len(typed) - 1)
            )
            whole = {w for words in self.by_sound.values() for w in words}
            found += [w for w in swapped if w in whole]
        return [w for w in found if w != typed]


@cache
def spelling() -> Spelling:
    """The trade's spelling tables, built once."""
    by_sound: dict[str, list[str]] = {}
    by_initials: dict[str, list[str]] = {}
    by_gap: dict[str, list[str]] = {}
    for word in _han_words(trade()):
        heard = syllables(word)
        by_sound.setdefault("".join(heard), []).append(word)
        by_initials.setdefault("".join(each[0] for each in heard), []).append(word)
        for gap in _gaps(word):
            by_gap.setdefault(gap, []).append(word)
    latin = {w for word in trade().words for w in _LATIN_WORD.findall(word)}
    return Spelling(_fixed(by_sound), _fixed(by_initials), _fixed(by_gap), tuple(sorted(latin)))


def syllables(word: str) -> list[str]:
    """Pinyin without tones, ü as v."""
    from pypinyin import lazy_pinyin

    return [str(each).replace("ü", "v") for each in lazy_pinyin(word)]


def _han_words(lexicon: Lexicon) -> Iterator[str]:
    shorts = {s for c in lexicon.concepts.values() for s in c.short if _HAN_WORD.fullmatch(s)}
    yield from sorted(shorts)
    for word, senses in lexicon.words.items():
        spoken = not all(s.hint for s in senses) and word not in shorts
        if _HAN_WORD.fullmatch(word) and spoken:
            yield word


def _segment(letters: str, words: dict[str, tuple[str, ...]], least: int = 4) -> list[str] | None:
    """The fewest words that spell `letters`, one of them at least `least` letters long."""
    best: list[list[str] | None] = [[]] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 40), end):
            before = best[start]
            if before is None or letters[start:end] not in words or len(before) >= _MOST_PIECES:
                continue
            if best[end] is None or len(before) + 1 < len(best[end] or ()):
                best[end] = [*before, letters[start:end]]
    found = best[-1]
    return found if found and max(map(len, found)) >= least else None


def _gaps(word: str) -> Iterator[str]:
    for i in range(len(word)):
        yield f"{word[:i]}*{word[i + 1 :]}"


def _alike(one: str, other: str) -> bool:
    """Whether the differing characters sound alike: the same final or the same initial."""
    if len(one) != len(other):
        return False
    pairs = [(a, b) for a, b in zip(syllables(one), syllables(other), strict=False) if a != b]
    return all(a[0] == b[0] or _final(a) == _final(b) for a, b in pairs)


def _final(syllable: str) -> str:
    """The vowels, -n and -ng being one: they are confused all over the south."""
    vowels = re.sub(r"^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])", "", syllable)
    return vowels.removesuffix("g")


def _fixed(table: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(dict.fromkeys(words)) for key, words in table.items()}
