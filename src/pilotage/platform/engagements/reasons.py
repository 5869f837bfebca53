"""Why a partner declines: a closed list, so that reasons can be counted and the seller can act on them."""

from __future__ import annotations

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

DECLINE: dict[str, Text] = {
    "NO_CAPACITY": Text("近期没有余力", "No capacity at present"),
    "OUT_OF_SCOPE": Text("不提供所需的服务", "Does not offer this service"),
    "SITE_NOT_COVERED": Text("不覆盖所需的国家站点", "Does not cover the country site"),
    "LANGUAGE": Text("语言不匹配", "Language does not fit"),
    "BUDGET": Text("预算不足", "Budget too low"),
    "TIMING": Text("时间来不及", "Cannot meet the date"),
    "BRIEF_UNCLEAR": Text("需求说明不清楚", "The brief is unclear"),
    "CONFLICT": Text("存在利益冲突", "Conflict of interest"),
    "PROHIBITED": Text("要求违反平台政策", "Asks for something against policy"),
    "SPAM": Text("不是真实需求", "Not a genuine request"),
}


def check_decline(code: str) -> None:
    """Raises `Invalid` for a code that is not on the list."""
    if code not in DECLINE:
        raise Invalid(
            "DECLINE_REASON_MISSING",
            Text("请选择婉拒的原因，卖家会看到。", "Choose a reason; the seller will see it."),
        )
