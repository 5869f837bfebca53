"""Who is told what about a piece of work."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.delivery.models import Step, WorkOrder
from pilotage.platform.engagements.contracts.states import OTHER
from pilotage.platform.notices.actions import tell

_SAYS: dict[str, tuple[Text, Text]] = {
    "proposed": (
        Text("{who} 提出工作单：{what}", "{who} proposes work: {what}"),
        Text("您同意后开始。", "It begins once you agree."),
    ),
    "agreed": (
        Text("{who} 同意了工作单：{what}", "{who} agrees to the work: {what}"),
        Text("从第一步开始。", "The first step comes next."),
    ),
    "declined": (
        Text("工作单未成立：{what}", "The work order did not come about: {what}"),
        Text("可以重新提出。", "It can be proposed anew."),
    ),
    "submitted": (
        Text("{who} 交付：{what} · {step}", "{who} delivers: {what} · {step}"),
        Text("请在期限内验收，或写明理由退回。", "Accept it in time, or return it with reasons."),
    ),
    "noted": (
        Text("{who} 完成：{what} · {step}", "{who} has done: {what} · {step}"),
        Text("轮到下一步。", "The next step follows."),
    ),
    "accepted": (
        Text("已验收：{what} · {step}", "Accepted: {what} · {step}"),
        Text("轮到下一步。", "The next step follows."),
    ),
    "returned": (
        Text("{who} 退回：{what} · {step}", "{who} returns: {what} · {step}"),
        Text("请看退回理由。", "Read the reasons."),
    ),
    "unanswered": (
        Text("验收期限已过：{what} · {step}", "The time to accept is over: {what} · {step}"),
        Text(
            "沉默不算接受；请尽快验收或退回，服务商可以提出争议。",
            "Silence accepts nothing; accept or return it, or the partner may open a dispute.",
        ),
    ),
    "terminated": (
        Text("{who} 终止了工作单：{what}", "{who} has terminated the work: {what}"),
        Text("双方可以互评，一起公开。", "Both sides may review; both reviews open together."),
    ),
    "reviews": (
        Text("双方评价已公开：{what}", "The reviews are published: {what}"),
        Text("对不实评价可以提出争议。", "What is untrue can be disputed."),
    ),
}


def other_side(
    order: WorkOrder, side: str, what: str, *, at: datetime, step: Step | None = None
) -> None:
    """Tells the other side what `side` did."""
    _tell(order, OTHER[side], side, what, at, step)  # type: ignore[index]


def both_sides(order: WorkOrder, what: str, *, at: datetime, step: Step | None = None) -> None:
    """Tells each side what has come about."""
    for side, other in OTHER.items():
        _tell(order, side, other, what, at, step)


def one_side(order: WorkOrder, side: str, what: str, *, at: datetime, step: Step) -> None:
    """Tells one side what has come about."""
    _tell(order, side, OTHER[side], what, at, step)  # type: ignore[index]


def _tell(
    order: WorkOrder, side: str, other: str, what: str, at: datetime, step: Step | None
) -> None:
    reader, actor = getattr(order.contract, side), getattr(order.contract, other)
    title, body = _SAYS[what]
    tell(
        by=Viewer.product("delivery", at),
        at=at,
        organisation=reader,
        kind=f"work.{what}",
        about=f"work:{order.ref}",
        title=title.with_(
            who=actor.name,
            what=order.title,
            step=Text(step.name_zh, step.name_en) if step else "",
        ),
        body=body,
        link=reverse("delivery:order", args=[order.ref]),
    )
