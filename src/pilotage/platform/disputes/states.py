"""The transition table of disputes. Tests walk it; pages ask it what a side can do now."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.kernel.transitions import Transition

Actor = Literal["opener", "respondent", "operator", "product"]


class State(StrEnum):
    """Where a dispute stands. `OPENED` waits for the respondent, `ESCALATED` for the programme."""

    OPENED = "opened"
    ANSWERED = "answered"
    ESCALATED = "escalated"
    SETTLED = "settled"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


OPEN = (State.OPENED, State.ANSWERED, State.ESCALATED)
"""Not ended: at most one of these for a thing. Words and papers are put before it only now."""
WITH_OUTCOME = (State.SETTLED, State.DECIDED)
"""Ended by an outcome; the same thing is not disputed again."""


class Outcome(StrEnum):
    """For whom it ended: the opener was right, wrong, or right in part."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REFUSED = "refused"


_PROGRAMME = Text("由平台裁定", "the programme decides")
_AS_IT_WAS = Text("争议结束，原状不变", "it ends; all stays as it was")
_SETTLED = Text("按双方约定结束", "it ends as both agreed")

TABLE: dict[tuple[State, str, Actor], Transition[State]] = {
    (State.OPENED, "answer", "respondent"): Transition(
        State.ANSWERED, Text("双方可和解，或提交平台", "settle, or put it to the programme")
    ),
    # Guarded: before there is an answer the opener escalates only after the time to answer has run out.
    (State.OPENED, "escalate", "opener"): Transition(State.ESCALATED, _PROGRAMME),
    (State.ANSWERED, "escalate", "opener"): Transition(State.ESCALATED, _PROGRAMME),
    (State.ANSWERED, "escalate", "respondent"): Transition(State.ESCALATED, _PROGRAMME),
    **{
        (state, "settle", side): Transition(State.SETTLED, _SETTLED)
        for state in OPEN
        for side in ("opener", "respondent")
    },
    **{(state, "withdraw", "opener"): Transition(State.WITHDRAWN, _AS_IT_WAS) for state in OPEN},
    **{
        (state, event, "product"): Transition(to, follows)
        for state in (State.OPENED, State.ANSWERED)
        for event, to, follows in (
            ("escalate", State.ESCALATED, _PROGRAMME),
            ("lapse", State.LAPSED, _AS_IT_WAS),
        )
    },
    (State.ESCALATED, "decide", "operator"): Transition(
        State.DECIDED, Text("双方收到裁定与理由", "both sides get the decision and its reasons")
    ),
}

NAMES: dict[str, Text] = {
    State.OPENED: Text("待对方答复", "Waiting for an answer"),
    State.ANSWERED: Text("已答复", "Answered"),
    State.ESCALATED: Text("平台裁定中", "With the programme"),
    State.SETTLED: Text("双方和解", "Settled by the parties"),
    State.DECIDED: Text("已裁定", "Decided"),
    State.WITHDRAWN: Text("已撤回", "Withdrawn"),
    State.LAPSED: Text("已失效", "Lapsed"),
}

OUTCOMES: dict[str, Text] = {
    Outcome.UPHELD: Text("支持", "Upheld"),
    Outcome.PARTLY: Text("部分支持", "Upheld in part"),
    Outcome.REFUSED: Text("不支持", "Refused"),
}


def can(state: str, event: str, actor: Actor) -> bool:
    """Whether the table has such a step."""
    return (State(state), event, actor) in TABLE


def after(state: str, event: str, actor: Actor) -> State:
    """The state after `event` by `actor`; raises `WrongState` when the table has no such step."""
    found = TABLE.get((State(state), event, actor))
    if found is None:
        raise wrong_state(state)
    return found.to


def wrong_state(state: str) -> WrongState:
    """It stands where this cannot be done."""
    return WrongState(
        "DISPUTE_WRONG_STATE",
        Text(
            "争议目前是“{state}”，您不能这样操作。",
            "The dispute is “{state}”; you cannot do that now.",
        ),
        Text("请刷新页面查看最新状态。", "Reload the page to see where it stands."),
        state=NAMES[state],
    )
