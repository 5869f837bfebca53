"""One piece of evidence used for several sellers (凭证重复使用): found by bytes, by text, by register number and period.

A text is compared by its runs of three words: a re-scan read anew, a crop that keeps most of it, and a renamed
file stay near. Another paper of the same form does not: runs that many papers hold are the form and do not count.
Pictures without text are compared by their bytes only.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

Why = Literal["bytes", "text", "number"]

_RUN = 3
_NEAR = 0.6
_WORD = re.compile(r"[0-9A-Za-zÀ-ÿ]+|[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paper as filed: whose, its bytes by hash, its text if it could be read, and what it is named by."""

    ref: str
    seller: str
    sha256: str
    text: str = ""
    number: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Reused:
    """Two papers of two sellers that are one, and by what it shows."""

    first: str
    second: str
    why: Why


def reused(papers: Sequence[Evidence]) -> list[Reused]:
    """Each pair of papers of different sellers that is one paper, by the strongest sign."""
    found: dict[tuple[str, str], Why] = {}
    for why, pairs in (
        ("text", _same_text(papers)),
        ("number", _same([(_number(p), p) for p in papers])),
        ("bytes", _same([(p.sha256, p) for p in papers])),
    ):
        found |= dict.fromkeys(pairs, why)  # type: ignore[arg-type]
    return [Reused(first, second, why) for (first, second), why in sorted(found.items())]


def _number(paper: Evidence) -> str:
    """A register number stands for one paper only together with its period."""
    number = "".join(c for c in paper.number if c.isalnum()).upper()
    return f"{number} {paper.period}" if number and paper.period else ""


def _same(keyed: Iterable[tuple[str, Evidence]]) -> set[tuple[str, str]]:
    groups: dict[str, list[Evidence]] = defaultdict(list)
    for key, paper in keyed:
        if key:
            groups[key].append(paper)
    return {pair for group in groups.values() for pair in _across(group)}


def _across(group: Sequence[Evidence]) -> Iterable[tuple[str, str]]:
    for one, other in combinations(group, 2):
        if one.seller != other.seller:
            yield (min(one.ref, other.ref), max(one.ref, other.ref))


def _same_text(papers: Sequence[Evidence]) -> set[tuple[str, str]]:
    runs = {paper.ref: _runs(paper.text) for paper in papers if paper.text}
    held = Counter(run for of in runs.values() for run in of)
    # What more than a few papers share is the printed form, not what was filled in.
    most = max(3, len(runs) // 20)
    own = {ref: {run for run in of if held[run] <= most} for ref, of in runs.items()}
    by_run: dict[bytes, list[Evidence]] = defaultdict(list)
    for paper in papers:
        for run in own.get(paper.ref, ()):
            by_run[run].append(paper)
    shared = Counter(pair for group in by_run.values() for pair in _across(group))
    return {
        (first, second)
        for (first, second), count in shared.items()
        if count >= _RUN and count >= _NEAR * min(len(own[first]), len(own[second]))
    }


def _runs(text: str) -> set[bytes]:
    """Hashes of each three words in a row, case and punctuation aside."""
    words = [word.lower() for word in _WORD.findall(text)]
    return {
        hashlib.blake2b(" ".join(words[i : i + _RUN]).encode(), digest_size=8).digest()
        for i in range(len(words) - _RUN + 1)
    }
