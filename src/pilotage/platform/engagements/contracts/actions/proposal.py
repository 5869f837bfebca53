"""A proposal of one side as a version: read, checked to be something the engines can keep, and hashed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from pilotage.engines import fees, worktime
from pilotage.engines.contracts import (
    Contract,
    Party,
    Term,
    as_json,
    contract_hash,
    library,
    machine_values,
)
from pilotage.engines.contracts.kinds import KINDS
from pilotage.kernel.canonical import canonical_json
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements import models
from pilotage.platform.engagements.contracts.states import Side, State

MOST_SPECIAL = 20
LONGEST_SPECIAL = 1000
MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Proposal:
    """Clauses in order with their values, the parties' own sentences, and the two registration numbers."""

    terms: tuple[Term, ...]
    special: tuple[Text, ...] = ()
    seller_registration: str = ""
    partner_registration: str = ""


def body_of(row: models.Contract, number: int, proposal: Proposal) -> Contract:
    """The proposal as a contract of the engine; raises `Invalid` for what no engine could ever keep."""
    _check_special(proposal.special)
    _check_terms(proposal.terms)
    _check_replaces(row, proposal)
    body = Contract(
        number=row.ref,
        version=number,
        seller=Party(row.seller.name_zh, proposal.seller_registration.strip()),
        partner=Party(row.partner.name_zh, proposal.partner_registration.strip()),
        terms=tuple(map(_with_plan_spelled_out, proposal.terms)),
        special=proposal.special,
    )
    _check_calendar(body)
    return body


def keep(
    row: models.Contract, body: Contract, side: Side, *, by: Viewer, at: datetime,
    amendment: models.Amendment | None = None,
) -> models.ContractVersion:  # fmt: skip
    """A new version of the contract, or of an amendment to it."""
    return models.ContractVersion.objects.create(
        contract=row,
        amendment=amendment,
        number=body.version,
        side=side,
        body=as_json(body),
        hash=contract_hash(body),
        made_by=by.actor,
        made_at=at,
    )


def _check_special(special: tuple[Text, ...]) -> None:
    texts = [text for one in special for text in (one.zh, one.en)]
    if len(special) > MOST_SPECIAL or any(
        not text.strip() or len(text) > LONGEST_SPECIAL or not text.isprintable() for text in texts
    ):
        raise Invalid(
            "SPECIAL_UNUSABLE",
            Text(
                "特别约定最多 {most} 条，每条中英文都要写，各不超过 {longest} 字，不换行。",
                "At most {most} special agreements, each in Chinese and English, one line of at most {longest} characters.",
            ),
            most=MOST_SPECIAL,
            longest=LONGEST_SPECIAL,
        )


def _check_terms(terms: tuple[Term, ...]) -> None:
    """Only clauses that the library keeps, with values that have a canonical form and are not endless."""
    for term in terms:
        if (term.clause, term.version) not in library().clauses:
            raise Invalid(
                "CLAUSE_UNKNOWN",
                Text(
                    "条款库中没有 {clause} 的 {version} 版。",
                    "The library has no version {version} of {clause}.",
                ),
                clause=term.clause[:60],
                version=term.version[:20],
            )
    try:
        size = len(canonical_json([dict(term.values) for term in terms]))
    except (TypeError, ValueError, RecursionError):
        size = MOST_BYTES + 1
    if size > MOST_BYTES:
        raise Invalid(
            "TERMS_UNUSABLE",
            Text(
                "条款的值无法写入合同：不能有小数型数字，总长不超过 {most} 字节。",
                "The values cannot stand in a contract: no floating-point numbers, at most {most} bytes in all.",
            ),
            most=MOST_BYTES,
        )


def _check_replaces(row: models.Contract, proposal: Proposal) -> None:
    """Only an amendment says that it takes the place of something."""
    if row.state != State.IN_FORCE and any(t.clause == "amendment" for t in proposal.terms):
        raise Invalid(
            "NOTHING_TO_AMEND",
            Text("首次签署的合同没有可变更的版本。", "A first contract has no version to amend."),
            Text("请删去“变更”条款。", "Leave the clause on amendment out."),
        )


def _with_plan_spelled_out(term: Term) -> Term:
    """Equal plans have one spelling, with the rounding named; raises `Invalid("BAD_ITEM")`."""
    plan = term.values.get("plan")
    if term.clause != "fees" or not KINDS["plan"].accepts(plan):
        return term
    return replace(term, values={**term.values, "plan": fees.plan_fields(fees.plan_from(plan))})


def _check_calendar(body: Contract) -> None:
    calendar = machine_values(body).get("sla.calendar")
    if isinstance(calendar, str) and calendar not in worktime.kept_names():
        raise Invalid(
            "NO_SUCH_CALENDAR",
            Text("没有工作日历 {name}。", "There is no calendar {name}."),
            Text("请从列表中选择。", "Choose one of the list."),
            name=calendar[:60],
        )
