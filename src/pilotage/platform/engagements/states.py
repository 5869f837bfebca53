"""The transition tables of requests and referrals. Drawings and model-based tests come from these."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text

Actor = Literal["seller", "partner", "product"]


class Request(StrEnum):
    """The fate of the whole request."""

    OPEN = "open"
    ACCEPTED = "accepted"
    UNPLACED = "unplaced"
    WITHDRAWN = "withdrawn"


class Referral(StrEnum):
    """The request before one partner."""

    SENT = "sent"
    VIEWED = "viewed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Transition:
    """From a state by an event to a state; who may cause it, and what follows."""

    to: str
    actor: Actor
    follows: Text


_ON = Text("立即转给下一位合格服务商", "handed on at once to the next eligible partner")
_END = Text("请求结束，双方可见联系方式", "the request ends; both sides see the contacts")

REFERRAL: dict[tuple[Referral, str], Transition] = {
    (Referral.SENT, "view"): Transition(
        Referral.VIEWED, "partner", Text("卖家看到“已查看”", "the seller sees “viewed”")
    ),
    **{
        (state, event): Transition(to, actor, follows)
        for state in (Referral.SENT, Referral.VIEWED)
        for event, to, actor, follows in (
            ("accept", Referral.ACCEPTED, "partner", _END),
            ("decline", Referral.DECLINED, "partner", _ON),
            ("expire", Referral.EXPIRED, "product", _ON),
            ("lapse", Referral.LAPSED, "product", _ON),
            (
                "withdraw",
                Referral.WITHDRAWN,
                "seller",
                Text("请求撤回", "the request is withdrawn"),
            ),
        )
    },
}

REQUEST: dict[tuple[Request, str], Transition] = {
    (Request.OPEN, "accept"): Transition(Request.ACCEPTED, "partner", _END),
    (Request.OPEN, "give_up"): Transition(
        Request.UNPLACED,
        "product",
        Text("告诉卖家为何无人能接", "the seller is told why nobody can take it"),
    ),
    (Request.OPEN, "withdraw"): Transition(
        Request.WITHDRAWN, "seller", Text("告知当前服务商", "the current partner is told")
    ),
}

OPEN_REFERRAL = (Referral.SENT, Referral.VIEWED)

NAMES: dict[str, Text] = {
    "open": Text("寻找服务商中", "Looking for a partner"),
    "accepted": Text("已接受", "Accepted"),
    "unplaced": Text("暂无服务商可接", "Nobody can take it"),
    "withdrawn": Text("已撤回", "Withdrawn"),
    "sent": Text("已送达", "Sent"),
    "viewed": Text("已查看", "Viewed"),
    "declined": Text("已婉拒", "Declined"),
    "expired": Text("超时未答复", "No answer in time"),
    "lapsed": Text("资格或容量变化", "No longer eligible"),
}


def next_referral(state: str, event: str) -> Referral:
    """The state after `event`; raises `WrongState` when the table has no such step."""
    return Referral(_next(REFERRAL, Referral(state), event).to)


def next_request(state: str, event: str) -> Request:
    """The state after `event`; raises `WrongState` when the table has no such step."""
    return Request(_next(REQUEST, Request(state), event).to)


def _next(table: dict, state: StrEnum, event: str) -> Transition:  # type: ignore[type-arg]
    found = table.get((state, event))
    if found is None:
        raise WrongState(
            "REQUEST_WRONG_STATE",
            Text(
                "这个请求目前是“{state}”，不能再这样操作。",
                "This request is “{state}”; that cannot be done now.",
            ),
            Text("请刷新页面查看最新状态。", "Reload the page to see where it stands."),
            state=NAMES[state],
            event=event,
        )
    return found
