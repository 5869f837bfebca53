"""Files that are none of Amazon's Ads files: each refused by its name, with the next step."""

from __future__ import annotations

from pathlib import Path

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_NEXT = Text(
    "请从广告控制台重新下载搜索词、投放或批量操作文件，不要打开另存，直接使用。",
    "Download the search-term, targeting or bulk file again from the advertising console and use it unopened.",
)
_SAYS = {
    "FILE_UNREADABLE": Text("无法读取文件 {file}。", "File {file} cannot be read."),
    "EMPTY_FILE": Text("文件 {file} 是空的。", "File {file} is empty."),
    "NOT_AN_ADS_FILE": Text(
        "{file} 里没有可识别的广告表头（看到：{shown}）。没有读取任何行。",
        "{file} has no header of an advertising report (seen: {shown}). No row was read.",
    ),
    "NO_TEXT": Text(
        "{file} 已损坏，或不是表格、文本、JSON。",
        "{file} is broken, or no workbook, text or JSON at all.",
    ),
    "BROKEN_WORKBOOK": Text(
        "{file} 是损坏的工作簿，无法打开。", "{file} is a broken workbook; it cannot be opened."
    ),
    "BROKEN_JSON": Text(
        "{file} 不是完整的广告接口 JSON。",
        "{file} is no complete JSON of the advertising interface.",
    ),
    "BROKEN_PARQUET": Text(
        "{file} 是损坏的 Parquet 文件。", "{file} is a broken Parquet file; it cannot be read."
    ),
    "TOO_LARGE": Text(
        "{file} 解压后超过 4 GB。没有读取任何行。",
        "{file} unpacks to more than 4 GB. No row was read.",
    ),
    "NO_MEASURES": Text(
        "{file} 没有点击和花费列，无法汇总。",
        "{file} has no columns of clicks and spend; there is nothing to add up.",
    ),
}


def refused(code: str, path: Path, shown: str = "") -> Invalid:
    """The refusal of `path` by its code."""
    return Invalid(code, _SAYS[code], _NEXT, file=path.name, shown=shown.replace("\0", " "))
