"""Figures that somebody claims for a month beside ours (自报数字核对): the same definition, the difference, what may explain it.

    compare(claims, month_json(made), others={"2026-08": month_json(before)})

A claim agrees when ours, rounded to the places it was written with, is the same. A cause is named only where another
reading of the files (`otherwise`), other days or another month give the claimed value; it is a candidate, no finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pilotage.engines.statements.claims import NAMES, Claim
from pilotage.kernel.decimals import EXACT, rounded
from pilotage.kernel.text import Text

_ZERO, _HUNDRED = Decimal(0), Decimal(100)
_SUMMED = frozenset({"settlement_total", "ad_spend", "payouts_paid", "ordered_product_sales"})
AGREES, DIFFERS, NOT_COMPARABLE = "agrees", "differs", "not_comparable"
# Which kinds of files a figure needs, for saying what is missing.
_NEEDS: dict[str, tuple[str, ...]] = {
    "ordered_product_sales": ("sales",), "units_ordered": ("sales",), "ad_spend": ("ads",), "acos": ("ads",),
    "roas": ("ads",), "tacos": ("ads", "sales"), "payouts_paid": ("payouts",), "settlement_total": ("settlement",),
    "inventory_turns": ("ledger",), "inventory_days": ("ledger",), "days_of_supply": ("ledger",),
    "stock_closing": ("ledger",), "units_shipped": ("ledger",), "sell_through": ("planning",),
    "sla_attainment": ("sla",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """`ours` is the figure as `report month --json` has it; `difference` = claimed − ours, `share` of ours."""

    claim: Claim
    state: str
    ours: Mapping[str, Any] | None = None
    value: Decimal | None = None
    difference: Decimal | None = None
    share: Decimal | None = None
    why: Text | None = None
    causes: tuple[Text, ...] = ()

    @property
    def says(self) -> Text:
        """The figure's own name, or what it was called."""
        return NAMES[self.claim.key][0] if self.claim.key else Text(self.claim.named, self.claim.named)  # fmt: skip


def compare(
    claims: Iterable[Claim], month: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]
) -> tuple[Compared, ...]:
    """Each claim in its order. `others` are the reports of other months, by month."""
    return tuple(_compared(one, month, others) for one in claims)


def _compared(
    claim: Claim, month: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]
) -> Compared:
    if not claim.key:
        return Compared(claim, NOT_COMPARABLE, why=_UNKNOWN)
    if claim.period and claim.period != month["month"]:
        return Compared(claim, NOT_COMPARABLE, why=_PERIOD.with_(period=claim.period, month=month["month"]))  # fmt: skip
    ours = [one for one in month["figures"] if one["key"] == claim.key and one["value"] is not None]
    if not ours:
        return Compared(claim, NOT_COMPARABLE, why=_missing(claim.key, month))
    fitting = [one for one in ours if _fits(claim.unit, one["unit"])]
    if not fitting:
        units = ", ".join(sorted({one["unit"] for one in ours}))
        return Compared(claim, NOT_COMPARABLE, why=_UNIT.with_(claimed=claim.unit, ours=units))
    if len(fitting) > 1 and (claim.key not in _SUMMED or len({one["unit"] for one in fitting}) > 1):
        return Compared(claim, NOT_COMPARABLE, why=_SEVERAL)
    value = sum((Decimal(one["value"]) for one in fitting), _ZERO)
    apart = EXACT.subtract(claim.value, value)
    if equal(claim.value, value):
        return Compared(claim, AGREES, fitting[0], value, apart, _share(apart, value))
    causes = tuple(dict.fromkeys(_causes(claim, fitting[0]["unit"], month, others)))
    return Compared(claim, DIFFERS, fitting[0], value, apart, _share(apart, value), causes=causes)


def compared(one: Compared) -> dict[str, Any]:
    """As plain values: amounts as text, sentences in both languages."""
    claim = one.claim
    return {
        "figure": claim.named, "key": claim.key, "says_zh": one.says.zh, "says_en": one.says.en,
        "claimed": str(claim.value), "unit": claim.unit, "state": one.state,
        "ours": None if one.value is None else str(one.value),
        "difference": None if one.difference is None else str(one.difference),
        "share": None if one.share is None else str(one.share),
        "why_zh": one.why.zh if one.why else None, "why_en": one.why.en if one.why else None,
        "causes": [{"says_zh": cause.zh, "says_en": cause.en} for cause in one.causes],
    }  # fmt: skip


def equal(claimed: Decimal, ours: Decimal) -> bool:
    """Whether ours is what was claimed, at the places that were written.

    >>> equal(Decimal("0.284"), Decimal("0.2838")), equal(Decimal("1000.00"), Decimal("1000.01"))
    (True, False)
    """
    places = max(0, -int(claimed.as_tuple().exponent))
    return rounded(ours, places) == claimed


def _causes(
    claim: Claim, unit: str, month: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]
) -> Iterator[Text]:
    if unit == "ratio" and not claim.unit:
        shared = claim.value.scaleb(-2)
        if any(one["key"] == claim.key and one["value"] and equal(shared, Decimal(one["value"])) for one in month["figures"]):  # fmt: skip
            yield _PERCENT
    for one in month.get("otherwise", ()):
        if one["of"] == claim.key and one["unit"] == unit and equal(claim.value, Decimal(one["value"])):  # fmt: skip
            yield Text(one["says_zh"], one["says_en"])
    if claim.key == "ordered_product_sales":
        yield from _days(claim, unit, month)
    for name, other in sorted(others.items()):
        if name != month["month"] and any(
            one["key"] == claim.key and one["unit"] == unit and one["value"] is not None and equal(claim.value, Decimal(one["value"]))
            for one in other["figures"]
        ):  # fmt: skip
            yield _OTHER_MONTH.with_(month=name)


def _days(claim: Claim, unit: str, month: Mapping[str, Any]) -> Iterator[Text]:
    """A month begun late or ended early, where the money is told to the cent: whole numbers meet by chance."""
    days = sorted((one["day"], Decimal(one["value"])) for one in month.get("sales_by_day", ()) if one["unit"] == unit)  # fmt: skip
    if int(claim.value.as_tuple().exponent) > -2:
        return
    for cut in range(1, len(days)):
        for some in (days[:cut], days[cut:]):
            if sum((money for _, money in some), _ZERO) == claim.value:
                yield _PART.with_(since=some[0][0], until=some[-1][0])


def _fits(claimed: str, ours: str) -> bool:
    return not claimed or claimed == ours or ours == "?"


def _share(apart: Decimal, ours: Decimal) -> Decimal | None:
    return rounded(EXACT.divide(apart, abs(ours)), 4) if ours else None


def _missing(key: str, month: Mapping[str, Any]) -> Text:
    lacking = [one for one in month["missing"] if one["kind"] in _NEEDS.get(key, ())]
    if not lacking:
        return _NO_VALUE
    kinds = Text("、".join(o["says_zh"] for o in lacking), ", ".join(o["says_en"] for o in lacking))
    return _NO_FILE.with_(kinds=kinds)


_UNKNOWN = Text("月报没有这个指标，无法按同一定义计算", "the report has no such figure; there is no definition to compare by")  # fmt: skip
_PERIOD = Text("自报的是 {period}，月报是 {month}", "it is claimed for {period}, the report is of {month}")  # fmt: skip
_UNIT = Text("单位或币种不同：自报 {claimed}，月报 {ours}；不折算", "other unit or currency: {claimed} claimed, {ours} here; nothing is converted")  # fmt: skip
_SEVERAL = Text("月报里有几个这样的数字，请写明币种", "the report has several of them; name the currency")  # fmt: skip
_NO_FILE = Text("当月缺少：{kinds}", "the month lacks: {kinds}")
_NO_VALUE = Text("当月的文件算不出这个数字（例如分母为零）", "the month's files do not tell it, for example because there is nothing to divide by")  # fmt: skip
_PERCENT = Text("写的是百分数但没有写 %", "it is a percentage written without %")
_OTHER_MONTH = Text("与 {month} 的数字相同：可能是别的月份", "it is the figure of {month}: perhaps another month")  # fmt: skip
_PART = Text("等于 {since} 至 {until} 的合计：可能不是整月", "it is the sum of {since} to {until}: perhaps not the whole month")  # fmt: skip
