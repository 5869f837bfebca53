"""The transition table of advertising plans. Actions take each step from it; pages ask it what a reader can do now."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.kernel.transitions import Transition

Actor = Literal["seller", "partner", "deputy", "product"]
"""`deputy`: a partner's person whom the seller's grant lets approve."""


class State(StrEnum):
    """Where a plan stands. `REVIEW` is open to whoever prepares it, `PROPOSED` waits for the seller."""

    WAITING = "waiting"
    RUNNING = "running"
    REVIEW = "review"
    PROPOSED = "proposed"
    APPROVED = "approved"
    APPLIED = "applied"
    DROPPED = "dropped"
    FAILED = "failed"


UNFINISHED = (State.WAITING, State.RUNNING)
OPEN = (State.REVIEW, State.PROPOSED)
"""Its changes can still be decided."""

_REVIEW = Text("逐项或批量决定，再批准", "decide changes, one by one or in bulk, then approve")
_SHEET = Text("可下载只含已采纳更改的上传表格", "the sheet of what was accepted can be downloaded")
_NOTHING = Text("不产生上传表格", "no sheet is made")

TABLE: dict[tuple[State, str, Actor], Transition[State]] = {
    **{
        (state, event, "product"): Transition(to, follows)
        for state in UNFINISHED
        for event, to, follows in (
            ("begin", State.RUNNING, Text("文件在子进程中计算", "the files are worked on in a child process")),
            ("finish", State.REVIEW, _REVIEW),
            ("fail", State.FAILED, Text("说明原因，文件保留", "why is told, the files are kept")),
        )
    },
    **{(State.REVIEW, "decide", who): Transition(State.REVIEW, _REVIEW) for who in ("seller", "partner", "deputy")},
    **{(State.REVIEW, "propose", who): Transition(State.PROPOSED, Text("等卖家批准", "waits for the seller")) for who in ("seller", "partner", "deputy")},
    (State.PROPOSED, "decide", "seller"): Transition(State.PROPOSED, _REVIEW),
    (State.PROPOSED, "return", "seller"): Transition(State.REVIEW, Text("附意见退回", "back, with the reason")),
    **{
        (state, "approve", who): Transition(State.APPROVED, _SHEET)
        for state in OPEN
        for who in ("seller", "deputy")
    },
    **{
        (State.APPROVED, "apply", who): Transition(State.APPLIED, Text("记录谁在哪天上传", "who uploaded it on which day is kept"))
        for who in ("seller", "partner", "deputy")
    },
    **{(state, "drop", "seller"): Transition(State.DROPPED, _NOTHING) for state in (*OPEN, State.APPROVED)},
}  # fmt: skip

NAMES: dict[str, Text] = {
    State.WAITING: Text("排队中", "Waiting"),
    State.RUNNING: Text("计算中", "Running"),
    State.REVIEW: Text("审核中", "In review"),
    State.PROPOSED: Text("等卖家批准", "Waits for the seller"),
    State.APPROVED: Text("已批准", "Approved"),
    State.APPLIED: Text("已上传", "Applied"),
    State.DROPPED: Text("已作废", "Dropped"),
    State.FAILED: Text("未能完成", "Could not be done"),
}


def can(state: str, event: str, actor: Actor) -> bool:
    """Whether the table has such a step."""
    return (State(state), event, actor) in TABLE


def after(state: str, event: str, actor: Actor) -> State:
    """The state after `event` by `actor`; raises `WrongState` when the table has no such step."""
    found = TABLE.get((State(state), event, actor))
    if found is None:
        raise WrongState(
            "AD_PLAN_WRONG_STATE",
            Text("广告计划目前是“{state}”，您不能这样操作。", "The plan is “{state}”; you cannot do that now."),
            Text("请刷新页面查看最新状态。", "Reload the page to see where it stands."),
            state=NAMES[state],
        )  # fmt: skip
    return found.to
