"""What was decided of each change: the last word on it, worked out from the decisions in their order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pilotage.kernel.canonical import sha256
from pilotage.platform.advertising.models import AdDecision, AdPlan

OPEN, ACCEPTED, REFUSED = "open", "accepted", "refused"
CODES = (OPEN, ACCEPTED, REFUSED)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """`codes[n]` is the place in `CODES` of change n; `last[n]` that of its decision in `decisions`, -1 none."""

    codes: NDArray[np.int8]
    last: NDArray[np.int32]
    decisions: list[AdDecision]

    def places(self, verdict: str) -> NDArray[np.int64]:
        """The changes that stand so, in the order of the plan."""
        return np.flatnonzero(self.codes == CODES.index(verdict)).astype(np.int64)

    def of(self, place: int) -> AdDecision | None:
        """The last decision about a change."""
        return self.decisions[int(self.last[place])] if self.last[place] >= 0 else None

    @property
    def counts(self) -> dict[str, int]:
        """How many changes stand how."""
        return {name: int((self.codes == n).sum()) for n, name in enumerate(CODES)}

    @property
    def seen(self) -> str:
        """A short name of the whole, by which an approval says what it is given to."""
        return sha256(self.codes.tobytes())[:16]


def verdicts(plan: AdPlan) -> Verdicts:
    """The state of every change of a plan."""
    codes, last = np.zeros(plan.changes, np.int8), np.full(plan.changes, -1, np.int32)
    decisions = list(plan.decisions.order_by("pk"))
    for number, one in enumerate(decisions):
        for first, end in one.spans:
            codes[first : end + 1] = CODES.index(one.verdict)
            last[first : end + 1] = number
    return Verdicts(codes, last, decisions)
