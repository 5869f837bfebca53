"""The best sets of partners, proven: only who can still matter within a limit, and the limit widens.

A limit a little above the floor leaves the solver a few dozen partners. What it finds there is
best overall, because no set with anybody left out costs as little; if it finds too few sets, the
limit is moved away until there are enough or nobody is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pilotage.engines.matching.cover import Cover, Cut, Flags
from pilotage.engines.matching.cover_bound import floor
from pilotage.engines.matching.cover_model import sets

# Sets that tie with the last one wanted are all looked at, up to so many, before the rule decides.
_TIES = 12
_FIRST_GAP, _WIDER = 400, 3


def best_sets(cover: Cover, wanted: int, seconds: float) -> list[Cut]:
    """The `wanted` best sets in order; fewer when there are no more, or nobody offers some pair.

    Equal values: fewer partners first, then the earlier rows. Exact when every cut's `bound`
    equals its `value`; after the first that is not proven within `seconds`, no more are looked for.
    """
    if not cover.pairs or not cover.offered.any(axis=0).all():
        return []
    below = floor(cover)
    gap = below.value // _FIRST_GAP + 1
    found: list[Cut] = []
    while True:
        limit = below.value + gap
        possible = cover.offered & (below.offer <= limit)
        whole = bool((possible == cover.offered).all())
        news = _within(cover, possible, found, wanted, None if whole else limit, seconds)
        found += [cut for cut in news if whole or cut.value <= limit]
        if whole or _enough(found, wanted):
            found.sort(key=lambda cut: (cut.value, len(cut.chosen), cut.chosen))
            return found[:wanted]
        # A set that was met beyond the limit tells how far it has to move at most.
        beyond = [cut.value - below.value for cut in news if cut.value > limit]
        gap = min([gap * _WIDER, *beyond])


def _within(
    cover: Cover,
    possible: Flags,
    known: Sequence[Cut],
    wanted: int,
    limit: int | None,
    seconds: float,
) -> list[Cut]:
    """Further sets among the possible offers, told in the rows of the whole problem."""
    rows = np.flatnonzero(possible.any(axis=1))
    place = {int(row): i for i, row in enumerate(rows)}
    before = [{place[row] for row in cut.chosen} for cut in known]
    news: list[Cut] = []
    for cut in sets(cover.only(rows, possible), before, limit, seconds):
        news.append(Cut(tuple(int(rows[row]) for row in cut.serves), cut.value, cut.bound))
        if _enough([*known, *news], wanted):
            break
    return news


def _enough(found: Sequence[Cut], wanted: int) -> bool:
    """One more than wanted and dearer than the last wanted; or one that could not be proven."""
    if found and found[-1].bound < found[-1].value:
        return True
    if len(found) <= wanted:
        return False
    return found[-1].value > found[wanted - 1].value or len(found) >= wanted + _TIES
