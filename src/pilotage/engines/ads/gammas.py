"""Probabilities of Gamma posteriors, a column at a time: the regularised incomplete gamma function in NumPy."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
_STEPS = 400
_ENOUGH = 1e-10
_LARGE = 300.0  # a shape from which Wilson and Hilferty's cube root is exact to 1e-5


def below(shape: ArrayLike, rate: ArrayLike, value: ArrayLike) -> Floats:
    """P(X < value) of a Gamma(shape, rate), element by element: series below the mean, continued fraction above.

    >>> below(1.0, 2.0, 1.0).round(6).item()  # 1 - e^-2
    0.864665
    """
    a, z = np.broadcast_arrays(np.asarray(shape, float), np.asarray(rate, float) * np.asarray(value, float))  # fmt: skip
    out = np.zeros(a.shape)
    large = a > _LARGE
    low, high = ~large & (z > 0) & (z < a + 1), ~large & (z >= a + 1)
    out[low] = _series(a[low], z[low])
    out[high] = 1.0 - _fraction(a[high], z[high])
    out[large] = _normal(((np.maximum(z[large], 0) / a[large]) ** (1 / 3) - 1 + 1 / (9 * a[large])) * 3 * np.sqrt(a[large]))  # fmt: skip
    return np.clip(out, 0.0, 1.0)


def log_gamma(x: Floats) -> Floats:
    """log Γ(x) for x > 0: Stirling's series after seven steps up.

    >>> log_gamma(np.array([0.5, 5.0])).round(9).tolist()
    [0.572364943, 3.17805383]
    """
    up = x + 7.0
    steps = np.log(x)
    for n in range(1, 7):
        steps = steps + np.log(x + n)
    tail = 1 / (12 * up) - 1 / (360 * up**3) + 1 / (1260 * up**5)
    return np.asarray((up - 0.5) * np.log(up) - up + 0.9189385332046727 + tail - steps)


def _front(a: Floats, z: Floats) -> Floats:
    return np.asarray(np.exp(a * np.log(z) - z - log_gamma(a)))


def _series(a: Floats, z: Floats) -> Floats:
    term = 1.0 / a
    total = term.copy()
    for n in range(1, _STEPS):
        term = term * (z / (a + n))
        total += term
        if not len(term) or float(np.max(term / total)) < _ENOUGH:
            break
    return total * _front(a, z)


def _fraction(a: Floats, z: Floats) -> Floats:
    """Lentz's continued fraction of the upper tail."""
    b = z + 1.0 - a
    c, d = np.full(len(z), 1e300), 1.0 / b
    h = d.copy()
    for n in range(1, _STEPS):
        an = -n * (n - a)
        b = b + 2.0
        d = 1.0 / _apart(an * d + b)
        c = _apart(b + an / c)
        step = d * c
        h *= step
        if not len(h) or float(np.max(np.abs(step - 1))) < _ENOUGH:
            break
    return h * _front(a, z)


def _apart(x: Floats) -> Floats:
    return np.asarray(np.where(np.abs(x) < 1e-300, 1e-300, x))


def _normal(x: Floats) -> Floats:
    """The normal distribution function: Abramowitz and Stegun 26.2.17, to 7.5e-8."""
    t = 1 / (1 + 0.2316419 * np.abs(x))
    poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))  # fmt: skip
    upper = np.exp(-x * x / 2) / np.sqrt(2 * np.pi) * poly
    return np.asarray(np.where(x >= 0, 1 - upper, upper))
