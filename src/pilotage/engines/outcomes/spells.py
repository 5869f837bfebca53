"""Time to an event that has not come for all: the Kaplan-Meier median and limits that hold for few cases too.

E. L. Kaplan, P. Meier, JASA 53 (1958) 457. Limits: the beta product of M. P. Fay, E. H. Brittain, M. A. Proschan,
Biostatistics 14 (2013) 723, each product taken for the Beta distribution with its mean and variance; without open
cases these are Clopper and Pearson's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pilotage.engines.outcomes.figures import LEAST, TAIL, Cohort, Excluded, Figure, Kind, too_few
from pilotage.engines.reputation.beta import quantile
from pilotage.kernel.text import Text

NOT_REACHED = Text(
    "过半尚未发生，中位数未知", "less than half have come to it; the median is not known"
)


@dataclass(frozen=True, slots=True)
class Spell:
    """Days from entering to the event, or, where it has not `happened`, to the day it was last looked at."""

    days: float
    happened: bool

    def __post_init__(self) -> None:
        if self.days < 0:
            raise ValueError("nothing happens before it begins")


@dataclass(frozen=True, slots=True)
class Step:
    """Just after `days`: the share still waiting, with limits."""

    days: float
    waiting: float
    low: float
    high: float


def waiting(
    cohort: Cohort,
    spells: Sequence[Spell],
    *,
    excluded: Sequence[Excluded] = (),
    least: int = LEAST,
) -> Figure:
    """The day by which half have come to it. A median that is not reached is unknown; its lower limit may still be known.

    >>> from datetime import date
    >>> from pilotage.kernel.text import Text
    >>> year = Cohort(Text("新店", "new shops"), date(2026, 1, 1), date(2027, 1, 1), date(2026, 12, 31))
    >>> days = [12, 15, 18, 20, 22, 25, 31, 40]
    >>> one = waiting(year, [*(Spell(d, True) for d in days), Spell(30, False), Spell(10, False)])
    >>> (one.value, one.low, one.high, one.open)
    (22, 15, 40, 2)
    """
    came = sum(one.happened for one in spells)
    why = too_few(len(spells), least)
    value = low = high = None
    if not why:
        value, low, high = _median(list(steps(spells)))
        why = NOT_REACHED if value is None else None
    return Figure(
        Kind.WAITING, cohort, len(spells), value, low, high,
        good=came, open=len(spells) - came, excluded=tuple(excluded), unknown=why,
    )  # fmt: skip


def steps(spells: Sequence[Spell]) -> Iterator[Step]:
    """The curve at every day on which something happened or a case was last looked at; limits are of one day."""
    events = Counter(one.days for one in spells if one.happened)
    gone = Counter(one.days for one in spells)
    risk, waiting, product = len(spells), 1.0, (1.0, 1.0)
    for day in sorted(gone):
        happened = events[day]
        if happened:
            waiting *= 1 - happened / risk
            product = _times(product, risk - happened + 1, happened)
        risk -= gone[day]
        low = 0.0 if not risk else _quantile(TAIL, _times(product, risk, 1))
        yield Step(day, waiting, low, _quantile(1 - TAIL, product))


def _median(curve: Sequence[Step]) -> tuple[float | None, float | None, float | None]:
    half = 0.5
    value = next((s.days for s in curve if s.waiting <= half + 1e-12), None)
    low = next((s.days for s in curve if s.low <= half), None)
    high = next((s.days for s in curve if s.high < half), None)
    return value, low, high


def _times(product: tuple[float, float], a: float, b: float) -> tuple[float, float]:
    """Mean and mean square of the product with an independent Beta(a, b)."""
    mean = a / (a + b)
    return product[0] * mean, product[1] * mean * (a + 1) / (a + b + 1)


def _quantile(share: float, product: tuple[float, float]) -> float:
    mean, square = product
    spread = square - mean * mean
    if spread <= 0:
        return mean
    whole = mean * (1 - mean) / spread - 1
    return quantile(share, mean * whole, (1 - mean) * whole)
