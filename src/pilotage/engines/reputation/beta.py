"""Quantiles of the Beta distribution, for credible intervals; no library of statistics is needed for this one.

The regularised incomplete beta function by its continued fraction (modified Lentz; DLMF 8.17.22,
https://dlmf.nist.gov/8.17), its inverse by halving. Both to about 1e-10, the same on every machine.
"""

from __future__ import annotations

from math import exp, lgamma, log, log1p

_TINY, _CLOSE, _MOST = 1e-300, 1e-13, 500
_HALVINGS = 36


def below(x: float, a: float, b: float) -> float:
    """P(X ≤ x) for X ~ Beta(a, b); `a`, `b` > 0, `x` in 0 … 1."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast only on this side
        return 1.0 - below(1 - x, b, a)
    front = a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)
    return exp(front) * _fraction(x, a, b) / a


def quantile(share: float, a: float, b: float) -> float:
    """The x below which `share` (0 … 1) of Beta(a, b) lies."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle, a, b) < share else (low, middle)
    return (low + high) / 2


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1.0 / _away(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _MOST):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1.0 / _away(1 + step * d)
            c = _away(1 + step / c)
            value *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return value


def _away(value: float) -> float:
    """Not nought: Lentz's guard."""
    return value if abs(value) > _TINY else _TINY
