"""What is said when a file the seller keeps cannot be used."""

from __future__ import annotations

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text


def unreadable(name: Text | str, why: Text) -> Invalid:
    """The file as a whole cannot be read."""
    return Invalid(
        "EPR_FILE_UNREADABLE",
        Text("无法读取 {name}：{why}。", "{name} cannot be read: {why}."),
        Text(
            "原文件未改动。请保存为 UTF-8 后重试。",
            "The file is unchanged. Save it as UTF-8 and try again.",
        ),
        name=name,
        why=why,
    )


def bad_field(name: Text | str, where: Text | str, value: object, wanted: Text) -> Invalid:
    """One field cannot be used; `where` is a line or a path such as contracts[2].until."""
    shown = str(value)[:60]
    return Invalid(
        "EPR_FIELD_INVALID",
        Text(
            "{name} 的 {where} 无法使用：“{shown}”，应为{wanted}。",
            "{name}, {where} cannot be used: “{shown}” should be {wanted}.",
        ),
        Text(
            "改正这一处后重试，其余内容不受影响。",
            "Correct this place and try again; the rest is fine.",
        ),
        name=name,
        where=where,
        shown=shown,
        wanted=wanted,
    )
