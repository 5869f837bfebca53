"""What a question asks for: services, places, cities, languages, what is not wanted, and the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pilotage.engines.search.evidence import expanded, places_of
from pilotage.engines.search.grams import runs
from pilotage.engines.search.lexicon import Lexicon, SenseKind
from pilotage.engines.search.normalise import CJK, lower, normalised
from pilotage.engines.search.scan import Mention, scan
from pilotage.engines.search.spelling import spelling

_HAN_RUN = re.compile(rf"[{CJK}]+")
_LATIN_RUN = re.compile(r"[a-z0-9]+(?: +[a-z0-9]+)*")
_JOINT = re.compile(r"[\s、/|&+]*(?:和|及|与|或|以及|or|and)?[\s、/|&+]*")
_LONGEST_SLIP = 7
_ENGLISH = re.compile(r"\b(?:with|for|the|in|of|help|need|find|who|that|and)\b")


class Correction(NamedTuple):
    """What was typed and what it was read as."""

    typed: str
    read_as: str


class Need(NamedTuple):
    """A service asked for: any of these concepts will do; `places` are implied by the word."""

    concepts: tuple[str, ...]
    places: tuple[str, ...] = ()


class Vocabulary(NamedTuple):
    """What the directory knows: is this (a part of) a partner's name, as written or as heard in
    pinyin; how often a term occurs; how many partners offer a concept."""

    named: Callable[[str], bool]
    heard: Callable[[str], bool]
    frequency: Callable[[str], int]
    offering: Callable[[str], int]


@dataclass(slots=True)
class Question:
    """A question as the lexicon understands it.

    `places`: each entry is one place asked for (ISO code, or the code of a whole region).
    `cities`: each entry is one place whose cities will all do. `rest`: runs nobody explained.
    """

    text: str
    needs: list[Need] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    cities: list[tuple[str, ...]] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)


def understand(text: str, lexicon: Lexicon, known: Vocabulary) -> Question:
    """The question `text` in the words of the lexicon, slips and pinyin read as what they mean."""
    flat = normalised(text)
    corrections: list[Correction] = []
    for mend in (_from_latin, _from_han):
        flat = mend(flat, lexicon, known, corrections)
    question = Question(text=flat, corrections=corrections)
    mentions = _scanned(flat, lexicon)
    unwanted = _unwanted(flat, mentions, lexicon, question)
    wanted = [m for m in mentions if m not in unwanted]
    for mention in wanted:
        _take(mention, lexicon, question)
    question.rest = _rest(flat, mentions, lexicon)
    _take_short_forms(question, lexicon)
    _narrow(question, lexicon)
    return question


def _scanned(text: str, lexicon: Lexicon) -> list[Mention]:
    flat = lexicon.phrases["aside"].sub(lambda m: "·" * len(m.group()), text)
    found = scan(flat, lexicon, lower_codes=not _ENGLISH.search(lower(text)))
    return [m for m in found if not all(s.hint for s in m.senses)]


def _take(mention: Mention, lexicon: Lexicon, question: Question) -> None:
    services = [s for s in mention.of(SenseKind.CONCEPT) if not s.hint]
    if services:
        places = tuple(dict.fromkeys(p for s in services for p in expanded(s.place, lexicon)))
        question.needs.append(Need(tuple(dict.fromkeys(s.code for s in services)), places))
        return
    places_asked = places_of(mention, lexicon)
    question.places += [p for p in places_asked if p not in question.places]
    question.languages += [s.code for s in mention.of(SenseKind.LANGUAGE)]
    cities = [s.code for s in mention.of(SenseKind.CITY)]
    for sense in mention.of(SenseKind.PROVINCE):
        cities += lexicon.cities_of[sense.code]
    if cities and not places_asked and tuple(cities) not in question.cities:
        question.cities.append(tuple(cities))


def _unwanted(
    text: str, mentions: list[Mention], lexicon: Lexicon, question: Question
) -> list[Mention]:
    """Mentions right after 不要, and those joined to them."""
    low, found = lower(text), []
    for marker in lexicon.phrases["unwanted"].finditer(low):
        reach = marker.end()
        chain: list[Mention] = []
        for mention in (m for m in mentions if m.start >= marker.end()):
            gap = low[reach : mention.start]
            if not (_JOINT.fullmatch(gap) if chain else len(gap.strip()) <= 2):
                break
            chain.append(mention)
            reach = mention.end
        found += chain
        if not chain:
            question.unwanted += _short_after(low[marker.end() :], lexicon)
    question.unwanted += [s.code for m in found for s in m.of(SenseKind.CONCEPT) if not s.hint]
    return found


def _short_after(rest: str, lexicon: Lexicon) -> list[str]:
    """`不要注册`: a short form that only the family of the need can explain."""
    word = rest.strip()
    concepts = lexicon.concepts.values()
    return [c.code for c in concepts if any(word.startswith(s) for s in c.short)]


def _rest(text: str, mentions: list[Mention], lexicon: Lexicon) -> list[str]:
    low = list(lexicon.phrases["aside"].sub(lambda m: " " * len(m.group()), lower(text)))
    for mention in mentions:
        low[mention.start : mention.end] = [" "] * (mention.end - mention.start)
    left = _unwanted_short(lexicon).sub(" ", "".join(low))
    left = lexicon.phrases["noise"].sub(" ", left)
    return [run for run in runs(left) if len(run) > 1 or not run.isascii()]


def _unwanted_short(lexicon: Lexicon) -> re.Pattern[str]:
    """不要 and the short form after it, so that 不要注册 does not ask for registration."""
    shorts = "|".join(re.escape(s) for c in lexicon.concepts.values() for s in c.short)
    return re.compile(f"(?:{lexicon.phrases['unwanted'].pattern})\\s*(?:{shorts})?")


def _take_short_forms(question: Question, lexicon: Lexicon) -> None:
    """`VAT … 申报`: 申报 alone means the filing of what else is asked for."""
    families = {c for need in question.needs for c in need.concepts}
    families |= {lexicon.concepts[c].broader for c in families}
    for run in list(question.rest):
        meant = [c for c in lexicon.concepts.values() if run in c.short]
        if not meant:
            continue
        question.rest.remove(run)
        fitting = [c for c in meant if c.broader in families] or ([] if question.needs else meant)
        question.needs += [Need((c.code,)) for c in fitting]


def _narrow(question: Question, lexicon: Lexicon) -> None:
    """Says each need once; a family goes when one of its members is asked for."""
    _place_needs(question, lexicon)
    named = {c for need in question.needs for c in need.concepts}
    merged: dict[tuple[str, ...], Need] = {}
    for need in question.needs:
        kept = tuple(c for c in need.concepts if not named & set(lexicon.concepts[c].narrower))
        same = next((k for k in merged if set(kept) <= set(k)), kept)
        if same:
            before = merged.get(same, Need(same)).places
            merged[same] = Need(same, tuple(dict.fromkeys([*before, *need.places])))
    question.needs = list(merged.values())
    question.unwanted = [c for c in dict.fromkeys(question.unwanted) if c not in named]


def _place_needs(question: Question, lexicon: Lexicon) -> None:
    """In Japan 税代 means the consumption tax; in Britain a responsible person is the UK one."""
    asked = {*question.places, *(p for need in question.needs for p in need.places)}
    for i, need in enumerate(question.needs):
        meant = [
            c.code
            for c in lexicon.concepts.values()
            if asked & _served(c.serves, lexicon) and set(c.instead_of) & set(need.concepts)
        ]
        if meant:
            question.needs[i] = Need(tuple(meant), need.places)


def _served(places: tuple[str, ...], lexicon: Lexicon) -> set[str]:
    members = (lexicon.regions[p].members for p in places if p in lexicon.regions)
    return {*places, *(m for each in members for m in each)}


def _from_latin(
    text: str, lexicon: Lexicon, known: Vocabulary, corrections: list[Correction]
) -> str:
    """Pinyin, initials and misspelt English words replaced by the words they stand for."""
    for run in list(_unexplained(text, lexicon, _LATIN_RUN)):
        words = [w for w in run.split() if w.isalpha() and not _is_known(w, known)]
        if not words:
            continue
        read = _read_letters(words, lexicon, known)
        if read:
            corrections.append(Correction(" ".join(words), read))
            typed = re.compile(re.escape(" ".join(words)), re.IGNORECASE)
            text = typed.sub(f" {read} ", text, count=1)
    return normalised(text)


def _read_letters(words: list[str], lexicon: Lexicon, known: Vocabulary) -> str | None:
    popular = _popular(lexicon, known)
    joined = "".join(words)
    heard = spelling().from_sound(joined, popular) if len(joined) > 2 else None
    if heard or known.heard(joined):
        return heard
    if len(words) > 1 and (near := spelling().from_near_sound(joined, popular)):
        return near
    each = [spelling().from_sound(w, popular) or _misspelt(w, popular) or w for w in words]
    return " ".join(each) if each != words else None


def _misspelt(word: str, popular: Callable[[str], int]) -> str | None:
    return spelling().from_letters(word) or spelling().from_near_sound(word, popular)


def _from_han(text: str, lexicon: Lexicon, known: Vocabulary, corrections: list[Correction]) -> str:
    """Homophones and slips of one character replaced, where the characters are nobody's name."""
    for run in list(_unexplained(text, lexicon, _HAN_RUN)):
        if len(run) > 1 and all(_is_known(run[i : i + 2], known) for i in range(len(run) - 1)):
            continue
        for typed in _windows(text, run):
            read = spelling().from_slip(typed, _popular(lexicon, known), sound_only=len(run) < 2)
            if read:
                corrections.append(Correction(typed, read))
                text = text.replace(typed, read, 1)
                break
    return text


def _is_known(term: str, known: Vocabulary) -> bool:
    return known.named(term) or known.frequency(term) > 0


def _unexplained(text: str, lexicon: Lexicon, kind: re.Pattern[str]) -> Iterator[str]:
    low = list(lower(text))
    for mention in _scanned(text, lexicon):
        low[mention.start : mention.end] = ["·"] * (mention.end - mention.start)
    left = lexicon.phrases["unwanted"].sub(lambda m: "·" * len(m.group()), "".join(low))
    left = lexicon.phrases["noise"].sub(lambda m: "·" * len(m.group()), left)
    for found in kind.findall(left):
        if not any(found in c.short for c in lexicon.concepts.values()):
            yield found


def _windows(text: str, run: str) -> Iterator[str]:
    """Stretches of the Chinese around `run` that contain it, longest first."""
    at = text.index(run) if run in text else -1
    around = next((m for m in _HAN_RUN.finditer(text) if m.start() <= at < m.end()), None)
    if at < 0 or around is None:
        return
    for size in range(_LONGEST_SLIP, 1, -1):
        for start in range(max(around.start(), at - size + 1), at + 1):
            if start + size <= around.end() and start + size >= at + len(run):
                yield text[start : start + size]


def _popular(lexicon: Lexicon, known: Vocabulary) -> Callable[[str], int]:
    """Places before everything (their initials are short), then what many partners offer."""

    def weigh(word: str) -> int:
        senses = lexicon.words.get(word, ())
        if any(s.kind in (SenseKind.COUNTRY, SenseKind.REGION) for s in senses):
            return 1 << 40
        return max(
            (known.offering(s.code) for s in senses if s.kind is SenseKind.CONCEPT), default=0
        )

    return weigh
