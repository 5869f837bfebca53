"""A share of sales (佣金) of one calendar month: tiers by slice or whole, per order or once, floor and cap."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from pilotage.engines.fees.forecast import Orders
from pilotage.engines.fees.plan import Level, Share, Tier, TiersApply
from pilotage.engines.fees.rounding import units

Slice = tuple[Fraction, Fraction | None, Fraction]  # from, to (None: no end), rate


def commission(share: Share, orders: Sequence[Orders], fraction: Fraction) -> int:
    """The month's fee in minor units: the percentage itself is not pro-rated, floor and cap are."""
    fee = _by_line(share, orders) if share.rounding.level is Level.LINE else _once(share, orders)
    if share.floor is not None:
        fee = max(fee, _limit(share, share.floor, fraction))
    if share.cap is not None:
        fee = min(fee, _limit(share, share.cap, fraction))
    return fee


def _limit(share: Share, whole_month: Decimal, fraction: Fraction) -> int:
    return units(Fraction(whole_month) * fraction, share.currency, share.rounding.mode)


def _once(share: Share, orders: Sequence[Orders]) -> int:
    sales = _sales(orders)
    fee = _between(_slices(share, sales), Fraction(0), sales)
    return units(fee, share.currency, share.rounding.mode)


def _by_line(share: Share, orders: Sequence[Orders]) -> int:
    """Each order's fee is rounded; orders fill the slices in their order.

    Orders of one entry that lie within one slice have the same fee and are taken
    together; an order across a boundary is taken alone.
    """
    slices = _slices(share, _sales(orders))
    fee, position = 0, Fraction(0)
    for count, decimal in orders:
        amount, left = Fraction(decimal), count
        while left:
            taken = min(left, max(1, _that_fit(slices, position, amount, left)))
            one = _between(slices, position, position + amount)
            fee += taken * units(one, share.currency, share.rounding.mode)
            position += taken * amount
            left -= taken
    return fee


def _that_fit(slices: Sequence[Slice], position: Fraction, amount: Fraction, left: int) -> int:
    """How many orders of `amount` from `position` on end before the slice does."""
    end = next(end for _, end, _ in slices if end is None or end > position)
    return left if end is None or not amount else (end - position) // amount


def _between(slices: Sequence[Slice], begin: Fraction, end: Fraction) -> Fraction:
    """The fee for the sales from `begin` to `end`, each slice at its own rate."""
    fee = Fraction(0)
    for first, last, rate in slices:
        top = end if last is None else min(end, last)
        if top > max(begin, first):
            fee += (top - max(begin, first)) * rate
    return fee


def _slices(share: Share, sales: Fraction) -> list[Slice]:
    tiers = share.tiers
    if share.tiers_apply is TiersApply.WHOLE:
        reached = [tier for tier in tiers if tier.start <= sales][-1]
        tiers = (Tier(Decimal(0), reached.percent),)
    ends = [*(Fraction(tier.start) for tier in tiers[1:]), None]
    return [
        (Fraction(tier.start), end, Fraction(tier.percent) / 100)
        for tier, end in zip(tiers, ends, strict=True)
    ]


def _sales(orders: Sequence[Orders]) -> Fraction:
    return sum((count * Fraction(amount) for count, amount in orders), Fraction(0))
