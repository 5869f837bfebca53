"""Splitting an amount so that the parts add up to it: largest remainder, the earlier part first."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from pilotage.engines.fees.rounding import of_units
from pilotage.kernel.errors import Invalid
from pilotage.kernel.money import Money, minor_units
from pilotage.kernel.text import Text

Weight = int | Decimal | Fraction


def allocate(amount: Money, weights: Sequence[Weight]) -> tuple[Money, ...]:
    """`amount` in proportion to `weights`, in whole minor units, in the same order.

    Symmetric for negative amounts. Raises `Invalid("NOT_ALLOCABLE")` for an amount below the
    minor unit, a negative weight, or an amount that no weight can carry.

    >>> [m.text() for m in allocate(Money.of("-100.00", "EUR"), [1, 1, 1])]
    ['-33.34', '-33.33', '-33.33']
    """
    shares = [Fraction(weight) for weight in weights]
    count = Fraction(amount.amount) * 10 ** minor_units(amount.currency)
    carried = count == 0 or any(shares)
    if count.denominator != 1 or any(share < 0 for share in shares) or not carried:
        raise _not_allocable(amount)
    sign = -1 if count < 0 else 1
    parts = largest_remainder(abs(int(count)), shares)
    return tuple(of_units(sign * part, amount.currency) for part in parts)


def largest_remainder(count: int, weights: Sequence[Fraction]) -> list[int]:
    """`count` ≥ 0 units in proportion to `weights`; nothing for anyone when all weights are zero.

    >>> largest_remainder(2065, [Fraction(25), Fraction(10), Fraction(25), Fraction(0)])
    [861, 344, 860, 0]
    """
    whole = sum(weights, Fraction(0))
    if not whole:
        return [0] * len(weights)
    exact = [count * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: count - sum(parts)]:
        parts[i] += 1
    return parts


def _not_allocable(amount: Money) -> Invalid:
    return Invalid(
        "NOT_ALLOCABLE",
        Text("{amount} 不能按这些权重分摊。", "{amount} cannot be split by these weights."),
        Text(
            "金额须为最小货币单位的整数倍，权重不为负且不全为零。",
            "The amount must be whole minor units, the weights not negative and not all zero.",
        ),
        amount=f"{amount.amount} {amount.currency}",
    )
