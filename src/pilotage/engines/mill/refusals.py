"""Files that are not the VAT Transactions Report: each refused by its name, with the next step."""

from __future__ import annotations

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_DOWNLOAD = Text(
    "请在卖家平台「数据报告 → 库存和销售报告 → 亚马逊物流 → 亚马逊增值税交易报告」按月下载 CSV 或 TXT，不要打开另存，直接上传。",
    "In Seller Central choose Reports → Fulfilment → Amazon VAT Transactions Report, download a month as CSV or TXT, and upload it unopened.",
)


def _refused(code: str, zh: str, en: str, next_step: Text = _DOWNLOAD, **facts: object) -> Invalid:
    return Invalid(code, Text(zh, en), next_step, **facts)


def columns_missing(headers: list[str]) -> Invalid:
    """A header that is this report's, but lost columns that decide tax."""
    return _refused(
        "COLUMNS_MISSING",
        "报告缺少决定税务处理的列：{columns}。没有读取任何行。",
        "The report lacks columns that decide its tax treatment: {columns}. No row was read.",
        columns=", ".join(headers),
    )


def columns_twice(headers: list[str]) -> Invalid:
    """A header that names a column twice: which one counts cannot be known."""
    return _refused(
        "COLUMN_TWICE",
        "报告中同一列出现两次：{columns}。没有读取任何行。",
        "A column occurs twice in the report: {columns}. No row was read.",
        columns=", ".join(headers),
    )
