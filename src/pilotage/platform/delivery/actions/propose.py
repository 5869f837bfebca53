"""A piece of work comes about: one side proposes it, the other agrees; and how it ends before its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.delivery import states, telling
from pilotage.platform.delivery.actions.moving import (
    locked,
    move_order,
    noted,
    open_reviews,
)
from pilotage.platform.delivery.models import Step, WorkOrder
from pilotage.platform.delivery.templates import Template, TemplateStep, templates
from pilotage.platform.delivery.terms import charges, covered, terms_on
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts.legal_day import legal_day
from pilotage.platform.engagements.contracts.said import digest, worded
from pilotage.platform.engagements.contracts.states import State as ContractState
from pilotage.platform.engagements.models import Contract

_LONGEST_WHY = 500


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done: the kind of work (whose steps it takes), for which service and country."""

    kind: str
    category: str
    country: str
    title: str
    fee_item: str = ""
    due: date | None = None


@transaction.atomic
def propose(*, by: Viewer, at: datetime, contract: str, work: Work) -> WorkOrder:
    """Either side proposes work under a contract in force (by reference); the other has to agree to it."""
    check_may(by, "work.plan")
    found = contracts.contract(by, contract)
    side = contracts.side_of(by, found)
    Contract.objects.select_for_update().get(pk=found.pk)
    if found.state != ContractState.IN_FORCE:
        raise WrongState(
            "CONTRACT_NOT_IN_FORCE",
            Text("合同不在生效期，不能新建工作单。", "The contract is not in force; no new work."),
        )
    template = _checked(found, work)
    terms = terms_on(found, legal_day(found, at))
    order = WorkOrder.objects.create(
        contract=found,
        kind=template.code,
        kind_version=template.version,
        category=work.category,
        country=work.country,
        title=work.title.strip()[:120],
        fee_item=work.fee_item,
        due=work.due,
        state=states.Order.PROPOSED,
        rule=terms.rule.version,
        acceptance=terms.acceptance,
        silence_accepts=terms.silence_accepts,
        proposed_side=side,
        proposed_by=by.actor,
        proposed_at=at,
    )
    Step.objects.bulk_create(
        _step(order, position, step) for position, step in enumerate(template.steps, 1)
    )
    noted(order, "proposed", by=by, at=at, kind=work.kind, category=work.category, country=work.country, fee_item=work.fee_item)  # fmt: skip
    telling.other_side(order, side, "proposed", at=at)
    return order


@transaction.atomic
def agree(*, by: Viewer, at: datetime, ref: str) -> WorkOrder:
    """The other side agrees: the work is under way."""
    order, side = locked(by, ref, "work.plan")
    before = move_order(order, "agree", _part(order, side))
    order.agreed_at, order.agreed_by = at, by.actor
    order.save(update_fields=["state", "agreed_at", "agreed_by"])
    noted(order, "agreed", by=by, at=at, before=before)
    telling.other_side(order, side, "agreed", at=at)
    return order


@transaction.atomic
def decline(*, by: Viewer, at: datetime, ref: str, why: str = "") -> WorkOrder:
    """The other side does not agree, or the proposer takes it back."""
    order, side = locked(by, ref, "work.plan")
    before = move_order(order, "decline", _part(order, side))
    _end(order, "declined", before, by=by, at=at, why=why.strip()[:_LONGEST_WHY])
    telling.other_side(order, side, "declined", at=at)
    return order


@transaction.atomic
def terminate(*, by: Viewer, at: datetime, ref: str, why: str) -> WorkOrder:
    """Either side ends work under way, with reasons. What was accepted stays accepted; both may review."""
    order, side = locked(by, ref, "work.plan")
    before = move_order(order, "terminate", side)
    _end(order, "terminated", before, by=by, at=at, why=worded(why, _LONGEST_WHY))
    for milestone in order.steps.filter(is_milestone=True):
        open_reviews(order, milestone, at)
    telling.other_side(order, side, "terminated", at=at)
    return order


def _end(order: WorkOrder, what: str, before: str, *, by: Viewer, at: datetime, why: str) -> None:
    order.ended_at, order.ended_by, order.why = at, by.actor, why
    order.save(update_fields=["state", "ended_at", "ended_by", "why"])
    noted(order, what, by=by, at=at, before=before, words=digest(why))


def _part(order: WorkOrder, side: str) -> states.Actor:
    return "proposer" if side == order.proposed_side else "other"


def _checked(contract: Contract, work: Work) -> Template:
    """The steps of that kind of work; raises `Invalid` for what the contract does not cover."""
    template = templates().get(work.kind)
    if template is None or not template.fits(work.category) or not work.title.strip():
        raise Invalid(
            "WORK_UNCLEAR",
            Text("请选择工作种类并写明名称。", "Choose the kind of work and give it a name."),
        )
    if (work.category, work.country) not in covered(contract):
        raise Invalid(
            "NOT_COVERED",
            Text("合同的服务范围不包括这项服务。", "The contract does not cover this service."),
            Text("请选择合同里的服务，或先补充合同。", "Choose one it covers, or amend it first."),
        )
    if work.fee_item:
        _check_charge(contract, work.fee_item)
    return template


def _check_charge(contract: Contract, code: str) -> None:
    """The charge stands in the contract and no other work order has it or has earned it."""
    if code not in {item["code"] for item in charges(contract)}:
        raise Invalid(
            "NO_SUCH_CHARGE",
            Text("合同没有这项一次性收费。", "The contract has no such charge for a project."),
            charge=code,
        )
    same = contract.work_orders.filter(fee_item=code)
    earned = same.filter(steps__is_milestone=True, steps__state=states.Step.DONE)
    if same.filter(state__in=states.CLAIMING).exists() or earned.exists():
        raise Invalid(
            "CHARGE_TAKEN",
            Text("这项收费已属于另一份工作单。", "Another work order has this charge already."),
            charge=code,
        )


def _step(order: WorkOrder, position: int, step: TemplateStep) -> Step:
    return Step(
        order=order,
        position=position,
        code=step.code,
        name_zh=step.says.zh,
        name_en=step.says.en,
        actor=step.by,
        proof=step.proof,
        needs_acceptance=step.accept,
        is_optional=step.optional,
        is_milestone=step.milestone,
        usual_zh=step.usual.zh if step.usual else "",
        usual_en=step.usual.en if step.usual else "",
        state=states.Step.OPEN,
    )
