"""What leaves with a seller: its applications as typed what the pre-audits found, and its processes before a contract."""

from pilotage.engines.exits import SECRET, Apart, Owned, Tag
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
    "PaperMark": Apart("platform", Text("平台对多家资料的比对", "The programme's comparing of several sellers' papers")),
    "FieldWord": Owned(
        "paper__application__organisation",
        Text("人工核对的字段", "Fields that a person settled"),
        {
            "paper": Text("资料的内部序号", "Internal number of the paper"),
            "field": Text("字段", "Field"),
            "value": Text("人工确认的内容", "What a person says stands there"),
            "read": Text("机器读到的内容", "What the reader told"),
            "by": Text("核对操作人", "Settled by"),
            "by_name": Text("核对人姓名", "Name of who settled it"),
        },
    ),
    "PreAudit": Owned(
        "application__organisation",
        Text("资料预审", "Pre-audits"),
        {
            "application": Text("申请的内部序号", "Internal number of the application"),
            "verdict": Text("结论", "Verdict"),
        },
    ),
    "Intake": Owned(
        "referral__request__seller",
        Text("对接流程", "Processes before a contract"),
        {
            "referral": Text("推荐的内部序号", "The referral's internal number"),
            "words": Text("清单与协议的版本", "Version of the list and the agreements"),
            "calendar": Text("计时日历", "Calendar of the clock"),
            "opened_by": Text("发起人", "Begun by"),
            "opened_at": Text("发起时间", "Begun at"),
        },
        kept_as="contracts",
    ),
    "IntakeMove": Owned(
        "intake__referral__request__seller",
        Text("对接流程的每一步", "Moves of these processes"),
        {
            "intake": Text("流程的内部序号", "Internal number of the process"),
            "event": Text("做了什么", "What was done"),
            "side": Text("哪一方", "By which side"),
            "papers": Text("提交的资料", "Papers handed in"),
            "note": Text("内容", "Its words"),
            "signed": Text("所签文本的 SHA-256", "SHA-256 of what was signed"),
            "by": Text("操作人", "By"),
            "by_name": Text("操作人姓名", "Name of who did it"),
        },
        kept_as="contracts",
    ),
}  # fmt: skip
