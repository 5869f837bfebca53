"""Nice classes (尼斯分类): how related the goods are. Groups of classes that are often looked at together, unverified."""

from __future__ import annotations

import re
from functools import lru_cache

# Goods of these classes are commonly sold or searched together; this project's own judgement, after the idea of the
# offices' coordinated classes. Retail (35) goes with all goods.
_TOGETHER: dict[int, frozenset[int]] = {
    one: frozenset(others)
    for one, others in {
        1: (2, 5, 17), 2: (1, 19), 3: (5, 21, 44), 4: (11,), 5: (3, 10, 29, 30, 44), 6: (8, 19, 20), 7: (8, 11, 12),
        8: (6, 7, 21), 9: (28, 38, 41, 42, 14), 10: (5, 44, 9), 11: (7, 9, 21, 20), 12: (7, 9, 37), 13: (28,),
        14: (9, 18, 25, 26), 15: (9, 41), 16: (28, 41, 9), 17: (1, 19), 18: (14, 25, 28), 19: (6, 20, 37),
        20: (11, 19, 21, 24, 27), 21: (3, 8, 11, 20), 22: (24,), 23: (24, 26), 24: (20, 23, 25, 27), 25: (14, 18, 24, 26, 28),
        26: (14, 23, 25), 27: (20, 24), 28: (9, 16, 18, 25, 41), 29: (5, 30, 31, 32, 43), 30: (5, 29, 31, 32, 43),
        31: (29, 30, 44), 32: (29, 30, 33, 43), 33: (32, 43), 34: (9,), 36: (35, 42), 37: (7, 12, 19), 38: (9, 41, 42),
        39: (12, 43), 40: (7,), 41: (9, 16, 28, 38), 42: (9, 38, 36), 43: (29, 30, 32, 33, 39), 44: (3, 5, 10), 45: (42,),
    }.items()
}  # fmt: skip
_RETAIL = 35
_SAME, _RELATED, _FAR = 1.0, 0.7, 0.2


@lru_cache(maxsize=1 << 13)
def classes_of(text: str) -> frozenset[int]:
    """`9,35` or `第9类 35`; what is no class is left out. Empty: all."""
    return frozenset(n for found in re.findall(r"\d+", text) if 1 <= (n := int(found[:3])) <= 45)


@lru_cache(maxsize=1 << 13)
def relatedness(a: frozenset[int], b: frozenset[int]) -> float:
    """1 for a class in common or none named, less for classes that go together, least for others."""
    if not a or not b or a & b:
        return _SAME
    if _RETAIL in a or _RETAIL in b:
        return _RELATED
    together = any(n in _TOGETHER.get(m, ()) or m in _TOGETHER.get(n, ()) for m in a for n in b)
    return _RELATED if together else _FAR
