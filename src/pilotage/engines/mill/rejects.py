"""Rows that could not be read: where, which cell, and why in words."""

from __future__ import annotations

from dataclasses import dataclass

from pilotage.kernel.text import Text

REASONS: dict[str, Text] = {
    "NOT_A_NUMBER": Text(
        "不是数字（小数点应为「.」，不能带 % 或千分位）",
        "not a number (decimal point, no % and no thousands sign)",
    ),
    "NOT_A_DATE": Text(
        "不是日期（应为 日-月-年、年-月-日 或 日/月/年）",
        "not a date (dd-mm-yyyy, yyyy-mm-dd or dd/mm/yyyy)",
    ),
    "NOT_A_MONTH": Text("不是期间（应如 2026-JAN）", "not a period (such as 2026-JAN)"),
    "QTY_BLANK": Text("数量为空", "the quantity is blank"),
    "QTY_ZERO": Text("数量为 0", "the quantity is 0"),
    "NO_DATE": Text("四个日期全部为空", "all four dates are blank"),
    "NO_PERIOD": Text(
        "期间与完成日期都为空，无法归入任何月份",
        "neither a period nor a completion date: the row belongs to no month",
    ),
    "QUOTE_OPEN": Text("引号没有闭合", "a quote is never closed"),
    "QUOTE_BROKEN": Text(
        "引号之后还有文字，单元格边界不明",
        "text follows a closing quote, so the cells cannot be told apart",
    ),
    "TOO_MANY_CELLS": Text(
        "单元格比表头多，各列可能已错位", "more cells than the header has; columns may have shifted"
    ),
    "CUT_SHORT": Text("文件在这一行中间断开", "the file breaks off inside this row"),
    "LINE_TOO_LONG": Text("这一行超过 1 MiB", "the row is longer than 1 MiB"),
    "NUL_BYTE": Text("含有 NUL 字节", "the row contains a NUL byte"),
}


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be read; `row` counts from 1 at the first data row."""

    file: str
    row: int
    column: str  # header, "" when the whole line is broken
    value: str  # at most 200 characters of the cell or line
    code: str

    @property
    def reason(self) -> Text:
        return REASONS[self.code]
