"""The set problem in whole minor units: who serves which pair, at what fixed and single cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Cover:
    """Rows are partners (in the order of their refs), columns the needed pairs.

    `weight` is what the objective counts for a pair, `price` what is paid; both only where
    `offered`. `base` is counted once for each chosen partner, `fixed` is what of it is paid.
    """

    offered: Flags
    weight: Ints
    price: Ints
    base: Ints
    fixed: Ints
    room: Ints
    budget: int | None
    max_partners: int | None

    @property
    def partners(self) -> int:
        return int(self.offered.shape[0])

    @property
    def pairs(self) -> int:
        return int(self.offered.shape[1])

    def only(self, rows: Rows, offered: Flags) -> Cover:
        """The same problem with these partners, and of their offers only those still `offered`."""
        return Cover(
            offered[rows],
            self.weight[rows],
            self.price[rows],
            self.base[rows],
            self.fixed[rows],
            self.room[rows],
            self.budget,
            self.max_partners,
        )


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to cover all pairs: the partner row of each pair, and the objective it reaches.

    `bound` is the least that any set not named before it can reach; equal to `value` when proven.
    """

    serves: tuple[int, ...]
    value: int
    bound: int

    @property
    def chosen(self) -> tuple[int, ...]:
        """The rows of the partners, ascending."""
        return tuple(sorted(set(self.serves)))


def value_of(cover: Cover, serves: tuple[int, ...]) -> int:
    """The objective of an assignment, exactly."""
    single = sum(int(cover.weight[row, pair]) for pair, row in enumerate(serves))
    return single + sum(int(cover.base[row]) for row in set(serves))


def in_order(cuts: Iterable[Cut]) -> list[Cut]:
    """The lowest value first; of equal ones the fewer partners, then the earlier rows."""
    return sorted(cuts, key=lambda cut: (cut.value, len(cut.chosen), cut.chosen))
