"""Which files of a month can be had over a connection, and of the others why the seller brings them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from pilotage.engines.sp_api.roles import roles
from pilotage.engines.sp_api.table import rows
from pilotage.kernel.text import Text


class Way(StrEnum):
    """How a file is had: only what is `ASKED` is ever asked for."""

    ASKED = "asked"
    FOUND = "found"
    RESTRICTED = "restricted"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class MonthFile:
    """One row of `reports.tsv`; `is_of_day` when it says how things stand when asked, whatever the month."""

    type: str
    way: Way
    is_of_day: bool
    roles: tuple[str, ...]
    ending: str
    says: Text


@cache
def month_files() -> tuple[MonthFile, ...]:
    """Every recorded file of a month, in the order in which it is shown."""
    return tuple(
        MonthFile(
            row["report"], Way(row["way"]), row["window"] == "day", tuple(row["roles"].split()),
            row["ending"], Text(row["zh"], row["en"]),
        )
        for row in rows("reports")
    )  # fmt: skip


def by_hand(one: MonthFile, consented: Collection[str], *, is_last_month: bool) -> Text | None:
    """Why the seller brings this file; None when it is asked for under the roles `consented` to."""
    lacks = not set(one.roles) & set(consented)
    if lacks and any(role.opens_never for role in roles() if role.name in one.roles):
        return _ROLE_OPENS_NEVER.with_(roles=", ".join(one.roles))
    if one.way is not Way.ASKED:
        return _WHY[one.way]
    if lacks:
        return _NO_ROLE.with_(roles=", ".join(one.roles))
    return None if is_last_month or not one.is_of_day else _DAY_IS_GONE


_WHY = {
    Way.FOUND: Text(
        "不是按需生成的报告，本版本不读取。", "Not a report that is asked for; not read here."
    ),
    Way.RESTRICTED: Text(
        "属于亚马逊的受限报告，所需的受限令牌不在允许的调用清单内。",
        "A restricted report: the token it needs is not on the list of calls.",
    ),
    Way.ELSEWHERE: Text(
        "属于广告接口，需要另外的授权，本平台不申请。",
        "Of the advertising interface, with a consent of its own that is not asked for.",
    ),
}
_ROLE_OPENS_NEVER = Text(
    "需要的权限（{roles}）也能动用库存或资金，所以不申请。",
    "The role it needs ({roles}) could also move stock or money: it is not asked for.",
)
_NO_ROLE = Text(
    "授权时没有同意需要的权限（{roles}）。", "The consent lacks the role it needs ({roles})."
)
_DAY_IS_GONE = Text(
    "只有当天的数据，过去月份的已经取不到。",
    "It tells the day of asking only; a month further back is gone.",
)
