"""The plan as a workbook for people: every change with its reason in both languages, figures and guards."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pilotage.engines.ads.as_json import change_json
from pilotage.engines.ads.changes import Change
from pilotage.engines.ads.plan import Plan

HEADS = (
    "种类 · Kind", "广告活动 · Campaign", "广告组 · Ad group", "投放或搜索词 · Target or term", "匹配 · Match",
    "从 · From", "到 · To", "点击 · Clicks", "订单 · Orders", "花费 · Spend", "销售额 · Sales", "原因", "Reason",
    "保护规则 · Guards",
)  # fmt: skip
_MOST = 1_000_000  # a worksheet ends at 1,048,576 rows; what is beyond stands in the JSON


def write_book(found: Plan, path: Path) -> None:
    """Write changes on one sheet and advice on another."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for title, all_ in (("更改 Changes", found.changes), ("建议 Advice", found.advice)):
        sheet = book.create_sheet(title)
        sheet.append(list(HEADS))
        _fill(sheet, all_)
    book.save(path)


def _fill(sheet: Any, all_: Iterable[Change]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    def cell(value: object) -> Any:
        if not isinstance(value, str):
            return value
        one = WriteOnlyCell(sheet, value=None)
        one.value, one.data_type = (
            ILLEGAL_CHARACTERS_RE.sub("\ufffd", value),
            "s",
        )  # a term that begins with = is no formula
        return one

    for number, one in enumerate(all_):
        if number == _MOST:
            return
        sheet.append([cell(value) for value in _row(one)])


def _row(one: Change) -> tuple[object, ...]:
    said, ids = change_json(one), one.ids
    subject = str(one.says.get("term", "")) or ids.get("targeting", "")
    match = str(one.says.get("match_type", "")) or ids.get("match_type", "")
    figures = (one.evidence.get(name) for name in ("clicks", "orders", "spend", "sales"))
    return (
        one.what, ids.get("campaign_name", ""), ids.get("ad_group_name", ""), subject, match,
        said["from"], said["to"], *figures, said["reason_zh"], said["reason_en"],
        " ".join(one.guards),
    )  # fmt: skip
