"""Invented fee plans, shaped as the contract of `fees quote`."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

_FILE = Path(__file__).with_name("plans.yaml")
_KINDS = {"share_of_sales": "share", "project": "project"}


def plan_items(random: Random, category: str, fee_model: str) -> list[dict[str, object]]:
    """Items of one plan: the service by its model, and what is passed through with it."""
    ranges = {**_ranges()["default"], **_ranges().get(category, {})}
    items = [_service(random, category, _KINDS.get(fee_model, "recurring"), ranges)]
    if passed := ranges.get("pass"):
        items.append(_passed(random, category, ranges, passed))
    return items


def _service(random: Random, category: str, kind: str, ranges: dict[str, Any]) -> dict[str, object]:
    item: dict[str, object] = {"code": category, "kind": kind, "currency": ranges["currency"]}
    if "per" in ranges:
        item |= {"per": ranges["per"], "count": 1}
    if kind == "share":
        return item | _share(random, ranges)
    if kind == "project":
        return item | {"amount": _amount(random, *ranges["project"])}
    return item | {
        "amount": _amount(random, ranges["low"], ranges["high"]),
        "every": ranges["every"],
    }


def _share(random: Random, ranges: dict[str, Any]) -> dict[str, object]:
    low, high = (int(Decimal(text) * 10) for text in ranges["share"])
    rate = Decimal(random.randint(low, high)) / 10
    floor = _amount(random, ranges["low"] // 2, ranges["low"])
    return {"of": "sales", "rate": f"{rate}%", "floor": floor}


def _passed(
    random: Random, category: str, ranges: dict[str, Any], passed: dict[str, Any]
) -> dict[str, object]:
    item: dict[str, object] = {
        "code": category,
        "kind": "pass_through",
        "payee": passed["payee"],
        "currency": ranges["currency"],
        "amount": _amount(random, *passed["amount"]),
    }
    if "every" in passed:
        item["every"] = passed["every"]
    if "per" in ranges:
        item |= {"per": ranges["per"], "count": 1}
    return item


def _amount(random: Random, low: int, high: int) -> str:
    step = 5 if high < 1000 else 50
    return f"{random.randint(low // step, max(high // step, low // step)) * step}.00"


@cache
def _ranges() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded
