"""How a table is owned, as each room says it of each of its own in `exports.py`. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pilotage.kernel.text import Text


@dataclass(frozen=True)
class Owned:
    """A table that leaves with the seller.

    `through` leads from a row to the seller's organisation along relations (`run__organisation`); empty where
    the row is the organisation. Every field is in `columns`, in `USUAL`, or in `withheld` with the reason.
    `files` are the columns that hold the SHA-256 of a kept file. `kept_as` is the key in the law table
    `retention` by which the law keeps such rows when a seller asks to be erased; empty where nothing does.
    """

    through: str
    says: Text
    columns: Mapping[str, Text] = field(default_factory=dict)
    withheld: Mapping[str, Text] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    kept_as: str = ""

    def word(self, name: str) -> Text:
        """What a column holds, for the data dictionary; raises `KeyError` for a field nobody described."""
        return self.columns.get(name) or USUAL[name]


@dataclass(frozen=True, slots=True)
class Apart:
    """A table of which no row leaves as a table: whose it is, and why."""

    whose: Literal["partner", "platform", "bundle"]
    why: Text


Tag = Owned | Apart
SECRET = Text("密钥或口令的摘要，不交给任何人", "The digest of a secret; given to nobody")

# Fields that mean the same in every table.
USUAL = {
    "id": Text("内部序号", "Internal number"),
    "ref": Text("编号", "Reference"),
    "organisation": Text("卖家的内部序号", "The seller's internal number"),
    "seller": Text("卖家的内部序号", "The seller's internal number"),
    "partner": Text("服务商的内部序号", "The partner's internal number"),
    "person": Text("人员的内部序号", "The person's internal number"),
    "document": Text("文件的内部序号", "The document's internal number"),
    "run": Text("税务运行的内部序号", "The tax run's internal number"),
    "kind": Text("种类", "Kind"),
    "state": Text("状态", "State"),
    "name": Text("名称", "Name"),
    "role": Text("角色", "Role"),
    "at": Text("时间（UTC）", "When (UTC)"),
    "on": Text("所依据的日期", "The day it is about"),
    "why_zh": Text("原因（中文）", "Reason, Chinese"),
    "why_en": Text("原因（英文）", "Reason, English"),
    "profile": Text("当时的卖家资料", "The seller's profile at that time"),
    "content": Text("内容", "Content"),
    "done": Text("已处理", "Done"),
    "total": Text("总数", "Total"),
    "result": Text("结果", "Result"),
    "error": Text("失败原因", "Why it failed"),
    "law_digest": Text("所用法规表的摘要", "Digest of the law tables used"),
    "version": Text("所用版本", "Version used"),
    "position": Text("次序", "Position"),
    "period": Text("申报期", "Period"),
    "jurisdiction": Text("辖区", "Jurisdiction"),
    "sha256": Text("文件内容的 SHA-256", "SHA-256 of the file's content"),
    "size": Text("字节数", "Bytes"),
    "started_by": Text("发起人", "Started by"),
    "started_at": Text("发起时间", "Started at"),
    "ended_at": Text("结束时间", "Ended at"),
    "created_by": Text("建立人", "Made by"),
    "created_at": Text("建立时间", "Made at"),
    "updated_by": Text("更新人", "Changed by"),
    "updated_at": Text("更新时间", "Changed at"),
    "expires_at": Text("失效时间", "Ends at"),
    "revoked_at": Text("撤销时间", "Revoked at"),
    "contact_name": Text("联系人", "Contact"),
    "contact_email": Text("联系邮箱", "Contact e-mail"),
    "contact_phone": Text("联系电话", "Contact telephone"),
    "email": Text("邮箱", "E-mail"),
    "number": Text("号码", "Number"),
    "hash": Text("内容的 SHA-256", "SHA-256 of the content"),
    "side": Text("哪一方", "Which side"),
    "contract": Text("合同的内部序号", "The contract's internal number"),
    "purpose": Text("用途", "Purpose"),
    "amount": Text("金额", "Amount"),
    "currency": Text("货币", "Currency"),
    "text": Text("内容", "Words"),
    "title": Text("标题", "Title"),
    "opened_at": Text("开始时间", "Opened at"),
    "tries": Text("尝试次数", "Tries"),
}
