"""The transition table of contracts. Tests walk it; pages ask it what a side can do now."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.kernel.transitions import Transition

Side = Literal["seller", "partner"]
Actor = Literal["seller", "partner", "product"]
OTHER: dict[Side, Side] = {"seller": "partner", "partner": "seller"}


class State(StrEnum):
    """Where a contract stands. `OFFERED` waits for the seller, `COUNTERED` for the partner."""

    DRAFTED = "drafted"
    OFFERED = "offered"
    COUNTERED = "countered"
    AGREED = "agreed"
    SIGNED_BY_ONE = "signed_by_one"
    IN_FORCE = "in_force"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


OPEN = (State.DRAFTED, State.OFFERED, State.COUNTERED, State.AGREED, State.SIGNED_BY_ONE)
"""Not settled yet: at most one of these for a request."""


SIGNABLE = (State.AGREED, State.SIGNED_BY_ONE)
"""Nothing is left but signatures."""
TURN: dict[State, Side] = {State.OFFERED: "seller", State.COUNTERED: "partner"}
"""Who answers what the other side proposed."""

_YOURS = Text("等对方答复", "the other side's turn")
_BOTH = Text("双方可以签署", "both sides may sign")
_AGAIN = Text("此前签名作废，重新谈", "signatures before it are cancelled; negotiation goes on")
_OVER = Text("谈判结束", "the negotiation is over")

TABLE: dict[tuple[State, str, Actor], Transition[State]] = {
    (State.DRAFTED, "revise", "partner"): Transition(State.DRAFTED, Text("草稿", "a draft")),
    (State.DRAFTED, "offer", "partner"): Transition(State.OFFERED, _YOURS),
    (State.OFFERED, "agree", "seller"): Transition(State.AGREED, _BOTH),
    (State.COUNTERED, "agree", "partner"): Transition(State.AGREED, _BOTH),
    **{
        (state, "counter", side): Transition(to, follows)
        for state, follows in (
            (State.OFFERED, _YOURS),
            (State.COUNTERED, _YOURS),
            (State.AGREED, _YOURS),
            (State.SIGNED_BY_ONE, _AGAIN),
        )
        for side, to in (("partner", State.OFFERED), ("seller", State.COUNTERED))
    },
    **{
        (state, "sign", side): Transition(to, follows)
        for state, to, follows in (
            (State.AGREED, State.SIGNED_BY_ONE, _YOURS),
            (State.SIGNED_BY_ONE, State.IN_FORCE, Text("合同生效", "the contract is in force")),
        )
        for side in ("seller", "partner")
    },
    (State.DRAFTED, "withdraw", "partner"): Transition(State.WITHDRAWN, _OVER),
    **{
        (state, "withdraw", side): Transition(State.WITHDRAWN, _OVER)
        for state in OPEN[1:]
        for side in ("seller", "partner")
    },
    **{
        (State.IN_FORCE, "give_notice", side): Transition(
            State.IN_FORCE, Text("按通知期终止", "it ends after the notice period")
        )
        for side in ("seller", "partner")
    },
    **{
        (State.IN_FORCE, "amend", side): Transition(
            State.IN_FORCE,
            Text("变更谈妥并双方签署前照旧", "it goes on until both have signed an amendment"),
        )
        for side in ("seller", "partner")
    },
    (State.IN_FORCE, "end", "product"): Transition(
        State.ENDED, Text("合同到期", "the contract has run out")
    ),
}

NAMES: dict[State, Text] = {
    State.DRAFTED: Text("草稿", "Draft"),
    State.OFFERED: Text("待卖家答复", "With the seller"),
    State.COUNTERED: Text("待服务商答复", "With the partner"),
    State.AGREED: Text("已谈妥，待签署", "Agreed, to be signed"),
    State.SIGNED_BY_ONE: Text("一方已签", "Signed by one side"),
    State.IN_FORCE: Text("生效中", "In force"),
    State.ENDED: Text("已终止", "Ended"),
    State.WITHDRAWN: Text("已撤回", "Withdrawn"),
}


def can(state: str, event: str, actor: Actor) -> bool:
    """Whether the table has such a step."""
    return (State(state), event, actor) in TABLE


def after(state: str, event: str, actor: Actor) -> State:
    """The state after `event` by `actor`; raises `WrongState` when the table has no such step."""
    found = TABLE.get((State(state), event, actor))
    if found is None:
        raise WrongState(
            "CONTRACT_WRONG_STATE",
            Text(
                "合同目前是“{state}”，您不能这样操作。",
                "The contract is “{state}”; you cannot do that now.",
            ),
            Text("请刷新页面查看最新状态。", "Reload the page to see where it stands."),
            state=NAMES[State(state)],
            event=event,
        )
    return found.to
