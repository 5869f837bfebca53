"""Sums by code."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def summed(codes: NDArray[np.int64], values: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """The sum of `values` under each code below `size`, always as floats."""
    return np.bincount(codes, values, size).astype(np.float64)
