"""Small invented set problems, and the slow answer: every assignment tried."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np

from pilotage.engines.matching.cover import Cover


def a_cover(random: Random) -> Cover:
    """Up to six partners and four pairs; costs of cents up to millions, with ties, tight rooms and limits."""
    partners, pairs = random.randint(1, 6), random.randint(1, 4)
    most = random.choice((3, 40, 10_000, 987_654_321))
    shape = partners, pairs
    offered = np.array([random.random() < 0.6 for _ in range(partners * pairs)]).reshape(shape)
    price = np.where(offered, _drawn(random, most, shape), 0)
    fixed = _drawn(random, most, (partners,))
    paid_is_counted = random.random() < 0.6
    return Cover(
        offered=offered,
        weight=price if paid_is_counted else np.where(offered, _drawn(random, most, shape), 0),
        price=price,
        base=fixed if paid_is_counted else _drawn(random, most, (partners,)),
        fixed=fixed,
        room=_drawn(random, pairs, (partners,)),
        budget=random.choice((None, random.randint(0, most * (pairs + 1)))),
        max_partners=random.choice((None, 1, 2, 3)),
    )


def _drawn(random: Random, most: int, shape: tuple[int, ...]) -> np.ndarray:
    size = int(np.prod(shape))
    return np.array([random.randint(0, most) for _ in range(size)], dtype=np.int64).reshape(shape)


def every_set(cover: Cover) -> list[tuple[int, tuple[int, ...]]]:
    """(value, partners) of each set that covers all pairs within its limits, in the order promised."""
    cheapest: dict[tuple[int, ...], int] = {}
    able = [np.flatnonzero(column).tolist() for column in cover.offered.T]
    for serves in product(*able):
        chosen = tuple(sorted(set(serves)))
        if keeps_limits(cover, serves):
            value = counted(cover, serves)
            cheapest[chosen] = min(value, cheapest.get(chosen, value))
    return sorted(((v, chosen) for chosen, v in cheapest.items()), key=lambda s: (s[0], len(s[1]), s[1]))  # fmt: skip


def keeps_limits(cover: Cover, serves: tuple[int, ...]) -> bool:
    chosen = set(serves)
    return (
        all(serves.count(row) <= cover.room[row] for row in chosen)
        and (cover.max_partners is None or len(chosen) <= cover.max_partners)
        and (cover.budget is None or paid(cover, serves) <= cover.budget)
    )


def paid(cover: Cover, serves: tuple[int, ...]) -> int:
    each = sum(int(cover.price[row, pair]) for pair, row in enumerate(serves))
    return each + sum(int(cover.fixed[row]) for row in set(serves))


def counted(cover: Cover, serves: tuple[int, ...]) -> int:
    each = sum(int(cover.weight[row, pair]) for pair, row in enumerate(serves))
    return each + sum(int(cover.base[row]) for row in set(serves))
