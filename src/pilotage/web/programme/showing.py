"""A figure as the pages draw it: never the value alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from pilotage.engines.outcomes import LEVEL, Difference, Figure
from pilotage.kernel.text import Text
from pilotage.platform.programme.measures import Measure
from pilotage.platform.programme.queries import Shown


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: who is counted, the value with its interval, the denominator, what is left out."""

    who: Text
    value: str
    interval: Text | None
    basis: Text
    unknown: Text | None
    apart: Text | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One measure: the whole programme, firms, sellers without a partner."""

    measure: Measure
    lines: tuple[Line, ...]


def blocks(rows: Iterable[Shown]) -> Iterator[Block]:
    """A block a measure, in the order given."""
    for _, found in groupby(rows, key=lambda row: row.measure.name):
        shown = list(found)
        lines = [_line(row) for row in shown]
        if shown[0].other is not None:
            lines.insert(
                1, _plain(shown[0].other, shown[0].measure.unit, shown[0].other.cohort.says)
            )
        yield Block(shown[0].measure, tuple(lines))


def _line(row: Shown) -> Line:
    who = row.partner.name if row.partner else row.figure.cohort.says
    plain = _plain(row.figure, row.measure.unit, who)
    return Line(plain.who, plain.value, plain.interval, plain.basis, plain.unknown, _apart(row.apart, row.measure.unit))  # fmt: skip


def _plain(one: Figure, unit: str, who: Text) -> Line:
    value = "" if one.value is None else number(one.value, unit)
    return Line(who, value, _interval(one, unit), _basis(one, unit), one.unknown)


def number(value: float, unit: str) -> str:
    """In the unit of the measure: percent, days, or so many a month."""
    if unit == "share":
        return f"{100 * value:.1f} %"
    return f"{value:.0f}" if unit == "days" else f"{value:.3f}"


def _interval(one: Figure | Difference, unit: str) -> Text | None:
    if one.low is None and one.high is None:
        return None
    low = "…" if one.low is None else number(one.low, unit)
    high = "…" if one.high is None else number(one.high, unit)
    return Text(f"{LEVEL:.0%} 区间 {low} 至 {high}", f"{LEVEL:.0%} interval {low} to {high}")


def _basis(one: Figure, unit: str) -> Text:
    """What the figure rests on, in one line."""
    parts = [Text(f"n = {one.n}", f"n = {one.n}")]
    if one.good is not None and unit == "share":
        parts = [Text(f"{one.good} / {one.n}", f"{one.good} of {one.n}")]
    if unit == "rate" and one.exposure is not None:
        parts = [Text(f"{one.good} 起 / {one.exposure:.1f} 合同月，n = {one.n}", f"{one.good} in {one.exposure:.1f} contract-months, n = {one.n}")]  # fmt: skip
    if one.groups is not None:
        parts.append(Text(f"{one.groups} 份合同", f"{one.groups} contracts"))
    if one.open:
        parts.append(Text(f"{one.open} 例尚无结果", f"{one.open} not in yet"))
    parts += [Text(f"不计：{left.says.zh} {left.count}", f"left out: {left.count} {left.says.en}") for left in one.excluded]  # fmt: skip
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _apart(one: Difference, unit: str) -> Text | None:
    """How far it is from sellers without a partner, or why that is not said."""
    if one.value is None:
        return one.unknown
    held = _interval(one, unit)
    sign = "+" if one.value > 0 else ""
    told = f"{sign}{number(one.value, unit)}"
    tail = Text(f"（{held.zh}）", f" ({held.en})") if held else Text("", "")
    return Text(f"与没有服务商的卖家相差 {told}{tail.zh}", f"{told} beside sellers without a partner{tail.en}")  # fmt: skip
