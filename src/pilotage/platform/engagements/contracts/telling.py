"""Who is told what at each step of a contract."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts.states import OTHER, Side
from pilotage.platform.engagements.models import Contract
from pilotage.platform.notices.actions import tell

_SAYS: dict[str, tuple[Text, Text]] = {
    "offered": (
        Text("{who} 发来合同报价", "{who} sends you a contract offer"),
        Text("请查看条款，同意或还价。", "Read the terms; agree or make a counter-offer."),
    ),
    "countered": (
        Text("{who} 提出了新的合同版本", "{who} proposes a new version of the contract"),
        Text(
            "可并排查看改动；此前的签名已作废。",
            "See the changes side by side; earlier signatures are cancelled.",
        ),
    ),
    "agreed": (
        Text("{who} 同意了合同条款", "{who} agrees to the terms"),
        Text("现在双方可以签署。", "Both sides may sign now."),
    ),
    "signed": (
        Text("{who} 已签署合同", "{who} has signed the contract"),
        Text("您签署后合同即生效。", "Once you sign, it is in force."),
    ),
    "in_force": (
        Text("与 {who} 的合同已生效", "The contract with {who} is in force"),
        Text(
            "可下载盖章的合同与签署证据。",
            "The sealed contract and the evidence can be downloaded.",
        ),
    ),
    "withdrawn": (
        Text("{who} 撤回了合同谈判", "{who} has withdrawn from the contract"),
        Text("请求仍然有效，可以重新报价。", "The request stands; a new offer can be made."),
    ),
    "notice": (
        Text("{who} 通知终止合同", "{who} gives notice to end the contract"),
        Text("合同页写明终止日期。", "The contract's page names the last day."),
    ),
    "ended": (
        Text("与 {who} 的合同已终止", "The contract with {who} has ended"),
        Text("合同与证据仍可下载。", "Contract and evidence can still be downloaded."),
    ),
}


def other_side(contract: Contract, side: Side, what: str, *, at: datetime) -> None:
    """Tells the other side what `side` did."""
    title, body = _SAYS[what]
    actor, reader = getattr(contract, side), getattr(contract, OTHER[side])
    tell(
        by=Viewer.product("contracts", at),
        at=at,
        organisation=reader,
        kind=f"contract.{what}",
        about=f"contract:{contract.ref}",
        title=title.with_(who=actor.name),
        body=body,
        link=reverse("contracts:detail", args=[contract.ref]),
    )


def both_sides(contract: Contract, what: str, *, at: datetime) -> None:
    """Tells each side about the contract with the other."""
    for side in OTHER:
        other_side(contract, side, what, at=at)
