"""Rows of a kept file by their position, from 0, and runs of them: what a person chose of millions in few numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]


def spans(places: Sequence[int] | Places) -> list[list[int]]:
    """Positions as runs `[first, last]`.

    >>> spans([4, 1, 2, 2])
    [[1, 2], [4, 4]]
    """
    sorted_ = np.unique(np.asarray(places, np.int64))
    if not len(sorted_):
        return []
    starts = np.flatnonzero(np.diff(sorted_, prepend=sorted_[0] - 2) > 1)
    ends = np.append(starts[1:], len(sorted_)) - 1
    return [[int(sorted_[a]), int(sorted_[b])] for a, b in zip(starts, ends, strict=True)]
