"""Side by side (逐栏对照): what was filed against what the seller's own report says; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Side:
    """One box: filed and worked out (0 where a side leaves it out), and filed less worked out."""

    box: str
    filed: Decimal
    ours: Decimal

    @property
    def difference(self) -> Decimal:
        return self.filed - self.ours

    @property
    def agrees(self) -> bool:
        return not self.difference


def side_by_side(filed: Mapping[str, str], ours: Mapping[str, str]) -> list[Side]:
    """Every box either side fills, the differing ones first, the largest difference on top."""
    boxes = filed.keys() | ours.keys()
    sides = [Side(b, Decimal(filed.get(b, "0")), Decimal(ours.get(b, "0"))) for b in boxes]
    return sorted(sides, key=lambda side: (-abs(side.difference), side.box))
