"""The types of a contract's variables: what a value looks like as JSON, and how it is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pilotage.engines.contracts.charges import is_plan, plan_in_words
from pilotage.kernel.places import NAMES
from pilotage.kernel.text import Text

_HOURS = re.compile(r"PT(?=\d)(?:(\d{1,4})H)?(?:(\d{1,4})M)?", re.ASCII)
_DAYS = re.compile(r"P([1-9]\d{0,3})WD", re.ASCII)
_PERCENT = re.compile(r"(?:0|[1-9]\d{0,2})(?:\.\d{1,4})?%", re.ASCII)
_AMOUNT = re.compile(r"(?:0|[1-9]\d{0,11})(?:\.\d{1,3})?", re.ASCII)
ONE_STOP = {
    "OSS": Text("欧盟一站式申报", "Union One-Stop-Shop"),
    "IOSS": Text("进口一站式申报", "Import One-Stop-Shop"),
}
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kind:
    """`accepts` judges a JSON value, `spoken` says an accepted one, `wanted` says what is accepted."""

    accepts: Callable[[Any], bool]
    spoken: Callable[[Any], Text]
    wanted: Text


def _same(value: object) -> Text:
    return Text(str(value), str(value))


def _is(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_whole(value: Any) -> bool:
    return type(value) is int and 0 < value < 10_000


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _is_budget(value: Any) -> bool:
    return _is(_HOURS)(value) or _is(_DAYS)(value)


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_money(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and value.keys() == {"amount", "currency"}
        and _is(_AMOUNT)(value["amount"])
        and _is(_CURRENCY)(value["currency"])
    )


def _is_tiers(value: Any) -> bool:
    """From 0 % on, no threshold twice: every attainment has exactly one credit."""
    if not isinstance(value, list) or not all(map(_is_tier, value)):
        return False
    starts = [_ten_thousandths(tier["at_least"]) for tier in value]
    return 0 in starts and len(set(starts)) == len(starts)


def _is_tier(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and value.keys() == {"at_least", "credit"}
        and all(map(_is(_PERCENT), value.values()))
    )


def _budget(value: str) -> Text:
    if match := _DAYS.fullmatch(value):
        return Text(f"{match[1]} 个工作日（{value}）", f"{match[1]} working days ({value})")
    hours, minutes = re.findall(r"(\d+)H", value), re.findall(r"(\d+)M", value)
    zh = [*(f"{h} 小时" for h in hours), *(f"{m} 分钟" for m in minutes)]
    en = [*(f"{h} h" for h in hours), *(f"{m} min" for m in minutes)]
    return Text(f"{' '.join(zh)}工作时间（{value}）", f"{' '.join(en)} of working time ({value})")


def _days(value: int) -> Text:
    return Text(f"{value} 天", f"{value} days")


def _money(value: Mapping[str, str]) -> Text:
    return _same(f"{value['currency']} {value['amount']}")


def _words(value: list[str]) -> Text:
    return Text("、".join(value), ", ".join(value)) if value else Text("无", "none")


def _returns(value: list[str]) -> Text:
    names = [ONE_STOP.get(place) or NAMES[place] for place in value]
    return _words_of([Text(f"{n.zh}（{c}）", f"{n.en} ({c})") for n, c in zip(names, value, strict=True)])  # fmt: skip


def _words_of(names: list[Text]) -> Text:
    return Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))


def _is_returns(value: Any) -> bool:
    """Countries whose own VAT return is meant, and the one-stop schemes; none twice."""
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        return False
    return len(set(value)) == len(value) and all(v in ONE_STOP or v in NAMES for v in value)


def _tiers(value: list[dict[str, str]]) -> Text:
    ordered = sorted(value, key=lambda tier: -_ten_thousandths(tier["at_least"]))
    zh = "，".join(f"不低于 {t['at_least']} 的赔 {t['credit']}" for t in ordered)
    en = "; ".join(f"at least {t['at_least']}: {t['credit']}" for t in ordered)
    return Text(zh, en[0].upper() + en[1:])


def _ten_thousandths(percent: str) -> int:
    whole, _, fraction = percent.removesuffix("%").partition(".")
    return int(whole) * 10_000 + int(fraction.ljust(4, "0"))


KINDS: dict[str, Kind] = {
    "budget": Kind(
        _is_budget,
        _budget,
        Text("应为工作时间，如 PT4H 或 P3WD", "must be working time such as PT4H or P3WD"),
    ),
    "clock": Kind(_is(_CLOCK), _same, Text("应为时刻，如 17:00", "must be a time such as 17:00")),
    "percent": Kind(
        _is(_PERCENT), _same, Text("应为百分比，如 10%", "must be a percentage such as 10%")
    ),
    "days": Kind(_is_whole, _days, Text("应为天数", "must be a number of days")),
    "count": Kind(_is_whole, _same, Text("应为正整数", "must be a whole number above zero")),
    "date": Kind(
        _is_date, _same, Text("应为日期，如 2026-12-31", "must be a date such as 2026-12-31")
    ),
    "money": Kind(
        _is_money,
        _money,
        Text(
            '应为金额，如 {"amount": "80.00", "currency": "EUR"}',
            'must be an amount such as {"amount": "80.00", "currency": "EUR"}',
        ),
    ),
    "words": Kind(
        _is_words, _words, Text("应为非空的文字列表", "must be a list of words, not empty")
    ),
    "returns": Kind(
        _is_returns,
        _returns,
        Text(
            "应为国家代码或 OSS、IOSS 的列表，如 DE",
            "must be a list of country codes, or OSS and IOSS, such as DE",
        ),
    ),
    "text": Kind(_is_text, _same, Text("应为一行文字", "must be one line of text")),
    "calendar": Kind(_is_text, _same, Text("应为日历名称", "must be the name of a calendar")),
    "tiers": Kind(
        _is_tiers,
        _tiers,
        Text(
            "应为赔偿阶梯，含 0% 起的一档且不重复",
            "must be tiers with one from 0% and none twice",
        ),
    ),
    "plan": Kind(
        is_plan,
        plan_in_words,
        Text(
            "应为收费项，每项写明服务、方式、币种与金额",
            "must be charges, each with its service, way, currency and amount",
        ),
    ),
    "choice": Kind(_is_text, _same, Text("应为选项之一", "must be one of the choices")),
}
