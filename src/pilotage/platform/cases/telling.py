"""Who is told what of a case, and how its promises are called."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from pilotage.engines.sla import Duty, Promise, State
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases.clocks import Clock
from pilotage.platform.cases.models import Case
from pilotage.platform.cases.models import Duty as DutyRow
from pilotage.platform.engagements.contracts.states import OTHER
from pilotage.platform.notices.actions import tell
from pilotage.platform.parties.models import Organisation

PROMISES: dict[str, Text] = {
    Duty.PERIODIC_REPORT: Text("定期报告", "Periodic report"),
    Duty.STATUTORY_FILING: Text("法定申报", "Statutory filing"),
    Duty.DATA_EXPORT: Text("数据导出", "Export of data"),
    Promise.FIRST_RESPONSE: Text("首次答复", "First response"),
    Promise.NEXT_RESPONSE: Text("后续答复", "Next response"),
    Promise.CORRECTION: Text("修正", "Correction"),
}
_SAYS: dict[str, Text] = {
    "opened": Text("{who} 开了服务单：{title}", "{who} opened a case: {title}"),
    "replied": Text("{who} 答复了：{title}", "{who} replied: {title}"),
    "asked": Text("{who} 向您提问：{title}", "{who} asks you: {title}"),
    "resolved": Text("{who} 标为已解决：{title}", "{who} resolved: {title}"),
    "reopened": Text("{who} 重新打开：{title}", "{who} reopened: {title}"),
}
_ANSWER = Text(
    "您回答之前修正计时暂停；逾期未答计时恢复。",
    "The correction is paused until you answer, and goes on by itself after the longest pause.",
)
_NEARLY = Text(
    "{promise}时限已过 {percent}%：{title}", "{percent}% of the time for {promise}: {title}"
)
_LATE = Text("{promise}已逾期：{title}", "{promise} is overdue: {title}")
_DUE = Text("到期：{due}（北京时间）。", "Due {due} (Beijing time).")
_DUTY_NEARLY = Text("{about}：期限已过 {percent}%", "{about}: {percent}% of the time is over")
_DUTY_LATE = Text("{about}已逾期", "{about} is overdue")
_DUTY_DONE = Text("{about}已按时完成", "{about} was done in time")
_DUTY_LATE_DONE = Text("{about}已完成，但逾期", "{about} was done, but late")
_EXPORT_ASKED = Text("{who} 要求导出全部数据", "{who} asks for all its data")
_LATE_BODY = Text("按合同计入当期赔偿，无需申请。", "It counts for the period's credit without a claim.")  # fmt: skip


def other_side(row: Case, side: str, what: str, *, at: datetime) -> None:
    """Tells the other side what `side` did."""
    contract = row.contract
    other: Organisation = getattr(contract, OTHER[side])  # type: ignore[index]
    actor: Organisation = getattr(contract, side)
    who = actor.name
    body = _ANSWER if what == "asked" and row.opened_side == "seller" else Text("", "")
    _tell(row, other, what, _SAYS[what].with_(who=who, title=row.title), body, at)


def clock_says(row: Case, clock: Clock, percent: int, *, at: datetime) -> None:
    """The partner hears of time running out; at its end both sides do."""
    promise = PROMISES[clock.promise]
    if percent < 100:
        title = _NEARLY.with_(promise=promise, percent=percent, title=row.title)
        due = timezone.localtime(clock.due).strftime("%Y-%m-%d %H:%M")
        _tell(row, row.contract.partner, "warned", title, _DUE.with_(due=due), at)
        return
    title = _LATE.with_(promise=promise, title=row.title)
    for reader in (row.contract.partner, row.contract.seller):
        _tell(row, reader, "overdue", title, _LATE_BODY, at)


def duty_says(row: DutyRow, percent: int, *, at: datetime) -> None:
    """The partner hears of time running out; at its end both sides do."""
    about = Text(row.about_zh, row.about_en)
    due = timezone.localtime(row.due).strftime("%Y-%m-%d %H:%M")
    if percent < 100:
        title = _DUTY_NEARLY.with_(percent=percent, about=about)
        _tell_of(row, row.contract.partner, "warned", title, _DUE.with_(due=due), at)
        return
    for reader in (row.contract.partner, row.contract.seller):
        _tell_of(row, reader, "overdue", _DUTY_LATE.with_(about=about), _LATE_BODY, at)


def duty_done(row: DutyRow, *, at: datetime) -> None:
    """The seller hears that it was done, in time or not."""
    about = Text(row.about_zh, row.about_en)
    says = _DUTY_LATE_DONE if row.state == State.BREACHED else _DUTY_DONE
    _tell_of(row, row.contract.seller, "done", says.with_(about=about), Text("", ""), at)


def export_asked(row: DutyRow, *, at: datetime) -> None:
    """The partner hears that the seller wants its data."""
    due = timezone.localtime(row.due).strftime("%Y-%m-%d %H:%M")
    title = _EXPORT_ASKED.with_(who=row.contract.seller.name)
    _tell_of(row, row.contract.partner, "asked", title, _DUE.with_(due=due), at)


def _tell_of(
    row: DutyRow, reader: Organisation, what: str, title: Text, body: Text, at: datetime
) -> None:
    tell(
        by=Viewer.product("cases", at),
        at=at,
        organisation=reader,
        kind=f"duty.{what}",
        about=f"duty:{row.ref}",
        title=title,
        body=body,
        link=reverse("cases:duty", args=[row.ref]),
    )


def _tell(
    row: Case, reader: Organisation, what: str, title: Text, body: Text, at: datetime
) -> None:
    tell(
        by=Viewer.product("cases", at),
        at=at,
        organisation=reader,
        kind=f"case.{what}",
        about=f"case:{row.ref}",
        title=title,
        body=body,
        link=reverse("cases:detail", args=[row.ref]),
    )
