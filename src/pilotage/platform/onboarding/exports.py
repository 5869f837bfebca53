"""What leaves with a seller: its applications as typed and what the pre-audits found; the papers are its own already."""

from pilotage.engines.exits import SECRET, Owned, Tag
from pilotage.kernel.text import Text

_SEALED = Text(
    "加密存放且按期销毁；原件在您手里，未到期可在预审页下载",
    "Sealed and thrown away in time; the original is yours, and can be fetched on its page until then",
)

TABLES: dict[str, Tag] = {
    "Dossier": Owned(
        "organisation",
        Text("开店申请", "Shop applications"),
        {
            "marketplace": Text("站点", "Store"),
            "typed": Text("填写的内容", "What was typed"),
            "opened_by": Text("建立人", "Opened by"),
            "opened_at": Text("建立时间", "Opened at"),
            "changed_at": Text("最后改动", "Last changed"),
            "keep_until": Text("资料保存到", "Papers kept until"),
            "gone_at": Text("资料销毁时间", "Papers put away at"),
        },
        withheld={"sealed_key": SECRET},
    ),
    "Paper": Owned(
        "application__organisation",
        Text("开店资料清单", "Papers of shop applications"),
        {
            "application": Text("申请的内部序号", "Internal number of the application"),
            "file_name": Text("文件名", "File name"),
            "ending": Text("文件类型", "File type"),
            "print": Text("原件的 SHA-256", "SHA-256 of the original"),
            "read": Text("读到的内容", "What was read from it"),
            "added_by": Text("上传人", "Added by"),
            "added_at": Text("上传时间", "Added at"),
            "removed_at": Text("移除时间", "Removed at"),
        },
        withheld={"sha256": _SEALED, "page_sha256": _SEALED},
    ),
    "PreAudit": Owned(
        "application__organisation",
        Text("资料预审", "Pre-audits"),
        {
            "application": Text("申请的内部序号", "Internal number of the application"),
            "verdict": Text("结论", "Verdict"),
        },
    ),
}  # fmt: skip
