"""Who is told what at each step of a contract."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts.states import OTHER, Side
from pilotage.platform.engagements.models import Amendment, Contract
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
    "amendment_proposed": (
        Text("{who} 提出变更合同", "{who} proposes to change the contract"),
        Text(
            "合同照旧执行；可并排查看改动，同意或还价。",
            "The contract goes on as it is; see the changes side by side, agree or counter.",
        ),
    ),
    "amendment_agreed": (
        Text("{who} 同意了合同变更", "{who} agrees to the amendment"),
        Text("现在双方可以签署。", "Both sides may sign now."),
    ),
    "amendment_signed": (
        Text("{who} 已签署合同变更", "{who} has signed the amendment"),
        Text("您签署后变更即生效。", "Once you sign, it is in force."),
    ),
    "amendment_in_force": (
        Text("与 {who} 的合同变更已生效", "The amendment with {who} is in force"),
        Text("合同按新版本继续。", "The contract goes on under the new version."),
    ),
    "amendment_withdrawn": (
        Text("{who} 撤回了合同变更", "{who} has withdrawn the amendment"),
        Text("合同按现行版本继续。", "The contract goes on as it is."),
    ),
    "ended": (
        Text("与 {who} 的合同已终止", "The contract with {who} has ended"),
        Text("合同与证据仍可下载。", "Contract and evidence can still be downloaded."),
    ),
}


def other_side(contract: Contract, side: Side, what: str, *, at: datetime) -> None:
    """Tells the other side what `side` did."""
    link = reverse("contracts:detail", args=[contract.ref])
    _tell(contract, side, what, f"contract:{contract.ref}", link, at)


def amendment(row: Amendment, side: Side, what: str, *, at: datetime) -> None:
    """Tells the other side what `side` did to an amendment."""
    link = reverse("contracts:amendment", args=[row.ref])
    _tell(row.contract, side, what, f"amendment:{row.ref}", link, at)


def both_sides(contract: Contract, what: str, *, at: datetime) -> None:
    """Tells each side about the contract with the other."""
    for side in OTHER:
        other_side(contract, side, what, at=at)


def _tell(contract: Contract, side: Side, what: str, about: str, link: str, at: datetime) -> None:
    title, body = _SAYS[what]
    actor, reader = getattr(contract, side), getattr(contract, OTHER[side])
    tell(
        by=Viewer.product("contracts", at),
        at=at,
        organisation=reader,
        kind=f"contract.{what}",
        about=about,
        title=title.with_(who=actor.name),
        body=body,
        link=link,
    )
