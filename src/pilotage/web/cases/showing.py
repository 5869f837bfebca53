"""Clocks, verdicts and messages in a reader's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pilotage.engines import sla
from pilotage.kernel.text import Text
from pilotage.platform.cases.clocks import Clock
from pilotage.platform.cases.duties import Running
from pilotage.platform.cases.models import Case, CaseEvent, CaseVerdict, Duty
from pilotage.platform.cases.states import NAMES, State, can
from pilotage.platform.cases.telling import PROMISES
from pilotage.platform.engagements.contracts.states import Side

TONES = {State.OPEN: "info", State.WAITING: "wait", State.RESOLVED: "good", State.MERGED: "off"}
_SOON = 75
_DID: dict[str, Text] = {
    "opened": Text("开了服务单", "opened the case"),
    "partner_replied": Text("答复", "replied"),
    "seller_replied": Text("回复", "replied"),
    "waiting_for_seller": Text("提问，等卖家回答", "asks the seller"),
    "resolved": Text("标为已解决", "resolved it"),
    "reopened": Text("重新打开", "reopened it"),
    "handed_over": Text("转给同事", "handed it over to"),
    "policy_changed": Text(
        "签署的合同变更生效，时限随之改变", "signed amendment in force; the times change with it"
    ),
    "merged": Text("并入了另一份服务单", "merged another case into it"),
}
_AUTOMATIC = Text("自动答复，不算答复", "an automatic reply, which answers nothing")
_NO_ANSWER_NEEDED = Text("回复，无需再答", "replied; no answer needed")
_DONE_PROVISIONAL = (
    Text("已完成，待节假日公布后判定", "Done; judged once the holidays are published"),
    "wait",
)
_VERDICTS: dict[str, tuple[Text, str]] = {
    sla.State.MET: (Text("按时", "In time"), "good"),
    sla.State.BREACHED: (Text("逾期", "Late"), "bad"),
    sla.State.SUPERSEDED: (Text("已并入", "Merged"), "off"),
}


@dataclass(frozen=True, slots=True)
class ShownClock:
    """One promise: what is left in words, and how urgent it is."""

    promise: Text
    says: Text
    tone: str
    clock: Clock


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    """How a promise was kept."""

    promise: Text
    says: Text
    tone: str
    late: Text | None
    row: CaseVerdict


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """What somebody did and said."""

    did: Text
    row: CaseEvent
    side: Text
    is_question: bool


@dataclass(frozen=True, slots=True)
class Button:
    """Something that can be done with what is written below."""

    event: str
    says: Text
    hint: Text | None = None
    tone: str = ""


def clocks(found: Iterable[Clock]) -> list[ShownClock]:
    return [ShownClock(PROMISES[one.promise], *_says(one), one) for one in found]


def verdicts(rows: Iterable[CaseVerdict]) -> list[ShownVerdict]:
    shown = []
    for row in rows:
        says, tone = _VERDICTS[row.state]
        late = duration(row.overrun_seconds) if row.state == sla.State.BREACHED else None
        shown.append(ShownVerdict(PROMISES[row.promise], says, tone, late, row))
    return shown


def duty(row: Duty, running: Running | None = None) -> tuple[Text, str]:
    """How a duty stands, and its tone."""
    if row.ended_at is not None:
        return _DONE_PROVISIONAL if row.kept_at is None else _VERDICTS[row.state]
    if running is None or running.overdue:
        return Text("已逾期", "Overdue"), "bad"
    left = duration(running.left)
    if row.provisional:
        says = Text("还剩约 {left}（节假日未公布）", "About {left} left (holidays not published)")
        return says.with_(left=left), "wait"
    return Text("还剩 {left} 工作时间", "{left} of working time left").with_(left=left), (
        "late" if row.warned >= _SOON else "good"
    )


def events(rows: Iterable[CaseEvent]) -> list[ShownEvent]:
    sides = {"seller": Text("卖家", "Seller"), "partner": Text("服务商", "Partner")}
    return [
        ShownEvent(_did(row), row, sides[row.side], row.kind == "waiting_for_seller")
        for row in rows
    ]


def state(found: Case) -> tuple[Text, str]:
    """Its name and tone."""
    return NAMES[State(found.state)], TONES[State(found.state)]


def buttons(found: Case, side: Side) -> list[Button]:
    """What the viewer's side can do now by writing; the first is the usual one."""
    return [one for one in _BUTTONS[side] if can(found.state, one.event, side)]


def duration(seconds: int) -> Text:
    """`3 小时 20 分` of working time; a started minute counts."""
    minutes = -(-seconds // 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return Text(f"{rest} 分钟", f"{rest} min")
    if not rest:
        return Text(f"{hours} 小时", f"{hours} h")
    return Text(f"{hours} 小时 {rest} 分", f"{hours} h {rest} min")


def _says(clock: Clock) -> tuple[Text, str]:
    left = duration(clock.left)
    if clock.overdue:
        return Text("已逾期", "Overdue"), "bad"
    if clock.paused:
        says = Text(
            "已暂停，等卖家回答；还剩 {left}", "Paused for the seller's answer; {left} left"
        )
        return says.with_(left=left), "off"
    if clock.state is sla.State.PROVISIONAL:
        says = Text("还剩约 {left}（节假日未公布）", "About {left} left (holidays not published)")
        return says.with_(left=left), "wait"
    says = Text("还剩 {left} 工作时间", "{left} of working time left").with_(left=left)
    return says, "late" if clock.percent >= _SOON else "good"


def _did(row: CaseEvent) -> Text:
    if row.facts.get("auto"):
        return _AUTOMATIC
    if row.facts.get("marked"):
        return _NO_ANSWER_NEEDED
    return _DID[row.kind]


_RESOLVE = Button("resolve", Text("标为已解决", "Mark as resolved"))
_BUTTONS: dict[Side, tuple[Button, ...]] = {
    "seller": (
        Button("reply", Text("发送", "Send"), tone="primary"),
        Button("thank", Text("发送，无需再答", "Send; no answer needed")),
        Button("reopen", Text("没有解决，重新打开", "Not solved: reopen"), tone="outline-danger"),
        _RESOLVE,
    ),
    "partner": (
        Button("reply", Text("发送答复", "Send the reply"), tone="primary"),
        Button(
            "ask",
            Text("向卖家提问", "Ask the seller"),
            Text(
                "提问后修正计时暂停，卖家回答即恢复；首次答复不受影响。",
                "A question pauses the correction until the seller answers; it is nothing but a question.",
            ),
        ),
        _RESOLVE,
    ),
}
