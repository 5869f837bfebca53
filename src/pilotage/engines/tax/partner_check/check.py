"""Differences box by box, and the practice whose filing is the one that was filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pilotage.engines.tax.boxes import has_form
from pilotage.engines.tax.figures import figures
from pilotage.engines.tax.partner_check.arithmetic import broken_rules, is_slip
from pilotage.engines.tax.partner_check.ledger import Ledger
from pilotage.engines.tax.partner_check.lines import Boxes, boxes, cells_of
from pilotage.engines.tax.partner_check.practices import NEXT, SAID, Supposed, supposed
from pilotage.engines.tax.tables import Rate
from pilotage.kernel.text import Text

_ZERO = Decimal(0)
_WHOLE, _HALF = Decimal(1), Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Compared:
    """One box: what the run says and what was filed, 0 where a side leaves it out."""

    box: str
    ours: Decimal
    theirs: Decimal

    @property
    def difference(self) -> Decimal:
        return self.theirs - self.ours


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice recognised by name, what it means, what to do, and the rows (file, row) that explain it."""

    code: str
    says: Text
    next_step: Text
    rows: tuple[tuple[str, int], ...] = ()
    row_count: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """The filing beside the run, the largest difference first; no differences means that it agrees.

    Without `has_form` the run makes no boxes for this place: there is nothing to compare with.
    """

    boxes: tuple[Compared, ...]
    practices: tuple[Practice, ...]
    has_form: bool = True

    @property
    def differences(self) -> tuple[Compared, ...]:
        return tuple(one for one in self.boxes if one.difference)

    @property
    def agrees(self) -> bool:
        return self.has_form and not self.differences


def check(
    made: Mapping[str, Any], filed: Mapping[str, Decimal], ledger: Ledger, rates: Sequence[Rate]
) -> Check:
    """Compare a return with what was filed for it. Practices are named for local returns and arithmetic for all."""
    is_local = made["return"] == "LOCAL"
    if is_local and not has_form(made["jurisdiction"]):
        return Check((), (), has_form=False)
    compared = _compared(figures(made, filed), filed)
    if not any(one.difference for one in compared):
        return Check(compared, ())
    practice = _named(made, filed, ledger, rates) if is_local else None
    form = made["jurisdiction"] if is_local else "OSS"
    practice = practice or _slip(form, filed, compared)
    return Check(compared, (practice or _practice("UNEXPLAINED", SAID["UNEXPLAINED"]),))


def _compared(ours: Boxes, filed: Mapping[str, Decimal]) -> tuple[Compared, ...]:
    names = ours.keys() | filed.keys()
    every = (Compared(box, ours.get(box, _ZERO), filed.get(box, _ZERO)) for box in names)
    return tuple(sorted(every, key=lambda one: (-abs(one.difference), one.box)))


def _practice(code: str, says: Text, rows: tuple[tuple[str, int], ...] = ()) -> Practice:
    return Practice(code, says, NEXT[code], rows, len(rows))


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
    return _practice(best.code, says, tuple(entry.at for entry in best.rows))


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
    country: str, filed: Mapping[str, Decimal], compared: Iterable[Compared]
) -> Practice | None:
    """Boxes that do not fit together, or a figure copied wrongly."""
    broken = broken_rules(country, filed)
    copied = [d for d in compared if is_slip(d.ours, d.theirs)]
    if not broken and not copied:
        return None
    says = SAID["ARITHMETIC"]
    for rule in broken:
        says = Text(f"{says.zh}{rule.zh}", f"{says.en} {rule.en}")
    return _practice("ARITHMETIC", says)
