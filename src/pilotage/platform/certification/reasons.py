"""Coded reasons: why an item is not approved, and why a mark goes on a record. The code is for counting, the words for people."""

from __future__ import annotations

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

DECISION: dict[str, Text] = {
    "EVIDENCE_MISSING": Text("缺少所需证明", "Evidence is missing"),
    "NOT_READABLE": Text("文件无法辨认", "The paper cannot be read"),
    "OTHER_FIRM": Text("证明属于另一主体", "The evidence is of another company"),
    "SCOPE_TOO_NARROW": Text("范围不含该服务或国家", "The scope does not reach this service or country"),
    "NOT_IN_REGISTER": Text("登记机构查不到或不符", "The register does not have it, or says otherwise"),
    "OUT_OF_DATE": Text("已过期或即将到期", "It has run out or is about to"),
    "OLD_EDITION": Text("版次不再认可", "An edition that no longer counts"),
    "HOLDER_NOT_SHOWN": Text("持有人未写明或身份未核验", "Whose it is is not shown or not checked"),
    "OTHER": Text("其他（见说明）", "Other (see the words)"),
}  # fmt: skip
MARK: dict[str, Text] = {
    "LATE": Text("多次逾期", "Late again and again"),
    "FALSE_PAPER": Text("提交不实材料", "Papers that are not true"),
    "PROMISE": Text("承诺排名、收益等不得承诺的结果", "Promised what nobody may promise"),
    "OVERREACH": Text("超范围使用数据或权限", "Used data or rights beyond what was given"),
    "SUBCONTRACTED": Text("未披露转包", "Handed on without saying so"),
    "BADGE_OVERSTATED": Text("标识用于未认证的类目", "Used the badge beyond its category"),
    "UNREACHABLE": Text("失联", "Not to be reached"),
    "OTHER": Text("其他（见说明）", "Other (see the words)"),
}


def check_code(known: dict[str, Text], code: str) -> None:
    """Raises `Invalid` for a code that is not on the list; none is allowed."""
    if code and code not in known:
        raise Invalid(
            "NO_SUCH_REASON",
            Text("没有这个原因代码：{asked}。", "There is no such reason: {asked}."),
            Text("请从列表中选择。", "Choose one of the list."),
            asked=code[:40],
        )
