"""What the seller wants of a plan, and what it must leave alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.kernel.yaml_text import read_yaml

_LIMITS = Path(__file__).parent / "bid_limits.yaml"


@dataclass(frozen=True, slots=True)
class Wishes:
    """Target ACoS as a fraction; budget a day for the account; steps as fractions; words and SKUs of the seller's own.

    `brand`: words whose targets keep their bids unless `brand_acos` says what they may cost. `frozen`: SKUs whose price
    or stock changes; `never_raise`: SKUs that come back too often.
    """

    target_acos: float
    budget: float | None = None
    step_down: float = 0.50
    step_up: float = 0.60
    cool_down_days: int = 7
    untouched_days: int = 14
    least_clicks: float = 100.0
    least_orders: float = 5.0
    brand: tuple[str, ...] = ()
    brand_acos: float | None = None
    frozen: frozenset[str] = frozenset()
    never_raise: frozenset[str] = frozenset()
    currency: str = ""
    as_of: date | None = None
    changed: dict[str, date] = field(default_factory=dict)  # entity id → day of its last bid change

    def __post_init__(self) -> None:
        _check(self.target_acos, 0.001, 10.0, "--target-acos")
        _check(self.step_up, 0.10, 1.0, "--step-up")
        _check(self.step_down, 0.10, 0.95, "--step-down")
        if self.budget is not None:
            _check(self.budget, 0.01, 1e9, "--budget")


@dataclass(frozen=True, slots=True)
class Limits:
    """Lowest and highest bid and the step between bids, in one currency."""

    floor: float
    ceiling: float
    step: float
    least_budget: float


def limits(currency: str) -> Limits:
    """The limits of a currency; the dollar's where it is not listed."""
    table = _table()
    row = table["bids"].get(currency.upper()) or table["bids"]["USD"]
    return Limits(*(float(row[name]) for name in ("floor", "ceiling", "step", "least_budget")))


@cache
def _table() -> dict[str, Any]:
    found = read_yaml(_LIMITS.read_bytes())
    if not isinstance(found, dict):
        raise TypeError(_LIMITS.name)
    return found


def _check(value: float, least: float, most: float, name: str) -> None:
    if not least <= value <= most:
        raise Invalid(
            "UNUSABLE_ARGUMENT",
            Text("参数 {name} 的值 {value} 不能用。", "{name} {value} cannot be used."),
            Text("请给出 {least} 到 {most} 之间的数，例如 0.30。", "Give a number from {least} to {most}, such as 0.30."),
            name=name, value=value, least=least, most=most,
        )  # fmt: skip
