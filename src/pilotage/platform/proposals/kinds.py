"""What can be proposed: a closed list, each with the action that a person's approval carries out.

Nothing here signs, grants, pays, confirms a receipt or erases: these take a person from the first step on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import actions as cases
from pilotage.platform.cases import queries as case_queries
from pilotage.platform.cases.actions.open import LONGEST_TITLE
from pilotage.platform.cases.actions.step import Told
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts.said import LONGEST
from pilotage.platform.grants import actions as grants
from pilotage.platform.grants import queries as grant_queries

Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """`fields` name what is needed with the most characters of each; `says` puts it in words for a person."""

    verb: str
    fields: Mapping[str, int]
    says: Callable[[Viewer, Facts], Text]
    carry_out: Callable[[Viewer, datetime, str, Facts], str]


def checked(kind: str, facts: Facts) -> Kind:
    """The kind, if there is one and the facts are of its shape; raises `Invalid`."""
    found = KINDS.get(kind)
    if found is None:
        raise Invalid(
            "NO_SUCH_KIND",
            Text("不能提议“{kind}”。", "“{kind}” cannot be proposed."),
            Text("可以提议：{kinds}。", "What can be: {kinds}."),
            kind=kind[:40],
            kinds=", ".join(KINDS),
        )
    for name, most in found.fields.items():
        value = facts.get(name)
        if not isinstance(value, str) or not value.strip() or len(value) > most:
            raise Invalid(
                "FACT_MISSING",
                Text(
                    "缺少 {name}，或超过 {most} 字。",
                    "{name} is missing, or over {most} characters.",
                ),
                name=name,
                most=most,
            )
    if unknown := sorted(facts.keys() - found.fields.keys()):
        raise Invalid(
            "FACT_UNKNOWN",
            Text("多出了 {names}。", "{names} is not asked for."),
            names=", ".join(unknown)[:200],
        )
    return found


def _open_case(by: Viewer, at: datetime, key: str, facts: Facts) -> str:
    told = Told(facts["text"], (), key)
    made = cases.open_case(
        by=by, at=at, contract=facts["contract"], title=facts["title"], told=told
    )
    return made.ref


def _says_case(viewer: Viewer, facts: Facts) -> Text:
    contract = contracts.contract(viewer, facts["contract"])
    contracts.side_of(viewer, contract)
    says = Text("向 {firm} 开服务单“{title}”：{text}", "Open a case with {firm}, “{title}”: {text}")
    other = contract.partner if viewer.is_seller else contract.seller
    return says.with_(firm=other.name, title=facts["title"], text=facts["text"])


def _reply(by: Viewer, at: datetime, key: str, facts: Facts) -> str:
    cases.reply(by=by, at=at, ref=facts["case"], told=Told(facts["text"], (), key))
    return facts["case"]


def _says_reply(viewer: Viewer, facts: Facts) -> Text:
    case = case_queries.case(viewer, facts["case"])
    says = Text("在服务单“{title}”中回复：{text}", "Reply in the case “{title}”: {text}")
    return says.with_(title=case.title, text=facts["text"])


def _revoke(by: Viewer, at: datetime, key: str, facts: Facts) -> str:
    return grants.revoke(by=by, at=at, ref=facts["grant"]).ref


def _says_revoke(viewer: Viewer, facts: Facts) -> Text:
    grant = grant_queries.grant(viewer, facts["grant"])
    says = Text("收回给 {firm} 的 {person} 的数据授权", "Take back the grant of {person} at {firm}")
    return says.with_(firm=grant.firm.name, person=str(grant.person))


def _ask_export(by: Viewer, at: datetime, key: str, facts: Facts) -> str:
    return cases.ask_export(by=by, at=at, contract=facts["contract"]).ref


def _says_export(viewer: Viewer, facts: Facts) -> Text:
    contract = contracts.contract(viewer, facts["contract"])
    says = Text("要求 {firm} 按合同导出全部数据", "Ask {firm} for all data, as the contract says")
    return says.with_(firm=contract.partner.name)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "open_case": Kind(
            "case.write",
            {"contract": 20, "title": LONGEST_TITLE, "text": LONGEST},
            _says_case,
            _open_case,
        ),
        "reply_in_case": Kind("case.write", {"case": 20, "text": LONGEST}, _says_reply, _reply),
        "revoke_grant": Kind("grant.revoke", {"grant": 20}, _says_revoke, _revoke),
        "ask_export": Kind("case.write", {"contract": 20}, _says_export, _ask_export),
    }
)
