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


def too_large(size: int, largest: int) -> Invalid:
    """A size beyond what a month of sales can be."""
    return _refused(
        "TOO_LARGE",
        "文件有 {size} 字节，超过上限 {largest} 字节。没有读取任何内容。",
        "The file has {size} bytes, more than the limit of {largest}. Nothing was read.",
        Text(
            "请按月下载报告，每个月一个文件分别上传。",
            "Download the report month by month and upload one file per month.",
        ),
        size=size,
        largest=largest,
    )


def empty() -> Invalid:
    """No bytes, or nothing but blanks."""
    return _refused(
        "EMPTY_FILE",
        "文件是空的，没有一行内容。",
        "The file is empty; there is not a single line in it.",
    )


def not_text(code: str, name: Text) -> Invalid:
    """A file of another format under a report's name."""
    return _refused(
        code,
        "这是{name}，不是 CSV 或 TXT 文本报告。没有读取任何行。",
        "This is {name}, not a CSV or TXT report. No row was read.",
        name=name,
    )


def other_report(name: Text) -> Invalid:
    """A report of Amazon's, but another one."""
    return _refused(
        "WRONG_REPORT",
        "这是{name}，不是《亚马逊增值税交易报告》（Amazon VAT Transactions Report）。没有读取任何行。",
        "This is {name}, not the Amazon VAT Transactions Report. No row was read.",
        name=name,
    )


def not_this_report(header: str) -> Invalid:
    """A text file whose header is not this report's."""
    return _refused(
        "NOT_THE_REPORT",
        "第一行不是《亚马逊增值税交易报告》的表头，而是：{header}。没有读取任何行。",
        "The first line is not the header of the Amazon VAT Transactions Report but: {header}. No row was read.",
        header=header,
    )
