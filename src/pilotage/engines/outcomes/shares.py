"""Shares: exact limits for cases that stand alone, and wider ones for cases that come in groups.

C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404. E. L. Korn, B. I. Graubard, Survey Methodology 24 (1998) 193: the
exact limits at the effective number of cases, made smaller for the few groups that it is estimated from.
"""

from __future__ import annotations

from collections.abc import Sequence

from pilotage.engines.outcomes.figures import LEAST, TAIL, Cohort, Excluded, Figure, Kind, too_few
from pilotage.engines.outcomes.student import normal_quantile, student_quantile
from pilotage.engines.reputation.beta import quantile
from pilotage.kernel.text import Text

LEAST_GROUPS = 5


def share(
    cohort: Cohort,
    good: int,
    of: int,
    *,
    open: int = 0,
    excluded: Sequence[Excluded] = (),
    least: int = LEAST,
) -> Figure:
    """`good` of `of` cases whose outcome is in; `open` ones are told beside and are no failures.

    >>> from datetime import date
    >>> from pilotage.kernel.text import Text
    >>> year = Cohort(Text("申请", "applications"), date(2026, 1, 1), date(2027, 1, 1), date(2026, 12, 31))
    >>> one = share(year, 18, 20, open=4)
    >>> (one.value, round(one.low, 4), round(one.high, 4))
    (0.9, 0.683, 0.9877)
    """
    if not 0 <= good <= of:
        raise ValueError("a part is not more than the whole")
    why = too_few(of, least)
    low, high = (None, None) if why else limits(good, of)
    return Figure(
        Kind.SHARE, cohort, of, None if why else good / of, low, high,
        good=good, open=open, excluded=tuple(excluded), unknown=why,
    )  # fmt: skip


def clustered(
    cohort: Cohort,
    groups: Sequence[tuple[int, int]],
    *,
    open: int = 0,
    excluded: Sequence[Excluded] = (),
    least: int = LEAST,
) -> Figure:
    """The share over groups of (good, of): what one group has in common makes the interval wider.

    Groups without a case are no groups. Fewer than `LEAST_GROUPS` of them say nothing about how they differ.
    """
    if any(not 0 <= good <= of for good, of in groups):
        raise ValueError("a part is not more than the whole")
    told = [(good, of) for good, of in groups if of]
    good, of = sum(g for g, _ in told), sum(n for _, n in told)
    why = too_few(of, least) or _few_groups(len(told))
    low: float | None = None
    high: float | None = None
    if not why:
        weight = _effective(told, good, of)
        low, high = limits(good / of * weight, weight)
    return Figure(
        Kind.CLUSTERED, cohort, of, None if why else good / of, low, high,
        good=good, open=open, groups=len(told), excluded=tuple(excluded), unknown=why,
    )  # fmt: skip


def limits(good: float, of: float) -> tuple[float, float]:
    """Clopper and Pearson's limits; `good` and `of` need not be whole."""
    bad = max(of - good, 0.0)
    low = 0.0 if good <= 0 else quantile(TAIL, good, bad + 1)
    high = 1.0 if bad <= 0 else quantile(1 - TAIL, good + 1, bad)
    return low, high


def _effective(groups: Sequence[tuple[int, int]], good: int, of: int) -> float:
    """How many cases that stand alone the groups are worth: at most all; where all went the same way, as many as groups."""
    many, mean = len(groups), good / of
    spread = sum((g - mean * n) ** 2 for g, n in groups) * many / (many - 1) / of**2
    alone = mean * (1 - mean)
    worth = min(float(of), alone / spread) if alone and spread else float(of if alone else many)
    few = (normal_quantile(TAIL) / student_quantile(TAIL, many - 1)) ** 2
    return worth * few


def _few_groups(many: int) -> Text | None:
    if many >= LEAST_GROUPS:
        return None
    return Text(
        f"样本只来自 {many} 组，至少 {LEAST_GROUPS} 组才给出数值",
        f"the cases come from {many} groups; a value is given from {LEAST_GROUPS} on",
    )
