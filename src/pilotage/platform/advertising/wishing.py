"""What is wished of a plan, as kept: decimals as text, words as lists; checked by the engine's own limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pilotage.engines.ads import Wishes
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_AMOUNTS = ("target_acos", "budget", "step_up", "step_down", "brand_acos")
_WORDS = ("brand", "frozen", "never_raise")
_MOST_WORDS, _LONGEST = 500, 200
_MOST_DIGITS = 20  # before the point or after it


def kept(given: Mapping[str, Any]) -> dict[str, Any]:
    """What can be kept of what was given, blanks left out. Raises `Invalid` for what no plan can be made with."""
    found: dict[str, Any] = {
        name: amount(given[name]) for name in _AMOUNTS if given.get(name) not in (None, "")
    }
    for name in _WORDS:
        words = [str(one).strip()[:_LONGEST] for one in given.get(name) or ()]
        if words := list(dict.fromkeys(filter(None, words)))[:_MOST_WORDS]:
            found[name] = words
    if given.get("currency"):
        found["currency"] = str(given["currency"]).upper()[:3]
    if given.get("as_of"):
        found["as_of"] = day(str(given["as_of"])).isoformat()
    wishes_of(found)
    return found


def wishes_of(kept: Mapping[str, Any]) -> Wishes:
    """The engine's wishes. Raises `Invalid` for a figure out of range."""
    amounts = {name: float(kept[name]) for name in _AMOUNTS if name in kept}
    until = date.fromisoformat(kept["as_of"]) if "as_of" in kept else None
    return Wishes(
        **{"target_acos": 0.0, **amounts},
        brand=tuple(kept.get("brand", ())),
        frozen=frozenset(kept.get("frozen", ())),
        never_raise=frozenset(kept.get("never_raise", ())),
        currency=kept.get("currency", ""),
        as_of=until,
    )


def amount(value: Any) -> str:
    """A decimal as text. Raises `Invalid` for what is no number, or one too long to be written out."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found.adjusted()) > _MOST_DIGITS:
        raise Invalid(
            "UNUSABLE_ARGUMENT",
            Text("“{value}”不是数字。", "“{value}” is not a number."),
            Text("请填写如 0.30 的数字。", "Give a number such as 0.30."),
            value=str(value)[:40],
        )
    return f"{found:f}"


def day(value: str) -> date:
    """A day from ISO text. Raises `Invalid` for what is none."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Invalid(
            "UNUSABLE_ARGUMENT",
            Text("“{value}”不是日期。", "“{value}” is not a day."),
            Text("请填写如 2026-08-31 的日期。", "Give a day such as 2026-08-31."),
            value=value[:40],
        ) from None
