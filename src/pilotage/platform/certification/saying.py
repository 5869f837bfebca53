"""What each reason of the gate says. `GAPS` from the nearest to the farthest: the first that fits tells the shortest way back."""

from __future__ import annotations

from pilotage.kernel.text import Text

GAPS: dict[str, Text] = {
    "NOT_YET_VALID": Text("尚未生效：{what}", "not yet valid: {what}"),
    "CHECK_TOO_OLD": Text(
        "平台上次核对登记已过期，待复核：{what}",
        "the last look into the register is too old: {what}",
    ),
    "SURVEILLANCE_LAPSED": Text(
        "监督审核逾期，宽限已过：{what}", "surveillance overdue and its grace over: {what}"
    ),
    "REGISTER_SUSPENDED": Text("登记机构显示暂停：{what}", "suspended in the register: {what}"),
    "DETAILS_MISSING": Text("证书要素未填全：{what}", "details of the paper missing: {what}"),
    "IDENTITY_NOT_CHECKED": Text(
        "持有人身份未核验：{what}", "the holder's identity is not checked: {what}"
    ),
    "NO_HOLDER": Text("未写明由谁持有：{what}", "does not say whose it is: {what}"),
    "HOLDER_LEFT": Text("持有人已离职：{what}", "its holder has left: {what}"),
    "OTHER_EDITION": Text("版次不再认可：{what}", "an edition that no longer counts: {what}"),
    "EXPIRED": Text("已过期：{what}", "expired: {what}"),
    "MALFORMED": Text("编号格式不正确：{what}", "number not well-formed: {what}"),
    "NOT_CHECKED": Text("待平台核验：{what}", "not checked yet: {what}"),
    "REFUSED": Text("未获采信：{what}", "not accepted: {what}"),
    "MISSING": Text("缺少：{what}", "missing: {what}"),
}
GRACE: dict[str, Text] = {
    "CHECK_DUE": Text("待平台复核登记（宽限中）：{what}", "register to be looked up again (in grace): {what}"),
    "SURVEILLANCE_DUE": Text("监督审核到期（宽限中）：{what}", "surveillance due (in grace): {what}"),
}  # fmt: skip
