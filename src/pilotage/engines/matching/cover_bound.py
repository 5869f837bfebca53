"""A proven floor under every set that contains a partner: Lagrange multipliers on "each pair once".

For any multipliers v, no set costs less than Σv + Σ min(0, reduced cost), so a partner whose
reduced cost exceeds what is left up to a known solution can never be part of a better one. That
leaves the solver a few dozen partners instead of thousands, without giving up exactness: the
multipliers are whole numbers and so is the arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.matching.cover import Cover, Ints

_ROUNDS = 400
_DIGITS = 24
_NEVER = np.int64(2**60)


@dataclass(frozen=True, slots=True)
class Floor:
    """`value`: no set costs less. `partner[p]`: none with p does. `offer[p, n]`: none where p serves n."""

    value: int
    partner: Ints
    offer: Ints


def floor(cover: Cover) -> Floor:
    """The best floor that a fixed number of subgradient steps finds."""
    # Multipliers are whole: small weights get a finer unit, and the floor is rounded up to theirs.
    finer = 1 << max(0, _DIGITS - int(max(cover.base.max(), cover.weight.max())).bit_length())
    fine = replace(cover, base=cover.base * finer, weight=cover.weight * finer)
    below = _floor_at(fine, _best_multipliers(fine))
    return Floor(-(-below.value // finer), -(-below.partner // finer), -(-below.offer // finer))


def _best_multipliers(cover: Cover) -> Ints:
    target = _greedy_value(cover)
    multipliers = _first_multipliers(cover)
    best, held, step, stale = -(2**62), multipliers, 2.0, 0
    for _ in range(_ROUNDS):
        reduced, taken = _reduced(cover, multipliers)
        value, lowest = _value(cover, multipliers, reduced)
        stale += 1
        if value > best:
            best, held, stale = value, multipliers, 0
        elif stale == 12:
            step, stale = step / 2, 0
        slope = 1 - taken[reduced < lowest].sum(axis=0)
        steepness = int((slope * slope).sum())
        if not steepness or step < 1e-3:
            break
        # With few partners allowed the floor may pass the rule of thumb, which knows no such limit.
        move = step * max(target - value, best // 100, 1) / steepness
        multipliers = np.maximum(multipliers + np.rint(slope * move).astype(np.int64), 0)
    return held


def _floor_at(cover: Cover, multipliers: Ints) -> Floor:
    reduced, _ = _reduced(cover, multipliers)
    value, lowest = _value(cover, multipliers, reduced)
    partner = value + np.maximum(reduced - lowest, 0)
    dearer = np.maximum(cover.weight - multipliers, 0)
    offer = np.where(cover.offered, partner[:, None] + dearer, _NEVER)
    return Floor(value, partner, offer)


def _value(cover: Cover, multipliers: Ints, reduced: Ints) -> tuple[int, int]:
    """The floor at these multipliers, and the reduced cost below which a partner belongs to it."""
    most, lowest = cover.max_partners, 0
    if most is not None and most < cover.partners:
        lowest = min(0, int(np.partition(reduced, most)[most]))
    below = int(np.minimum(reduced - lowest, 0).sum())
    return int(multipliers.sum()) + below + lowest * (most or 0), lowest


def _reduced(cover: Cover, multipliers: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Each partner's reduced cost, and which pairs it would take: its best, as many as it has room for."""
    gain = np.where(cover.offered, np.maximum(multipliers - cover.weight, 0), 0)
    taken = gain > 0
    tight = np.flatnonzero(taken.sum(axis=1) > cover.room)
    for row in tight.tolist():
        beyond = np.argsort(-gain[row], kind="stable")[int(cover.room[row]) :]
        taken[row, beyond] = False
    return cover.base - np.where(taken, gain, 0).sum(axis=1), taken


def _first_multipliers(cover: Cover) -> Ints:
    share = cover.base // np.maximum(np.minimum(cover.offered.sum(axis=1), cover.room), 1)
    multipliers: Ints = np.where(cover.offered, cover.weight + share[:, None], _NEVER).min(axis=0)
    return multipliers


def _greedy_value(cover: Cover) -> int:
    """What the usual rule of thumb reaches: again and again the lowest cost per newly covered pair."""
    open_pairs, value = np.ones(cover.pairs, dtype=bool), 0
    usable = np.ones(cover.partners, dtype=bool)
    sizes = np.arange(1, cover.pairs + 1)
    while open_pairs.any() and usable.any():
        weight = np.where(cover.offered & open_pairs & usable[:, None], cover.weight, _NEVER)
        ranked = np.sort(weight, axis=1)
        within = (ranked < _NEVER) & (sizes <= cover.room[:, None])
        cost = cover.base[:, None] + np.cumsum(np.where(within, ranked, 0), axis=1)
        row, last = np.unravel_index(np.where(within, cost / sizes, np.inf).argmin(), within.shape)
        if not within[row, last]:
            break
        open_pairs[np.argsort(weight[row], kind="stable")[: last + 1]] = False
        usable[row] = False
        value += int(cost[row, last])
    return value
