"""A change, a summary and a file as the pages draw them: plain figures become words and grouped numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pilotage.kernel.text import Text
from pilotage.platform.advertising.models import AdPlan
from pilotage.platform.advertising.queries import Decided
from pilotage.web.advertising import words

_MOST_GUARDS = 8
_PERCENT = ("probability", "conversion")
_MONEY = ("spend", "sales", "limit", "spend_per_day", "spend_per_day_before", "sales_per_day")


@dataclass(frozen=True, slots=True)
class Shown:
    """One change as the list has it."""

    place: int
    what: Text
    subject: str
    where: str
    before: str
    after: str
    reason: Text
    evidence: list[tuple[Text, str]]
    expected: list[tuple[Text, str]]
    guards: list[Text]
    verdict: str
    says: Text
    tone: str
    why: str
    by: str


def shown(one: Decided, currency: str) -> Shown:
    """A change with its verdict."""
    row, decision = one.change, one.decision
    ids, said = row["ids"], row.get("says", {})
    subject = said.get("term") or ids.get("targeting") or ids.get("placement") or ids.get("campaign_name", "")  # fmt: skip
    match = said.get("match_type") or ids.get("match_type", "")
    where = " · ".join(filter(None, (ids.get("campaign_name"), ids.get("ad_group_name"), match)))
    says, tone = words.VERDICTS[one.verdict]
    unit = "%" if row["what"] == "placement" else currency
    return Shown(
        row["position"], words.word(words.KINDS, row["what"]), str(subject), where,
        _value(row["from"], unit), _value(row["to"], unit),
        Text(row["reason_zh"], row["reason_en"]), list(_figures(row["evidence"], currency)),
        list(_figures(row["expected"], currency)),
        [words.word(words.GUARDS, name) for name in row["guard"][:_MOST_GUARDS]],
        one.verdict, says, tone, decision.reason if decision else "", _side(decision.side) if decision else "",
    )  # fmt: skip


def summary(plan: AdPlan) -> list[tuple[Text, str]]:
    """The summary in figures; what the engine did not say is left out."""
    said = (plan.summary or {}).get("summary", {})
    currency = said.get("currency") or ""
    money = ("spend", "sales")
    rows: list[tuple[Text, Any, str]] = [
        (Text("目标 ACoS", "Target ACoS"), said.get("target_acos"), "share"),
        (Text("预计现 ACoS", "ACoS as it is predicted"), said.get("predicted_acos_before"), "share"),
        (Text("现日花费", "Spend a day now"), said.get("spend_per_day_before"), "money"),
        (Text("更改后日花费", "Spend a day after"), said.get("spend_per_day_after"), "money"),
        (Text("报告天数", "Days in the report"), said.get("days"), "count"),
        (Text("报告截至", "Report up to"), said.get("as_of"), "text"),
        (Text("广告活动", "Campaigns"), said.get("campaigns"), "count"),
        (Text("投放", "Targets"), said.get("targets"), "count"),
        *((says, said.get(name), "money" if name in money else "count") for name, says in words.SUMS.items()),
    ]  # fmt: skip
    return [
        (says, _shown(value, how, currency)) for says, value, how in rows if value not in (None, "")
    ]


def notes(plan: AdPlan) -> list[Text]:
    """What the engine says of the whole."""
    said = (plan.summary or {}).get("summary", {})
    return [
        words.NOTES.get(one["code"]) or Text(one["zh"], one["en"]) for one in said.get("notes", ())
    ]


def wishes(kept: Mapping[str, Any]) -> list[tuple[Text, str]]:
    """What was asked for."""
    names = {
        "target_acos": Text("目标 ACoS", "Target ACoS"),
        "budget": Text("账户日预算上限", "Most to spend a day"),
        "step_up": Text("最大升幅", "Largest raise"),
        "step_down": Text("最大降幅", "Largest cut"),
        "brand": Text("品牌词", "Brand words"),
        "brand_acos": Text("品牌词目标 ACoS", "Target ACoS of brand words"),
        "frozen": Text("冻结的 SKU", "Frozen SKUs"),
        "never_raise": Text("不升价的 SKU", "SKUs never raised"),
        "currency": Text("货币", "Currency"),
        "as_of": Text("数据截至", "Data up to"),
    }
    return [(says, _wish(name, kept[name])) for name, says in names.items() if name in kept]


def files_told(told: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each file: rows in, kept and rejected, or why it was not used."""
    return [
        {
            **one,
            "says": Text(**one["says"]) if one.get("says") else None,
            "next_step": Text(**one["next_step"]) if one.get("next_step") else None,
            "role": words.word(words.FILES, one["role"]),
            "examples": [
                {**row, "reason": words.word(words.REJECTED, row["reason"])}
                for row in one.get("examples", ())
            ],
        }
        for one in told
    ]


def _side(side: str) -> str:
    return side if side in ("seller", "partner", "deputy") else ""


def _wish(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "、".join(value)
    if name in ("target_acos", "step_up", "step_down", "brand_acos"):
        return f"{Decimal(value) * 100:.4g} %"
    return str(value)


def _value(value: Any, unit: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return str(words.VALUES[value]) if value in words.VALUES else value
    return f"{_with_cents(value) if unit != '%' else f'{value:,}'} {unit}".rstrip()


def _with_cents(value: float) -> str:
    """Money with two decimals, with more only where there are more."""
    return max(f"{value:,.2f}", f"{value:,}", key=len)


def _figures(facts: Mapping[str, Any], currency: str) -> Iterator[tuple[Text, str]]:
    """Nested ones (the posterior) one after another, an interval as one."""
    for name, value in facts.items():
        if isinstance(value, Mapping):
            yield from _figures(_told_once(value, facts), currency)
        elif value is not None:
            yield words.word(words.FIGURES, name), _figure(name, value, currency)


def _told_once(within: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Without what the figures around it say already, and with both ends of the interval beside each other."""
    left = {name: one for name, one in within.items() if name != "value_per_click" or "value" not in facts}  # fmt: skip
    low, high = left.pop("low_90", None), left.pop("high_90", None)
    return left if None in (low, high) else {**left, "interval_90": (low, high)}


def _figure(name: str, value: Any, currency: str) -> str:
    if isinstance(value, tuple):
        return " … ".join(_shown(one, "plain", "") for one in value)
    how = "share" if name in _PERCENT else "money" if name in _MONEY else "plain"
    return _shown(value, how, currency)


def _shown(value: Any, how: str, currency: str) -> str:
    if isinstance(value, str):
        return value
    match how:
        case "share":
            return f"{value:.1%}"
        case "money":
            return f"{value:,.2f} {currency}".rstrip()
        case "count":
            return f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4g}"
