"""A claimed figure beside ours, and a figure that changed, in a reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pilotage.engines.statements import Changed, Compared
from pilotage.kernel.text import Text

UNITS = {"units": Text("件", "units"), "days": Text("天", "days"), "rows": Text("条", "")}
_PERCENT = ("acos", "tacos", "sla_attainment")
_STATES = {
    "agrees": ("good", Text("一致", "Agrees")),
    "differs": ("bad", Text("不一致", "Differs")),
    "not_comparable": ("off", Text("无法比较", "Not comparable")),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row of the table; values are blank where there is none."""

    key: str
    says: Text
    claimed: str
    ours: str
    difference: str
    unit: Text
    tone: str
    state: Text
    definition: Text | None
    why: Text | None
    causes: tuple[Text, ...]


def comparison(one: Compared) -> Comparison:
    """As the page has it; a difference carries its sign and its share of ours."""
    claim, ours = one.claim, one.ours
    unit = ours["unit"] if ours else claim.unit
    share = f" ({one.share * 100:+.1f} %)" if one.share and one.state == "differs" else ""
    tone, state = _STATES[one.state]
    apart = "" if one.difference is None else f"{signed(one.difference, claim.key, unit)}{share}"
    return Comparison(
        claim.key or claim.named, one.says, spelled(claim.value, claim.key, unit),
        spelled(one.value, claim.key, unit) if ours else "—", apart, worded(unit), tone, state,
        Text(ours["definition_zh"], ours["definition_en"]) if ours else None, one.why, one.causes,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of this making beside that of the one before."""

    says: Text
    before: str
    after: str
    difference: str
    unit: Text
    came: str
    went: str


def difference(one: Changed) -> Difference:
    """As the page has it."""
    apart = "" if one.difference is None else signed(one.difference, one.key, one.unit)
    return Difference(
        one.says, spelled(one.before, one.key, one.unit), spelled(one.after, one.key, one.unit),
        apart, worded(one.unit), ", ".join(one.came), ", ".join(one.went),
    )  # fmt: skip


def worded(unit: str) -> Text:
    """A unit as people say it; ratios have none."""
    return UNITS.get(unit, Text("", "") if unit == "ratio" else Text(unit, unit))


def signed(value: Decimal, key: str, unit: str) -> str:
    """With its sign; of percentages the points."""
    return f"{'+' if value > 0 else ''}{spelled(value, key, unit)}"


def spelled(value: Decimal | None, key: str, unit: str) -> str:
    """A value as people read it; a dash where there is none."""
    if value is None:
        return "—"
    if key in _PERCENT:
        return f"{value * 100:.2f} %"
    if unit in ("units", "rows"):
        return f"{value:,.0f}"
    return f"{value:,.1f}" if unit == "days" else f"{value:,.2f}"
