"""Work as its two parties see it. The programme reads of it only what is put before it in a dispute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Q, QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.reading import first
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import queries as compliance
from pilotage.platform.compliance.models import Filing
from pilotage.platform.delivery import states
from pilotage.platform.delivery.models import Deliverable, DeliverableFile, Step, WorkOrder
from pilotage.platform.disputes import queries as disputes
from pilotage.platform.disputes.models import Dispute, Subject
from pilotage.platform.disputes.states import OPEN as IN_DISPUTE
from pilotage.platform.engagements.models import Contract


@dataclass(frozen=True, slots=True)
class Billable:
    """A milestone that was accepted: what it was for, and the contract's charge that falls due with it."""

    milestone: str
    work_order: str
    title: str
    fee_item: str
    accepted_at: datetime


def work_orders(viewer: Viewer) -> QuerySet[WorkOrder]:
    """Those of the viewer's contracts, newest first; none for the programme."""
    own = viewer.organisation_id or -1
    mine = Q(contract__seller_id=own) | Q(contract__partner_id=own)
    every = WorkOrder.objects.select_related("contract__seller", "contract__partner")
    found = every.order_by("-proposed_at", "-pk").prefetch_related("steps")
    return found if viewer.job else found.filter(mine)


def work_order(viewer: Viewer, ref: str) -> WorkOrder:
    """One of them, or `NotFound`."""
    return first(work_orders(viewer).filter(ref=ref), _none())


def of_contract(viewer: Viewer, contract: Contract) -> QuerySet[WorkOrder]:
    """Those of one contract."""
    return work_orders(viewer).filter(contract=contract)


def step(viewer: Viewer, ref: str) -> Step:
    """One step of a work order of the viewer's, or `NotFound`."""
    found = Step.objects.filter(order__in=work_orders(viewer).order_by(), ref=ref)
    return first(found.select_related("order__contract__seller", "order__contract__partner"), _none())  # fmt: skip


def deliverable(viewer: Viewer, ref: str) -> Deliverable:
    """One thing that was handed in, or `NotFound`."""
    found = Deliverable.objects.filter(step__order__in=work_orders(viewer).order_by(), ref=ref)
    return first(found.select_related("step__order__contract"), _none())


def file(viewer: Viewer, ref: str) -> tuple[DeliverableFile, Path]:
    """A file that was handed in, and where its bytes lie."""
    mine = work_orders(viewer).order_by()
    found = DeliverableFile.objects.filter(deliverable__step__order__in=mine, ref=ref)
    one = first(found, _none())
    return one, ports.files().path(one.sha256)


def filings_to_show(viewer: Viewer, order: WorkOrder) -> QuerySet[Filing]:
    """The filings a partner can hand in as proof: those it made for that seller."""
    partner, seller = order.contract.partner_id, order.contract.seller_id
    return compliance.filings(viewer).filter(filed_by_id=partner, organisation_id=seller)


def dispute_about(viewer: Viewer, found: Deliverable) -> Dispute | None:
    """The last dispute about a thing handed in."""
    return disputes.about(viewer, Subject.DELIVERABLE, found.ref)


def billable(
    viewer: Viewer, contract: Contract, since: datetime, until: datetime
) -> list[Billable]:
    """Milestones with a charge that were accepted in [since, until) and are not in dispute, the earliest first."""
    disputed = Dispute.objects.filter(
        contract=contract, subject_kind=Subject.DELIVERABLE, state__in=IN_DISPUTE
    ).values("subject_ref")
    found = (
        Step.objects.filter(
            order__in=of_contract(viewer, contract).order_by(),
            is_milestone=True,
            state=states.Step.DONE,
            done_at__gte=since,
            done_at__lt=until,
        )
        .exclude(order__fee_item="")
        .exclude(pk__in=Deliverable.objects.filter(ref__in=disputed).values("step"))
    )
    return [
        Billable(one.ref, one.order.ref, one.order.title, one.order.fee_item, one.done_at)
        for one in found.select_related("order").order_by("done_at", "pk")
        if one.done_at is not None
    ]


def _none() -> NotFound:
    return NotFound(
        "NO_SUCH_WORK",
        Text("没有这份工作单。", "There is no such work order."),
        Text("请从合同的工作台重新打开。", "Open it again from the workspace of its contract."),
    )
