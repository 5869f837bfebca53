"""How a sentence stands to the services it names: offers, refuses, passes on, or only mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pilotage.engines.search.lexicon import Lexicon, SenseKind
from pilotage.engines.search.normalise import CJK, lower
from pilotage.engines.search.scan import Mention, scan

_SENTENCE = re.compile(rf"[。!?;\n]|\.(?=\s|$|[{CJK}])")
_PIECE = re.compile(r"[,]")
_CHAIN = re.compile(r"[\s、/,;|&+]*(?:和|及|与|或|以及|or|and)?[\s、/|&+]*")
_MOST_GAP = 8


class Stance(StrEnum):
    """What a clause says about a service."""

    OFFERED = "offered"
    LISTED = "listed"  # 业务有…: as good as the services field
    BESIDE = "beside"  # 可协助…: a side business
    PASSED_ON = "passed_on"  # 由合作机构承接
    REFUSED = "refused"  # 不做…
    CONTEXT = "context"  # 合作前请先办好…


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of text up to a comma, its mentions, and each mention's stance."""

    text: str
    mentions: tuple[Mention, ...]
    stances: tuple[Stance, ...]


def clauses(text: str, lexicon: Lexicon) -> Iterator[Clause]:
    """The clauses of `text` (normalised) in order."""
    silenced = lexicon.phrases["silenced"].sub(lambda m: "·" * len(m.group()), text)
    for sentence in _SENTENCE.split(silenced):
        yield from _sentence(sentence, lexicon)


def _sentence(sentence: str, lexicon: Lexicon) -> Iterator[Clause]:
    listed = False
    before: Clause | None = None
    for piece in filter(None, (p.strip() for p in _PIECE.split(sentence))):
        low = lower(piece)
        mentions = tuple(scan(piece, lexicon))
        listed = listed or bool(lexicon.phrases["listing"].search(low))
        clause = Clause(piece, mentions, _stances(low, mentions, lexicon, listed))
        if before:
            yield from _settle(before, clause, low, lexicon)
        clause = _continued(before, clause, low)
        before = clause
    if before:
        yield before


def _settle(before: Clause, clause: Clause, low: str, lexicon: Lexicon) -> Iterator[Clause]:
    """`…LUCID号,我们不代办`: a bare refusal speaks of the clause before it."""
    bare = not _services(clause.mentions) and len(low) <= _MOST_GAP
    if bare and lexicon.phrases["refusal_before"].search(low):
        refused = tuple(Stance.REFUSED for _ in before.stances)
        yield Clause(before.text, before.mentions, refused)
    else:
        yield before


def _continued(before: Clause | None, clause: Clause, low: str) -> Clause:
    """`不做头程,广告投放,清关`: bare names go on with the refusal before them."""
    if not before or not before.stances or before.stances[-1] is not Stance.REFUSED:
        return clause
    if sum(m.end - m.start for m in clause.mentions) < len(low) or not clause.mentions:
        return clause
    return Clause(clause.text, clause.mentions, tuple(Stance.REFUSED for _ in clause.mentions))


def _stances(
    low: str, mentions: tuple[Mention, ...], lexicon: Lexicon, listed: bool
) -> tuple[Stance, ...]:
    refused = _refused(low, mentions, lexicon)
    rest = _rest(low, lexicon, listed)
    return tuple(Stance.REFUSED if i in refused else rest for i in range(len(mentions)))


def _rest(low: str, lexicon: Lexicon, listed: bool) -> Stance:
    phrases = lexicon.phrases
    if phrases["passed_on"].search(low):
        return Stance.PASSED_ON
    if phrases["context"].search(low):
        return Stance.CONTEXT
    if listed:
        return Stance.LISTED
    return Stance.BESIDE if phrases["beside"].search(low) else Stance.OFFERED


def _refused(low: str, mentions: tuple[Mention, ...], lexicon: Lexicon) -> set[int]:
    named = [i for i, m in enumerate(mentions) if m.of(SenseKind.CONCEPT) or m.is_place]
    refused: set[int] = set()
    for marker in lexicon.phrases["refusal_before"].finditer(low):
        refused |= _chained(low, mentions, named, marker.end())
    if not refused and lexicon.phrases["refusal_after"].search(low):
        return set(named)
    return refused


def _chained(low: str, mentions: tuple[Mention, ...], named: list[int], end: int) -> set[int]:
    """The mention right after a marker, and those joined to it: 不做代运营、商标注册的…"""
    chain: set[int] = set()
    reach = end
    for i in named:
        mention = mentions[i]
        if mention.start < end:
            continue
        gap = low[reach : mention.start]
        joined = _CHAIN.fullmatch(gap) if chain else len(gap) <= _MOST_GAP
        if not joined:
            break
        chain.add(i)
        reach = mention.end
    return chain


def _services(mentions: tuple[Mention, ...]) -> list[Mention]:
    return [m for m in mentions if m.of(SenseKind.CONCEPT)]
