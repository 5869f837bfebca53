"""What a firm did, beside what is said of it: shares with their denominators, each alone. They enter no opinion."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pilotage.engines.reputation.beta import quantile
from pilotage.kernel.text import Text

# Fewer cases than this are a count, not a share.
LEAST_CASES = 5
_TAIL = 0.05

KINDS: dict[str, tuple[Text, Text]] = {
    "promises": (
        Text("服务承诺按时", "Service levels met"),
        Text("已判定的时限中按时的；推翻或取代的判定不计", "of closed verdicts, those met; reversed and superseded ones left out"),
    ),
    "corrections": (
        Text("交付被退回", "Deliveries returned"),
        Text("卖家答复过的交付中被退回改正的", "of deliveries a seller answered, those returned to be corrected"),
    ),
    "disputes": (
        Text("合同有争议判服务商不当", "Contracts with a dispute it lost"),
        Text("生效过的合同中，至少一项争议裁定支持或部分支持卖家的", "of contracts in force, those with a dispute decided for the seller, wholly or in part"),
    ),
}  # fmt: skip
"""Name and definition of each outcome, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Share:
    """`good` of `of` cases; the share (0 … 1) and its 90 % interval only with enough cases, else None."""

    good: int
    of: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None


def share(good: int, of: int) -> Share:
    """The share as it is, with Jeffreys' interval (Beta(good + ½, bad + ½)).

    >>> share(9, 10).value
    Decimal('0.9')
    >>> share(2, 2).value is None
    True
    """
    if not 0 <= good <= of:
        raise ValueError("a part is not more than the whole")
    if of < LEAST_CASES:
        return Share(good, of, None, None, None)
    a, b = good + 0.5, of - good + 0.5
    low = Decimal(0) if not good else round(Decimal(quantile(_TAIL, a, b)), 4)
    high = Decimal(1) if good == of else round(Decimal(quantile(1 - _TAIL, a, b)), 4)
    return Share(good, of, round(Decimal(good) / of, 4).normalize(), low, high)
