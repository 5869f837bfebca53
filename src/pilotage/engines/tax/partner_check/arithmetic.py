"""Whether a filing's own boxes fit together (表内勾稽), by the rules of each form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from pilotage.kernel.text import Text

Filed = Mapping[str, Decimal]

_ZERO = Decimal(0)
_CENT = Decimal("0.01")


def broken_rules(jurisdiction: str, filed: Filed) -> list[Text]:
    """A sentence per rule that does not hold."""
    found = []
    for box, formula, says in _RULES.get(jurisdiction, ()):
        wanted, stated = formula(filed), filed.get(box, _ZERO)
        if abs(wanted - stated) > _CENT:
            text = Text("{box} 应为 {wanted}（{says}），申报为 {stated}。", "{box} should be {wanted} ({says}), filed as {stated}.")  # fmt: skip
            found.append(text.with_(box=box, wanted=wanted, says=says, stated=stated))
    return found


def is_slip(ours: Decimal, theirs: Decimal) -> bool:
    """Whether a figure is ours with two neighbouring digits swapped, a sign or a point moved.

    >>> is_slip(Decimal("158"), Decimal("185")), is_slip(Decimal("158"), Decimal("160"))
    (True, False)
    """
    if ours == theirs or not ours:
        return False
    if theirs in (-ours, ours * 10, ours / 10, ours * 100, ours / 100):
        return True
    digits = f"{abs(ours):.2f}".replace(".", "")
    other = f"{abs(theirs):.2f}".replace(".", "")
    if len(digits) != len(other):
        return False
    wrong = [at for at, (a, b) in enumerate(zip(digits, other, strict=True)) if a != b]
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
    return swapped and digits[wrong[0]] == other[wrong[1]] and digits[wrong[1]] == other[wrong[0]]


def _sum(filed: Filed, *boxes: str) -> Decimal:
    return sum((filed.get(box, _ZERO) for box in boxes), _ZERO)


def _kz83(f: Filed) -> Decimal:
    full, low = Decimal("0.19"), Decimal("0.07")
    due = full * _sum(f, "81", "89") + low * _sum(f, "86", "93") + _sum(f, "36", "98")
    return due - _sum(f, "66", "61")


Rule = tuple[str, Callable[[Filed], Decimal], str]

_RULES: dict[str, tuple[Rule, ...]] = {
    "GB": (
        ("3", lambda f: _sum(f, "1", "2"), "1 + 2"),
        ("5", lambda f: abs(_sum(f, "3") - _sum(f, "4")), "|3 - 4|"),
    ),
    "DE": (("83", _kz83, "0.19 × (81 + 89) + 0.07 × (86 + 93) + 36 + 98 - 66 - 61"),),
    "FR": (
        ("16", lambda f: _sum(f, "08.vat", "09.vat", "9B.vat"), "08 + 09 + 9B"),
        ("28", lambda f: max(_sum(f, "16") - _sum(f, "20"), _ZERO), "16 - 20"),
    ),
    "ES": (
        ("71", lambda f: _sum(f, "03", "06", "09", "11") - _sum(f, "29", "37"), "03 + 06 + 09 + 11 - 29 - 37"),
    ),
    "IT": (
        ("VP6.1", lambda f: max(_sum(f, "VP4") - _sum(f, "VP5"), _ZERO), "VP4 - VP5"),
        ("VP14.1", lambda f: _sum(f, "VP6.1"), "VP6.1"),
    ),
    "OSS": (
        ("due", lambda f: sum((v for k, v in f.items() if k.startswith("balance/") and v > 0), _ZERO), "Σ balance > 0"),
    ),
}  # fmt: skip
