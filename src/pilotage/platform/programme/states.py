"""The transition tables of rounds, and of applications for a place in them."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.kernel.transitions import Transition

Actor = Literal["applicant", "programme"]


class Round(StrEnum):
    """Where a round stands."""

    OPEN = "open"
    DRAWN = "drawn"
    CALLED_OFF = "called_off"


class Place(StrEnum):
    """Where an application stands."""

    WAITING = "waiting"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


ROUND: dict[tuple[Round, str, Actor], Transition[Round]] = {
    (Round.OPEN, "draw", "programme"): Transition(Round.DRAWN, Text("抽签日起由系统抽签；公布种子；参加者可见全部签，并可重演", "from its day on the timer draws; the seed is published; those who were in it see all lots and can draw again")),
    (Round.OPEN, "call_off", "programme"): Transition(Round.CALLED_OFF, Text("写明原因；队列不变，不计一轮", "with the reason; the queue stays, and no round counts as waited")),
}  # fmt: skip
PLACE: dict[tuple[Place, str, Actor], Transition[Place]] = {
    (Place.WAITING, "drawn", "programme"): Transition(Place.GIVEN, Text("中签，获得名额", "drawn: it has a place")),
    (Place.WAITING, "not_drawn", "programme"): Transition(Place.WAITING, Text("未中签，下一轮多一签", "not drawn: one lot more next round")),
    (Place.WAITING, "lapse", "programme"): Transition(Place.LAPSED, Text("抽签时已不符合条件，说明原因；可重新申请", "no longer eligible at the draw, with the reason; it may apply again")),
    (Place.WAITING, "withdraw", "applicant"): Transition(Place.WITHDRAWN, Text("退出队列，等待轮数不保留；本轮抽签前不能再申请", "leaves the queue, its wait is not kept; not to apply again before the open round is drawn")),
    (Place.GIVEN, "withdraw", "applicant"): Transition(Place.WITHDRAWN, Text("放弃名额；不补抽", "gives the place up; nobody is drawn for it")),
}  # fmt: skip

ROUND_NAMES: dict[str, Text] = {
    Round.OPEN: Text("待抽签", "To be drawn"),
    Round.DRAWN: Text("已抽签", "Drawn"),
    Round.CALLED_OFF: Text("已取消", "Called off"),
}
PLACE_NAMES: dict[str, Text] = {
    Place.WAITING: Text("排队中", "In the queue"),
    Place.GIVEN: Text("已获名额", "Has a place"),
    Place.WITHDRAWN: Text("已退出", "Withdrawn"),
    Place.LAPSED: Text("已不符合条件", "No longer eligible"),
}


def choices(states: type[StrEnum]) -> list[tuple[str, str]]:
    """The values a column may hold."""
    return [(state.value, state.value) for state in states]


def after_round(state: str, event: str) -> Round:
    """The state after `event`, which is the programme's; raises `WrongState` when the table has no such step."""
    found = ROUND.get((Round(state), event, "programme"))
    if found is None:
        raise _wrong("ROUND_WRONG_STATE", Text("这一轮", "The round"), ROUND_NAMES[state])
    return found.to


def after_place(state: str, event: str, actor: Actor) -> Place:
    """The state after `event` by `actor`; raises `WrongState` when the table has no such step."""
    found = PLACE.get((Place(state), event, actor))
    if found is None:
        raise _wrong("PLACE_WRONG_STATE", Text("这份申请", "The application"), PLACE_NAMES[state])
    return found.to


def _wrong(code: str, what: Text, state: Text) -> WrongState:
    return WrongState(
        code,
        Text("{what}目前是“{state}”，不能这样操作。", "{what} is “{state}”; that cannot be done now."),
        Text("请刷新页面。", "Reload the page."),
        what=what, state=state,
    )  # fmt: skip
