"""Branch and bound on who is chosen, the lowest bound first; one tree names all sets wanted.

The relaxation is solved again from where it stood, so a node costs a few dozen pivots. A set that was
met is forbidden from then on, and its node is looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from pilotage.engines.matching.cover import Cover, Cut, Flags, Rows, in_order, value_of
from pilotage.engines.matching.cover_model import Point, Relaxation, Spent, assigned
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

# Sets that tie with the last one wanted are all looked at, up to so many, before the rule decides.
_TIES = 12
_WHOLE = 1e-6
_UNFINISHED = Text(
    "在限定的计算时间内没有找到能覆盖全部需求的组合，也没有证明不存在",
    "In the time allowed no set that covers every need was found, nor shown not to exist",
)
_ASK_LESS = Text(
    "减少需求，或放宽预算或服务商数量后再试",
    "Ask for fewer needs, or allow a larger budget or more partners",
)


@dataclass(frozen=True, slots=True)
class _Node:
    """The partners that must be chosen, those that may be, and the best point of the relaxation there."""

    must: Flags
    may: Flags
    point: Point


class Tree:
    """The best sets with these `possible` offers and a value up to `limit`; some may be `known` already.

    Rows are those of the whole problem outside, those of the partners with possible offers inside.
    """

    def __init__(
        self,
        cover: Cover,
        possible: Flags,
        known: Iterable[Cut],
        wanted: int,
        limit: float,
        seconds: float,
    ) -> None:
        self._rows = np.flatnonzero(possible.any(axis=1))
        self._cover = cover.only(self._rows, possible)
        self._wanted, self.limit = wanted, limit
        self._relaxation = Relaxation(self._cover, seconds)
        self._open: list[tuple[int, int, _Node]] = []
        self._found: list[Cut] = []
        self._pushed = 0
        for cut in known:
            self._meet(cut)
            chosen = np.flatnonzero(np.isin(self._rows, cut.chosen))
            if len(chosen) == len(cut.chosen):
                self._relaxation.forbid(chosen)

    def sets(self) -> list[Cut]:
        """In order, at least the `wanted` best if there are so many; proven unless the work was cut short."""
        unseen = self._searched()
        return [Cut(cut.serves, cut.value, int(min(cut.value, unseen))) for cut in self._found]

    def _searched(self) -> float:
        """The least value that a set can have which was not met."""
        below = 0
        try:
            everybody = np.ones(self._cover.partners, dtype=bool)
            self._push(self._node(~everybody, everybody), below)
            while self._open:
                below, _, node = heappop(self._open)
                if below > self.limit:
                    break
                self._descend(node, below)
        except Spent:
            if not self._found:
                raise Invalid("shortlist.unfinished", _UNFINISHED, _ASK_LESS) from None
            return below
        return self.limit + 1

    def _push(self, node: _Node | None, below: int) -> None:
        if node is not None:
            self._pushed += 1
            heappush(self._open, (max(node.point.bound, below), -self._pushed, node))

    def _node(self, must: Flags, may: Flags) -> _Node | None:
        """None when no set within the limit lies there."""
        point = self._relaxation.at(must, may)
        return _Node(must, may, point) if point and point.bound <= self.limit else None

    def _descend(self, node: _Node, below: int) -> None:
        """Straight down while no set is known, so that there is one to show when time is up."""
        on: _Node | None = self._expanded(node, below)
        while on is not None and not self._found:
            on = self._expanded(on, below)
        self._push(on, below)

    def _expanded(self, node: _Node, below: int) -> _Node | None:
        """What lies below a node on the side to go on with; the other side waits."""
        share = node.point.share
        # Whoever would have to change sides beyond the limit stays on this side from here on.
        stays = node.point.least_if_moved > self.limit
        must, may = node.must | (stays & (share > 0.5)), node.may & ~(stays & (share < 0.5))
        split = int(np.abs(share - 0.5).argmin())
        if min(share[split], 1 - share[split]) < _WHOLE:
            self._look(np.flatnonzero(share > 0.5))
            return self._node(must, may)
        one = np.arange(self._cover.partners) == split
        self._push(self._node(must, may & ~one), below)
        return self._node(must | one, may)

    def _look(self, chosen: Rows) -> None:
        serves = assigned(self._cover, chosen)
        if serves is not None:
            value = value_of(self._cover, serves)
            self._meet(Cut(tuple(self._rows[list(serves)].tolist()), value, value))
        self._relaxation.forbid(chosen)

    def _meet(self, cut: Cut) -> None:
        self._found = in_order([*self._found, cut])
        if len(self._found) >= self._wanted:
            last = self._found[self._wanted - 1].value
            so_far = sum(cut.value <= last for cut in self._found)
            self.limit = min(self.limit, last - (so_far >= self._wanted + _TIES))
