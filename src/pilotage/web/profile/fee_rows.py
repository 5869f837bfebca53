"""A fee plan as rows of a form, and back: the item kinds of `fees quote` with the fields that they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import QueryDict

from pilotage.engines.fees import Every, Payee
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.directory import exchange
from pilotage.platform.directory.actions.offers import MOST_ITEMS
from pilotage.web.directory.names import MODELS
from pilotage.web.speech import say

Row = dict[str, str]
Item = dict[str, object]

FIELDS = (
    "kind",
    "currency",
    "amount",
    "every",
    "per",
    "rate",
    "floor",
    "cap",
    "payee",
)
EMPTY: Row = {**dict.fromkeys(FIELDS, ""), "kind": "recurring", "currency": "EUR", "every": "month"}
_ONCE = Text("一次性", "Once")
_EVERY = {
    Every.MONTH: Text("每月", "A month"),
    Every.QUARTER: Text("每季", "A quarter"),
    Every.YEAR: Text("每年", "A year"),
}
_PER = {
    "": Text("整项", "In all"),
    "country": Text("每国", "Per country"),
    "class": Text("每类", "Per class"),
}
_PAYEES = {
    Payee.GOVERNMENT: Text("付给官方", "To an authority"),
    Payee.THIRD_PARTY: Text("付给第三方", "To a third party"),
}


def choices() -> dict[str, list[tuple[str, str]]]:
    """What each list of a row offers, in the reader's language."""
    return {
        "kinds": [(code, say(name)) for code, name in MODELS.items()],
        "currencies": [(code, code) for code in exchange.currencies()],
        "everys": [*((e.value, say(name)) for e, name in _EVERY.items()), ("", say(_ONCE))],
        "pers": [(code, say(name)) for code, name in _PER.items()],
        "payees": [(payee.value, say(name)) for payee, name in _PAYEES.items()],
    }


def rows_of(data: QueryDict) -> list[Row]:
    """The rows as typed, in order; each field is sent once for each row."""
    columns = [data.getlist(field)[:MOST_ITEMS] for field in FIELDS]
    return [
        dict(zip(FIELDS, (text.strip() for text in row), strict=True))
        for row in zip(*columns, strict=False)
    ]


def items_of(rows: Sequence[Row], category: str) -> list[Item]:
    """The plan's items, all for this service; raises `Invalid` that names the row."""
    return [item_of(row, category, number) for number, row in enumerate(rows, 1)]


def rows_from(items: Sequence[Mapping[str, object]]) -> list[Row]:
    """A kept plan as rows to edit."""
    return [_row(item) for item in items]


def item_of(row: Row, category: str, number: int) -> Item:
    """One row as an item for this service; raises `Invalid` that names the row by `number`."""
    item: Item = {"code": category, "kind": row["kind"], "currency": row["currency"], "count": 1}
    kind = row["kind"]
    if kind == "share":
        return item | _share(row, number)
    item["amount"] = _amount(row["amount"], number)
    if kind == "per_unit":
        return item | {"of": "units"}
    if row["per"]:
        item["per"] = row["per"]
    if kind == "recurring" or (kind == "pass_through" and row["every"]):
        item["every"] = row["every"] or Every.MONTH.value
    if kind == "pass_through":
        item["payee"] = row["payee"] or Payee.GOVERNMENT.value
    return item


def _share(row: Row, number: int) -> Item:
    item: Item = {"of": "sales", **_rates(row["rate"], number)}
    limits = {name: row[name] for name in ("floor", "cap") if row[name]}
    return item | {name: _amount(text, number) for name, text in limits.items()}


def _rates(text: str, number: int) -> Item:
    """`3%`, or by tier: `0: 3%, 10000: 2%`."""
    if not text:
        raise _row_refused(number, Text("请填写比例", "give the percentage"))
    if ":" not in text.replace("：", ":"):
        return {"rate": _percent(text)}
    parts = text.replace("：", ":").replace("，", ",").split(",")
    tiers = [part.partition(":")[::2] for part in parts if part.strip()]
    return {
        "tiers": [{"from": _amount(start, number), "rate": _percent(rate)} for start, rate in tiers]
    }


def _percent(text: str) -> str:
    return f"{text.strip().rstrip('%％').strip()}%"


def _amount(text: str, number: int) -> str:
    plain = text.strip().replace(",", "")
    if not plain or not plain.replace(".", "", 1).isdigit():
        raise _row_refused(number, Text("金额应是数字", "the amount is a number"))
    return plain


def _row_refused(number: int, why: Text) -> Invalid:
    return Invalid(
        "FEE_ROW",
        Text("第 {number} 个收费项：{why}。", "Charge {number}: {why}."),
        number=number,
        why=why,
    )


def _row(item: Mapping[str, object]) -> Row:
    kept = {field: str(item[field]) for field in FIELDS if item.get(field) is not None}
    row = {**dict.fromkeys(FIELDS, ""), **kept}
    tiers = item.get("tiers")
    if isinstance(tiers, list):
        row["rate"] = ", ".join(f"{tier['from']}: {tier['rate']}" for tier in tiers)
    return row
