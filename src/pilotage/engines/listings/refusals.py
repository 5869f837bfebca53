"""Why a file of listings cannot be used at all: one sentence and the next step."""

from __future__ import annotations

from pathlib import Path

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_SAYS = {
    "FILE_UNREADABLE": (
        Text("无法读取文件 {file}。", "File {file} cannot be read."),
        Text("请检查路径，或从卖家平台重新下载模板后再导出。", "Check the path, or export it anew from a fresh template."),
    ),
    "EMPTY_FILE": (
        Text("文件 {file} 是空的。", "File {file} is empty."),
        Text("请填入商品后再检查。", "Fill in listings and check again."),
    ),
    "FILE_TOO_LARGE": (
        Text("工作簿 {file} 解压后过大。", "Workbook {file} is too large once unpacked."),
        Text("请另存为制表符分隔的文本后再检查。", "Save it as tab-separated text and check that."),
    ),
    "OLD_WORKBOOK": (
        Text("{file} 是旧版 .xls 工作簿。", "{file} is an old .xls workbook."),
        Text("请另存为 .xlsx 或制表符分隔的文本。", "Save it as .xlsx or as tab-separated text."),
    ),
    "JSON_BROKEN": (
        Text("{file} 不是完整的 JSON。", "{file} is not whole JSON."),
        Text("请重新导出该文件。", "Export the file again."),
    ),
    "NOT_LISTINGS": (
        Text("{file} 中没有商品信息的列（如 title/标题、item_name、bullet_point）。", "{file} has no column of a listing (such as title/标题, item_name, bullet_point)."),
        Text("请使用亚马逊的商品模板，或在首行写明列名。", "Use Amazon's listing template, or name the columns in the first row."),
    ),
}  # fmt: skip


def refused(code: str, path: Path) -> Invalid:
    """The refusal of a code for a file."""
    says, step = _SAYS[code]
    return Invalid(code, says, step, file=path.name)
