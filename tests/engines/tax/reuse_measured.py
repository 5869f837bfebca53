"""Reuse looked for in a set of papers, as the worker does it, and how much of it was found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

from tests.engines.tax.receipts_made import Paper

from pilotage.engines.tax.evidence import (
    MOST_HOLDERS,
    nearest,
    one_sheet,
    print_of,
    read_evidence,
    why_same,
)

MOST = 60  # pages looked at as pictures, per paper


@dataclass(frozen=True)
class Measured:
    """Copies found of all, by how they were made; honest papers paired that are not one."""

    found: Counter[str]
    made: Counter[str]
    false: set[tuple[int, int]]
    honest: int

    @property
    def recall(self) -> float:
        return self.found.total() / self.made.total()

    @property
    def false_rate(self) -> float:
        """Of honest papers, those paired with a paper that they are not."""
        return len({n for pair in self.false for n in pair if n < self.honest}) / self.honest


def measured(papers: list[Paper]) -> Measured:
    """Copies of one paper are one paper too."""
    pairs, origin = pairs_found(papers), [n if p.of is None else p.of for n, p in enumerate(papers)]
    found = {max(pair) for pair in pairs if origin[pair[0]] == origin[pair[1]]}
    return Measured(
        Counter(papers[n].how for n in found),
        Counter(paper.how for paper in papers if paper.of is not None),
        {pair for pair in pairs if origin[pair[0]] != origin[pair[1]]},
        sum(paper.of is None for paper in papers),
    )


def pairs_found(papers: list[Paper]) -> set[tuple[int, int]]:
    """Pairs (first, second) of papers that are taken for one."""
    read = [read_evidence(paper.content) for paper in papers]
    prints = [print_of(p.content, r) for p, r in zip(papers, read, strict=True)]
    held = Counter(figure for one in prints for figure in one.figures)
    common = {figure for figure, count in held.items() if count > MOST_HOLDERS}
    pairs = {
        (a, b)
        for a, b in combinations(range(len(papers)), 2)
        if why_same(prints[a], prints[b], common)
    }
    for at, paper in enumerate(papers):
        before = [n for n in range(at) if papers[n].place == paper.place]
        for n in nearest(prints[at], [prints[b] for b in before], MOST):
            pair = before[n], at
            if pair not in pairs and any(
                one_sheet(a, b) for a in read[at].pages for b in read[pair[0]].pages
            ):
                pairs.add(pair)
    return pairs
