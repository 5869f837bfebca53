"""The slow plain way to each figure: exact fractions, sums over every outcome, weight handed on from open cases."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb


def at_least(good: int, of: int, p: Fraction) -> Fraction:
    """P(X ≥ good) of `of` cases, summed."""
    return sum((comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(good, of + 1)), Fraction(0))


def place(n: int) -> int:
    """The outermost order statistic that holds the median with 95 %, by summing from the middle out."""
    best = 0
    for r in range(1, n // 2 + 1):
        inside = sum(comb(n, k) for k in range(r, n - r + 1))
        if Fraction(inside, 2**n) >= Fraction(95, 100):
            best = r
    return best


def still_waiting(spells: Sequence[tuple[int, bool]], day: int) -> Fraction:
    """Efron's way: the weight of an open case is handed to those seen longer, in equal parts."""
    rows = sorted(spells, key=lambda one: (one[0], not one[1]))
    weight = [Fraction(1, len(rows))] * len(rows)
    for i, (_, happened) in enumerate(rows):
        later = len(rows) - i - 1
        if not happened and later:
            for j in range(i + 1, len(rows)):
                weight[j] += weight[i] / later
            weight[i] = Fraction(0)
    gone = sum(
        (w for w, (d, happened) in zip(weight, rows, strict=True) if happened and d <= day),
        Fraction(0),
    )
    return 1 - gone
