"""What leaves with a seller: its advertising plans with every decision, and the proofs."""

from pilotage.engines.exits import Owned, Tag
from pilotage.kernel.text import Text

_FIRM = Text(
    "准备方的内部序号；空为卖家自己", "Internal number of who prepared it; empty: the seller"
)
_SITE = Text("站点；* 为全部", "Site; * for all of them")
_WISHES = Text("目标与限制", "Targets and limits asked for")

TABLES: dict[str, Tag] = {
    "AdPlan": Owned(
        "organisation",
        Text("广告计划", "Advertising plans"),
        {
            "firm": _FIRM,
            "site": _SITE,
            "wishes": _WISHES,
            "summary": Text("摘要与文件情况", "Summary, and how the files were"),
            "changes": Text("更改数", "How many changes"),
            "advice": Text("建议数", "How many pieces of advice"),
            "rows_sha256": Text("逐条更改文件的 SHA-256", "SHA-256 of the file of changes"),
            "json_sha256": Text("计划 JSON 的 SHA-256", "SHA-256 of the plan as JSON"),
            "book_sha256": Text("计划表格的 SHA-256", "SHA-256 of the plan as workbook"),
            "sheet_sha256": Text("上传表格的 SHA-256", "SHA-256 of the sheet to upload"),
            "note": Text("最近一次提交或退回的说明", "What was said when last proposed or returned"),
            "proposed_by": Text("提交批准人", "Proposed by"),
            "proposed_at": Text("提交批准时间", "Proposed at"),
            "approved_by": Text("批准人", "Approved by"),
            "approved_at": Text("批准时间", "Approved at"),
            "accepted": Text("批准时采纳的更改数", "How many changes were accepted when approved"),
            "applied_by": Text("登记上传的人", "Who noted that it was applied"),
            "applied_at": Text("登记上传的时间", "When that was noted"),
            "applied_on": Text("上传日期", "The day it was applied"),
        },
        files=("rows_sha256", "json_sha256", "book_sha256", "sheet_sha256"),
    ),
    "AdInput": Owned(
        "plan__organisation",
        Text("广告计划所用文件", "Files of advertising plans"),
        {"plan": Text("计划的内部序号", "Internal number of the plan")},
    ),
    "AdDecision": Owned(
        "plan__organisation",
        Text("对更改的决定", "Decisions about changes"),
        {
            "plan": Text("计划的内部序号", "Internal number of the plan"),
            "verdict": Text("决定", "Verdict"),
            "reason": Text("理由", "Reason"),
            "spans": Text("更改的位置区间", "Runs of positions of the changes"),
            "count": Text("更改数", "How many changes"),
            "by": Text("决定人", "Decided by"),
        },
    ),
    "AdProof": Owned(
        "organisation",
        Text("广告效果核验", "Proofs of what changes did"),
        {"firm": _FIRM, "site": _SITE, "wishes": _WISHES},
    ),
    "AdProofFile": Owned(
        "proof__organisation",
        Text("效果核验所用文件", "Files of proofs"),
        {"proof": Text("核验的内部序号", "Internal number of the proof")},
    ),
}  # fmt: skip
