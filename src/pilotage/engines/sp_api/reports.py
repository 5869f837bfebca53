"""Which files of a month can be had over a connection, and of the others why the seller brings them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from pilotage.engines.sp_api.roles import roles
from pilotage.engines.sp_api.table import rows
from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text


class Way(StrEnum):
    """How a file is had: only what is `ASKED` is ever asked for."""

    ASKED = "asked"
    FOUND = "found"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class MonthFile:
    """One row of `reports.tsv`; `is_of_day` when it says how things stand when asked, whatever the month.

    `from_day` is the day of the following month on which Amazon has it; `is_of_region` when it covers all sites of
    the region, whichever was asked for, and `only_in` the one region that has it; `kept_as` the kind of document: `month` goes into the monthly report.
    """

    type: str
    way: Way
    is_of_day: bool
    from_day: int
    is_of_region: bool
    only_in: str
    kept_as: str
    roles: tuple[str, ...]
    ending: str
    says: Text


@cache
def month_files() -> tuple[MonthFile, ...]:
    """Every recorded file of a month, in the order in which it is shown."""
    return tuple(
        MonthFile(
            row["report"], Way(row["way"]), row["window"] == "day", int(row["from_day"]), row["reach"] != "site",
            row["reach"] if row["reach"] not in ("site", "region") else "", row["kept_as"],
            tuple(row["roles"].split()), row["ending"], Text(row["zh"], row["en"]),
        )
        for row in rows("reports")
    )  # fmt: skip


def month_file(type: str) -> MonthFile | None:
    """The recorded file of this type, or None."""
    return next((one for one in month_files() if one.type == type), None)


def by_hand(one: MonthFile, consented: Collection[str], *, region: str, month: Month, day: date) -> Text | None:  # fmt: skip
    """Why the seller brings this file; None when it is asked for on this `day` (UTC) under the roles `consented` to."""
    lacks = not set(one.roles) & set(consented)
    if lacks and any(role.opens_never for role in roles() if role.name in one.roles):
        return _ROLE_OPENS_NEVER.with_(roles=", ".join(one.roles))
    if one.way is not Way.ASKED:
        return _WHY[one.way]
    if one.only_in not in ("", region):
        return _ONLY_IN[one.only_in]
    if lacks:
        return _NO_ROLE.with_(roles=", ".join(one.roles))
    if one.is_of_day and day >= month.shifted(2).first:
        return _DAY_IS_GONE
    made = month.shifted(1).first.replace(day=one.from_day)
    return _NOT_MADE_YET.with_(day=made) if day < made else None


_WHY = {
    Way.FOUND: Text(
        "不是按需生成的报告，本版本不读取。", "Not a report that is asked for; not read here."
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
_ONLY_IN = {
    "eu": Text(
        "只有欧洲区域的店铺才有这份报告。", "Only accounts of the European region have this report."
    ),
}
_DAY_IS_GONE = Text(
    "只有当天的数据，过去月份的已经取不到。",
    "It tells the day of asking only; a month further back is gone.",
)
_NOT_MADE_YET = Text(
    "亚马逊从 {day} 起才生成这个月的报告；届时再收取一次，或自己上传。",
    "Amazon makes it for this month from {day} on: collect again then, or upload it.",
)
