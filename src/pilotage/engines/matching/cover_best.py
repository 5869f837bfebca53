"""The best sets of partners, proven: first among the few most promising, then among all who still matter.

The floor under every set with a partner tells who promises most. What the best of those reach is a limit
that leaves out nearly everybody else, without giving up exactness; the tree over the rest proves the answer.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np

from pilotage.engines.matching.cover import Cover, Cut, Rows
from pilotage.engines.matching.cover_bound import floor
from pilotage.engines.matching.cover_tree import Tree

_PROMISING, _WIDER = 40, 4


def best_sets(cover: Cover, wanted: int, seconds: float) -> list[Cut]:
    """The `wanted` best sets in order; fewer when there are no more, or nobody offers some pair.

    Equal values: fewer partners first, then the earlier rows. Exact when every cut's `bound` equals its
    `value`; otherwise the best met when a search came to the end of its `seconds` or of its solves.
    """
    if not cover.pairs or not cover.offered.any(axis=0).all():
        return []
    kept = _few_of_a_kind(cover, wanted)
    found = _best(cover.only(kept, cover.offered), wanted, seconds)
    return [replace(cut, serves=tuple(kept[list(cut.serves)].tolist())) for cut in found]


def _few_of_a_kind(cover: Cover, wanted: int) -> Rows:
    """Without the partners that as many equal and earlier ones make superfluous as sets are wanted.

    A set with one of these has at least `wanted` before it: an earlier twin in its place, or without it
    where a twin that is in the set has room for all. Without that room, a set may need one for each offer.
    """
    offers = [np.where(cover.offered, amounts, -1) for amounts in (cover.weight, cover.price)]
    own = np.column_stack([*offers, cover.base, cover.fixed, cover.room])
    _, kind = np.unique(own, axis=0, return_inverse=True)
    order = np.argsort(kind, kind="stable")
    place = np.arange(len(order)) - np.searchsorted(kind[order], kind[order])
    offered = cover.offered.sum(axis=1)[order]
    more = np.where(cover.room[order] < offered, offered - 1, 0)
    return np.sort(order[place < wanted + more])


def _best(cover: Cover, wanted: int, seconds: float) -> list[Cut]:
    below = floor(cover)
    nearest = np.argsort(below.partner, kind="stable")
    found: list[Cut] = []
    limit, few, last = inf, _PROMISING, False
    while not last:
        last = limit < inf or few >= cover.partners
        worth = below.offer <= limit
        if not last:
            worth &= np.isin(np.arange(cover.partners), nearest[:few])[:, None]
        possible = cover.offered & worth
        if possible.any(axis=0).all():
            tree = Tree(cover, possible, found, wanted, limit, seconds)
            found, limit = tree.sets(), tree.limit
        few *= _WIDER
    return [
        replace(cut, bound=max(cut.bound, min(cut.value, below.value))) for cut in found[:wanted]
    ]
