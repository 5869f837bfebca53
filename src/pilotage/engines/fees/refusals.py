"""Why a case cannot be answered: each refusal as an `Invalid` with its stable code and next step."""

from __future__ import annotations

from datetime import date

from pilotage.kernel.errors import Invalid
from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text


def float_refused(value: object) -> Invalid:
    """A JSON number where a decimal string is due, or a count that is not whole."""
    return Invalid(
        "FLOAT_REFUSED",
        Text(
            "金额、汇率和百分比必须写成字符串，不能写成数字：{value}。",
            "Amounts, rates and percentages are decimal strings, never numbers: {value}.",
        ),
        Text('请写成 "80.50" 这样的字符串。', 'Write it as a string such as "80.50".'),
        value=repr(value),
    )


def bad_item(field: str, value: object) -> Invalid:
    """A fee item, tier or percentage that has no meaning."""
    return Invalid(
        "BAD_ITEM",
        Text(
            "收费项的 {field} 不能用：{value}。", "The fee item's {field} cannot be used: {value}."
        ),
        Text("请按费用合同的写法改正这一项。", "Correct this field as the fee contract spells it."),
        field=field,
        value=repr(value),
    )


def bad_case(field: str, value: object) -> Invalid:
    """A field of the case itself (not of an item) that is absent or has no meaning."""
    return Invalid(
        "BAD_CASE",
        Text("{field} 缺失或不能用：{value}。", "{field} is missing or cannot be used: {value}."),
        Text(
            "请补全后重试；其他各项不受影响。",
            "Supply it and ask again; other cases are unaffected.",
        ),
        field=field,
        value=repr(value),
    )


def fx_missing(currency: str, on: date) -> Invalid:
    """No rate of exchange dated on or before `on`."""
    return Invalid(
        "FX_MISSING",
        Text(
            "没有 {on} 当日或之前的 {currency} 汇率。",
            "There is no {currency} rate dated {on} or earlier.",
        ),
        Text("请提供注明日期的汇率；不会猜测。", "Supply a dated rate; nothing is guessed."),
        currency=currency,
        on=on.isoformat(),
    )


def forecast_missing(of: str, month: Month) -> Invalid:
    """An item needs a month that the forecast does not have."""
    return Invalid(
        "FORECAST_MISSING",
        Text("预测里没有 {month} 的 {of}。", "The forecast has no {of} for {month}."),
        Text("没有销售的月份请写空列表。", "Write an empty list for a month without sales."),
        of=of,
        month=str(month),
    )


def key_conflict(key: str) -> Invalid:
    """One judged key came twice with different content."""
    return Invalid(
        "KEY_CONFLICT",
        Text(
            "同一个键 {key} 有两种不同的内容。", "The key {key} came with two different contents."
        ),
        Text(
            "同一违约只能有一个结论，请核对。", "One breach has one verdict; check which one holds."
        ),
        key=key,
    )


def not_cases(why: Text) -> Invalid:
    """The file is not a JSON list of cases."""
    return Invalid(
        "NOT_CASES",
        Text("文件不是用例列表：{why}。", "The file is not a list of cases: {why}."),
        Text(
            "请给出一个 JSON 列表，每个用例是一个对象。",
            "Give a JSON list with one object per case.",
        ),
        why=why,
    )
