"""A fee plan (收费方案) as a contract's value: the items of `fees quote`, checked for form and said in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pilotage.engines import law
from pilotage.kernel.text import Text

_KINDS = {
    "recurring": Text("每{every} {amount} {currency}", "{currency} {amount} a {every}"),
    "project": Text("一次性 {amount} {currency}", "{currency} {amount} once"),
    "per_unit": Text("每件（{of}）{amount} {currency}", "{currency} {amount} for each of {of}"),
    "share": Text("{of}的 {rate}（{currency}）", "{rate} of {of} in {currency}"),
}
_PERIODS = {
    "month": Text("月", "month"),
    "quarter": Text("季", "quarter"),
    "year": Text("年", "year"),
}
_PAYEES = {
    "government": Text("代付官方规费：", "passed on to an authority: "),
    "third_party": Text("代付第三方费用：", "passed on to a third party: "),
    None: Text("代收代付：", "passed on: "),
}
_UNITS = {
    "country": Text("国", "country"),
    "class": Text("类", "class"),
    None: Text("份", "unit"),
}
_SLICES = {
    "slice": Text("分档各自计", "each slice at its own rate"),
    "whole": Text("全部按所达档计", "all of it at the tier reached"),
}
ROUNDING_MODES = {
    "half_up": Text("四舍五入", "half up"),
    "half_even": Text("四舍六入五成双", "half to even"),
    "down": Text("舍去", "down"),
    "up": Text("进位", "up"),
}
ROUNDING_LEVELS = {
    "invoice": Text("每期取整一次", "rounded once a period"),
    "line": Text("逐笔取整", "each unit rounded"),
}


def is_plan(value: Any) -> bool:
    """Whether every item has a code, a known kind and what that kind needs, and no number is a float."""
    return isinstance(value, list) and bool(value) and all(map(_is_item, value))


def plan_in_words(items: list[Mapping[str, Any]]) -> Text:
    """One sentence for each item: what is charged, for how many, and how it is rounded."""
    said = [_item(item) for item in items]
    return Text("；\n".join(s.zh for s in said), ";\n".join(s.en for s in said))


def _is_item(item: Any) -> bool:
    if not isinstance(item, Mapping) or not _has_no_float(item):
        return False
    kind = _charge_kind(item)
    needs = {"recurring": ("amount", "every"), "project": ("amount",), "per_unit": ("amount", "of")}
    if kind == "share":
        return _has(item, "code", "currency", "of") and ("rate" in item) != ("tiers" in item)
    return kind in needs and _has(item, "code", "currency", *needs[kind])


def _charge_kind(item: Mapping[str, Any]) -> str:
    """The kind of charge, also of one that is passed on."""
    kind = item.get("kind")
    if kind != "pass_through":
        return str(kind)
    return "recurring" if "every" in item else "per_unit" if "of" in item else "project"


def _has(item: Mapping[str, Any], *names: str) -> bool:
    return all(isinstance(item.get(name), str) and item[name].strip() for name in names)


def _has_no_float(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(map(_has_no_float, value.values()))
    if isinstance(value, list):
        return all(map(_has_no_float, value))
    return value is None or type(value) in (str, int)


def _item(item: Mapping[str, Any]) -> Text:
    parts = list(_parts(item))
    head = _PAYEES[item.get("payee")] if item["kind"] == "pass_through" else Text("", "")
    zh, en = "，".join(p.zh for p in parts), ", ".join(p.en for p in parts)
    code = item["code"]
    category = law.service_categories().get(code)
    name = category.name if category else Text(code, code)
    return Text(f"{name.zh}：{head.zh}{zh}", f"{name.en}: {head.en}{en}")


def _parts(item: Mapping[str, Any]) -> Iterator[Text]:
    kind = _charge_kind(item)
    facts = {
        "amount": item.get("amount", ""),
        "currency": item["currency"],
        "every": _PERIODS.get(item.get("every", ""), item.get("every", "")),
        "of": item.get("of", ""),
        "rate": _rate(item) if kind == "share" else "",
    }
    yield _KINDS[kind].with_(**facts)
    if item.get("count", 1) != 1 or item.get("per"):
        per = _UNITS.get(item.get("per"), item.get("per"))
        yield Text("按 {count} {per}计", "{count} × {per}").with_(
            count=item.get("count", 1), per=per
        )
    for name, zh, en in (("floor", "每月至少", "at least"), ("cap", "每月至多", "at most")):
        if item.get(name):
            yield Text(f"{zh} {item[name]}", f"{en} {item[name]} a month")
    rounding = item.get("rounding") or {}
    level, mode = rounding.get("level", "invoice"), rounding.get("mode", "half_up")
    yield Text("{level}、{mode}", "{level}, {mode}").with_(
        level=ROUNDING_LEVELS.get(level, level), mode=ROUNDING_MODES.get(mode, mode)
    )


def _rate(item: Mapping[str, Any]) -> Text | str:
    if "rate" in item:
        return str(item["rate"])
    tiers = [(str(tier["from"]), str(tier["rate"])) for tier in item["tiers"]]
    how = _SLICES[item.get("tiers_apply", "slice")]
    zh = "、".join(f"自 {start} 起 {rate}" for start, rate in tiers)
    en = ", ".join(f"from {start} {rate}" for start, rate in tiers)
    return Text(f"{zh}，{how.zh}", f"{en}, {how.en}")
