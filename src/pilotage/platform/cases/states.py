"""The transition table of cases. Tests walk it; pages ask it what a side can do now."""

from __future__ import annotations

from enum import StrEnum

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.kernel.transitions import Transition
from pilotage.platform.engagements.contracts.states import Side


class State(StrEnum):
    """Where a case stands. `WAITING` has a question of the partner before the seller."""

    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"
    MERGED = "merged"


LIVE = (State.OPEN, State.WAITING)
"""Not done: clocks may run."""


_GOES_ON = Text("继续处理", "it goes on")
_PAUSED = Text("修正计时暂停，等卖家回答", "correction pauses until the seller answers")
_DONE = Text("计时结束", "the clocks end")
_AGAIN = Text("重新处理，计时继续", "it is taken up again and the clocks go on")
_INTO = Text("并入另一服务单", "it goes on in another case")
_SIDES: tuple[Side, ...] = ("seller", "partner")

TABLE: dict[tuple[State, str, Side], Transition[State]] = {
    (State.OPEN, "reply", "seller"): Transition(State.OPEN, _GOES_ON),
    (State.WAITING, "reply", "seller"): Transition(State.OPEN, _GOES_ON),
    (State.RESOLVED, "reply", "seller"): Transition(State.OPEN, _AGAIN),
    (State.RESOLVED, "thank", "seller"): Transition(State.RESOLVED, _DONE),
    (State.RESOLVED, "reopen", "seller"): Transition(State.OPEN, _AGAIN),
    **{
        (state, "thank", "seller"): Transition(State.OPEN, _GOES_ON)
        for state in (State.OPEN, State.WAITING)
    },
    **{(state, "reply", "partner"): Transition(state, _GOES_ON) for state in (*LIVE, State.RESOLVED)},
    **{(state, "ask", "partner"): Transition(State.WAITING, _PAUSED) for state in LIVE},
    **{(state, "hand_over", "partner"): Transition(state, _GOES_ON) for state in LIVE},
    **{(state, "resolve", side): Transition(State.RESOLVED, _DONE) for state in LIVE for side in _SIDES},
    **{(state, "merge", side): Transition(State.MERGED, _INTO) for state in LIVE for side in _SIDES},
}  # fmt: skip

NAMES: dict[State, Text] = {
    State.OPEN: Text("处理中", "Open"),
    State.WAITING: Text("等卖家回答", "Waiting for the seller"),
    State.RESOLVED: Text("已解决", "Resolved"),
    State.MERGED: Text("已合并", "Merged"),
}


def can(state: str, event: str, side: Side) -> bool:
    """Whether the table has such a step."""
    return (State(state), event, side) in TABLE


def is_turn(state: str, side: str) -> bool:
    """Whether that side has to act: the seller on a question, the partner on everything else."""
    return side == {State.WAITING: "seller", State.OPEN: "partner"}.get(State(state))


def after(state: str, event: str, side: Side) -> State:
    """The state after `event` by `side`; raises `WrongState` when the table has no such step."""
    found = TABLE.get((State(state), event, side))
    if found is None:
        raise WrongState(
            "CASE_WRONG_STATE",
            Text(
                "服务单目前是“{state}”，您不能这样操作。",
                "The case is “{state}”; you cannot do that now.",
            ),
            Text("请刷新页面查看最新状态。", "Reload the page to see where it stands."),
            state=NAMES[State(state)],
        )
    return found.to
