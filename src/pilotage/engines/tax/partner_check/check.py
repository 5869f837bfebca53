"""Differences box by box, and the practice whose filing is the one that was filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pilotage.engines.tax.partner_check.arithmetic import broken_rules, is_slip
from pilotage.engines.tax.partner_check.ledger import Ledger
from pilotage.engines.tax.partner_check.lines import Boxes, boxes, cells_of
from pilotage.engines.tax.partner_check.practices import SAID, Supposed, supposed
from pilotage.engines.tax.tables import Rate
from pilotage.kernel.text import Text

_ZERO = Decimal(0)
_WHOLE, _HALF = Decimal(1), Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Difference:
    """One box: what the run says and what was filed."""

    box: str
    ours: Decimal
    theirs: Decimal


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice recognised by name, what it means, and the rows (file, row) that explain it."""

    code: str
    says: Text
    rows: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """The filing beside the run; no differences means that it agrees."""

    differences: tuple[Difference, ...]
    practices: tuple[Practice, ...]

    @property
    def agrees(self) -> bool:
        return not self.differences


def check(
    made: Mapping[str, Any], filed: Mapping[str, Decimal], ledger: Ledger, rates: Sequence[Rate]
) -> Check:
    """Compare a local return with what was filed for it."""
    ours = {name: Decimal(value) for name, value in made["boxes"].items()}
    differences = _differences(ours, filed)
    if not differences:
        return Check((), ())
    country = made["jurisdiction"]
    practice = _named(made, filed, ledger, rates) or _slip(country, filed, differences)
    return Check(differences, (practice or Practice("UNEXPLAINED", SAID["UNEXPLAINED"]),))


def _differences(ours: Boxes, filed: Mapping[str, Decimal]) -> tuple[Difference, ...]:
    return tuple(
        Difference(box, ours.get(box, _ZERO), filed.get(box, _ZERO))
        for box in sorted(ours.keys() | filed.keys())
        if ours.get(box, _ZERO) != filed.get(box, _ZERO)
    )


def _named(
    made: Mapping[str, Any], filed: Mapping[str, Decimal], ledger: Ledger, rates: Sequence[Rate]
) -> Practice | None:
    """The practice that fits best: exactly, else nearest within its own tolerance."""
    fitting: list[tuple[Decimal, int, Supposed]] = []
    for at, case in enumerate(supposed(cells_of(made["lines"]), ledger, rates)):
        distance = _distance(boxes(made["jurisdiction"], case.cells), filed, case.tolerance)
        if distance is not None:
            fitting.append((distance, at, case))
    if not fitting:
        return None
    _, _, best = min(fitting, key=lambda fit: fit[:2])
    says = SAID[best.code].with_(day=best.detail) if best.detail else SAID[best.code]
    return Practice(best.code, says, tuple(entry.at for entry in best.rows))


def _distance(expected: Boxes, filed: Mapping[str, Decimal], tolerance: Decimal) -> Decimal | None:
    """The sum of differences over all boxes, or None when one is past what the practice allows."""
    total = _ZERO
    for box in expected.keys() | filed.keys():
        wanted, stated = expected.get(box, _ZERO), filed.get(box, _ZERO)
        # Tax computed from whole bases moves by up to half a unit when a base moves by one.
        step = _WHOLE if _is_whole(wanted, stated) else _HALF
        allowed = tolerance and tolerance + step
        if abs(wanted - stated) > allowed:
            return None
        total += abs(wanted - stated)
    return total


def _is_whole(*values: Decimal) -> bool:
    return all(value == value.to_integral_value() for value in values)


def _slip(
    country: str, filed: Mapping[str, Decimal], differences: Iterable[Difference]
) -> Practice | None:
    """Boxes that do not fit together, or a figure copied wrongly."""
    broken = broken_rules(country, filed)
    copied = [d for d in differences if is_slip(d.ours, d.theirs)]
    if not broken and not copied:
        return None
    says = SAID["ARITHMETIC"]
    for rule in broken:
        says = Text(f"{says.zh}{rule.zh}", f"{says.en} {rule.en}")
    return Practice("ARITHMETIC", says)
