"""Who is told what at each step of a dispute."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.disputes.models import Dispute
from pilotage.platform.engagements.contracts.states import OTHER, Side
from pilotage.platform.notices.actions import tell
from pilotage.platform.parties.models import Kind, Organisation

_ANSWER = Text(
    "请在期限内答复；逾期对方可提交平台裁定。",
    "Answer in time; after that the other side may put it to the programme.",
)
_SAYS: dict[str, tuple[Text, Text]] = {
    "opened": (Text("{who} 提出争议：{what}", "{who} disputes: {what}"), _ANSWER),
    "answered": (
        Text("{who} 答复了争议：{what}", "{who} has answered: {what}"),
        Text("可以和解，或提交平台裁定。", "Settle it, or put it to the programme."),
    ),
    "offered": (
        Text("{who} 提议和解：{what}", "{who} proposes a settlement: {what}"),
        Text("您同意后争议结束。", "It ends once you agree."),
    ),
    "settled": (
        Text("争议已和解：{what}", "Settled: {what}"),
        Text("按双方约定执行。", "It is carried out as both agreed."),
    ),
    "withdrawn": (
        Text("{who} 撤回了争议：{what}", "{who} has withdrawn the dispute: {what}"),
        Text("原状不变。", "All stays as it was."),
    ),
    "silent": (
        Text("对方未在期限内答复：{what}", "No answer in time: {what}"),
        Text("现在可以提交平台裁定。", "You may put it to the programme now."),
    ),
    "escalated": (
        Text("争议已提交平台：{what}", "Put to the programme: {what}"),
        Text(
            "平台只看争议页上的陈述与证据；裁定前可以补充。",
            "The programme reads only what stands on the dispute's page; add to it before the decision.",
        ),
    ),
    "lapsed": (
        Text("争议已失效：{what}", "The dispute has lapsed: {what}"),
        Text("期限内无人处理，原状不变。", "Nobody acted in time; all stays as it was."),
    ),
    "decided": (
        Text("平台已裁定：{what}", "The programme has decided: {what}"),
        Text("请看裁定与理由。", "Read the decision and its reasons."),
    ),
}


def other_side(dispute: Dispute, side: str, what: str, *, at: datetime) -> None:
    """Tells the other side what `side` did."""
    contract = dispute.contract
    other: Side = OTHER[side]  # type: ignore[index]
    _tell(dispute, what, getattr(contract, other), getattr(contract, side), at)


def one_side(dispute: Dispute, side: str, what: str, *, at: datetime) -> None:
    """Tells one side what has come about."""
    reader = getattr(dispute.contract, side)
    _tell(dispute, what, reader, reader, at)


def both_sides(dispute: Dispute, what: str, *, at: datetime) -> None:
    """Tells each side what has come about."""
    for side in OTHER:
        one_side(dispute, side, what, at=at)


def programme(dispute: Dispute, *, at: datetime) -> None:
    """Tells the programme that a dispute waits for its decision."""
    for operator in Organisation.objects.filter(kind=Kind.OPERATOR):
        _tell(dispute, "escalated", operator, operator, at)


def _tell(
    dispute: Dispute, what: str, reader: Organisation, actor: Organisation, at: datetime
) -> None:
    title, body = _SAYS[what]
    tell(
        by=Viewer.product("disputes", at),
        at=at,
        organisation=reader,
        kind=f"dispute.{what}",
        about=f"dispute:{dispute.ref}",
        title=title.with_(
            who=actor.name,
            what=Text(dispute.about_zh, dispute.about_en),
        ),
        body=body,
        link=reverse("disputes:detail", args=[dispute.ref]),
    )
