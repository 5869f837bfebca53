"""A portfolio held against new filings: what came near which mark, with the factors. Counsel looks at it, not we."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.marks.likeness import Likeness
from pilotage.engines.marks.register import Entry, Register

# What is told. Below it chance is as good a reason as likeness.
THRESHOLD = 0.6
MOST_EACH = 40
"""Of the filings near one mark, the nearest so many are told."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A new filing near a mark of the portfolio."""

    ours: Entry
    filed: Entry
    likeness: Likeness


def watch(
    portfolio: Sequence[Entry],
    filed: Sequence[Entry] | Register,
    threshold: float = THRESHOLD,
    progress: Callable[[int, int], None] = lambda done, total: None,
    among: Callable[[Entry], NDArray[np.bool_] | None] = lambda ours: None,
) -> Iterator[Alert]:
    """Alerts portfolio mark by portfolio mark, the nearest filing first, at most `MOST_EACH` a mark.

    `among` says of a mark which filings count, by their position in the register; none: all.
    """
    register = filed if isinstance(filed, Register) else Register(filed)
    for done, ours in enumerate(portfolio):
        progress(done, len(portfolio))
        for hit in register.screen(
            ours.mark, ours.classes, MOST_EACH, MOST_EACH, among(ours), threshold
        ):
            yield Alert(ours, hit.entry, hit.likeness)
    progress(len(portfolio), len(portfolio))
