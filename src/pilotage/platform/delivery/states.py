"""The transition tables of work: the order, its steps, and what is delivered for a step. Tests walk them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, TypeVar

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text

Actor = Literal["seller", "partner", "proposer", "other", "product", "dispute"]
"""A side by what it is or by its part in a proposal; the clock; or the outcome of a dispute."""


class Order(StrEnum):
    """A work order. `PROPOSED` waits for the side that did not propose it."""

    PROPOSED = "proposed"
    OPEN = "open"
    DONE = "done"
    TERMINATED = "terminated"
    DECLINED = "declined"


class Step(StrEnum):
    """One step of it; `SUBMITTED` waits for the seller's acceptance."""

    OPEN = "open"
    SUBMITTED = "submitted"
    DONE = "done"
    SKIPPED = "skipped"


class Deliverable(StrEnum):
    """What was handed over for a step; `NOTED` needs nobody's acceptance."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    NOTED = "noted"


ORDER: dict[tuple[StrEnum, str, Actor], Order] = {
    (Order.PROPOSED, "agree", "other"): Order.OPEN,
    (Order.PROPOSED, "decline", "other"): Order.DECLINED,
    (Order.PROPOSED, "decline", "proposer"): Order.DECLINED,
    (Order.OPEN, "terminate", "seller"): Order.TERMINATED,
    (Order.OPEN, "terminate", "partner"): Order.TERMINATED,
    (Order.OPEN, "complete", "product"): Order.DONE,
    (Order.DONE, "reopen", "dispute"): Order.OPEN,
}

STEP: dict[tuple[StrEnum, str, Actor], Step] = {
    (Step.OPEN, "submit", "partner"): Step.SUBMITTED,
    (Step.OPEN, "note", "seller"): Step.DONE,
    (Step.OPEN, "note", "partner"): Step.DONE,
    (Step.OPEN, "skip", "partner"): Step.SKIPPED,
    (Step.SUBMITTED, "accept", "seller"): Step.DONE,
    (Step.SUBMITTED, "accept", "product"): Step.DONE,
    (Step.SUBMITTED, "return", "seller"): Step.OPEN,
    (Step.SUBMITTED, "return", "partner"): Step.OPEN,
    (Step.OPEN, "accept", "dispute"): Step.DONE,
    (Step.SUBMITTED, "accept", "dispute"): Step.DONE,
    (Step.DONE, "return", "dispute"): Step.OPEN,
}

DELIVERABLE: dict[tuple[StrEnum, str, Actor], Deliverable] = {
    (Deliverable.SUBMITTED, "accept", "seller"): Deliverable.ACCEPTED,
    # Guarded: only where the contract says that silence accepts, and after its time.
    (Deliverable.SUBMITTED, "accept", "product"): Deliverable.ACCEPTED,
    (Deliverable.SUBMITTED, "return", "seller"): Deliverable.RETURNED,
    (Deliverable.SUBMITTED, "return", "partner"): Deliverable.TAKEN_BACK,
    (Deliverable.SUBMITTED, "accept", "dispute"): Deliverable.ACCEPTED,
    (Deliverable.RETURNED, "accept", "dispute"): Deliverable.ACCEPTED,
    (Deliverable.ACCEPTED, "return", "dispute"): Deliverable.RETURNED,
}

FINISHED = (Step.DONE, Step.SKIPPED)
CLAIMING = (Order.PROPOSED, Order.OPEN, Order.DONE)
"""An order in one of these holds its charge: no other order of the contract can have it."""

NAMES: dict[StrEnum, Text] = {
    Order.PROPOSED: Text("待对方同意", "Proposed"),
    Order.OPEN: Text("进行中", "Under way"),
    Order.DONE: Text("已完成", "Done"),
    Order.TERMINATED: Text("已终止", "Terminated"),
    Order.DECLINED: Text("未成立", "Declined"),
}
STEP_NAMES: dict[StrEnum, Text] = {
    Step.OPEN: Text("未开始", "Not begun"),
    Step.SUBMITTED: Text("待验收", "To be accepted"),
    Step.DONE: Text("完成", "Done"),
    Step.SKIPPED: Text("不需要", "Not needed"),
}
DELIVERABLE_NAMES: dict[StrEnum, Text] = {
    Deliverable.SUBMITTED: Text("待验收", "To be accepted"),
    Deliverable.ACCEPTED: Text("已接受", "Accepted"),
    Deliverable.RETURNED: Text("已退回", "Returned"),
    Deliverable.TAKEN_BACK: Text("已撤回", "Taken back"),
    Deliverable.NOTED: Text("已提交", "Handed in"),
}

S = TypeVar("S", bound=StrEnum)


def after(table: Mapping[tuple[StrEnum, str, Actor], S], state: S, event: str, actor: Actor) -> S:
    """The state after `event` by `actor`; raises `WrongState` when the table has no such step."""
    found = table.get((state, event, actor))
    if found is None:
        raise WrongState(
            "WORK_WRONG_STATE",
            Text("现在不能这样操作。", "That cannot be done now."),
            Text("请刷新页面查看最新进展。", "Reload the page to see where the work stands."),
            state=str(state),
            event=event,
        )
    return found
