"""Duties of contracts as each side may see them. The programme sees none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from django.db.models import Q, QuerySet

from pilotage.engines import sla, worktime
from pilotage.kernel.errors import NotAllowed, NotFound
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases.models import Duty
from pilotage.platform.cases.owed import Promised, owed_of, promised, signed
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.models import Contract, ContractVersion

BY_PARTNER = (sla.Duty.PERIODIC_REPORT, sla.Duty.DATA_EXPORT)
"""What the partner fulfils by giving a document; a filing is fulfilled by its receipt."""


@dataclass(frozen=True, slots=True)
class Running:
    """An open duty as it stands: working seconds left, and whether its due has passed for good."""

    duty: Duty
    left: int
    overdue: bool


def duties(viewer: Viewer) -> QuerySet[Duty]:
    """The viewer's own side's, the nearest due first."""
    every = Duty.objects.select_related(
        "contract__seller", "contract__partner", "version", "document", "inputs"
    ).order_by("due", "pk")
    return own(viewer, every, "contract__partner" if viewer.is_partner else "contract__seller")


def duty(viewer: Viewer, ref: str) -> Duty:
    """One of them, or `NotFound`."""
    return first(duties(viewer).filter(ref=ref), none())


def check_deliverer(viewer: Viewer, found: Duty) -> None:
    """Raises `NotAllowed` unless the viewer is the partner and the duty is fulfilled by a document."""
    if contracts.side_of(viewer, found.contract) != "partner" or found.kind not in BY_PARTNER:
        raise NotAllowed(
            "THE_PARTNERS_TO_DELIVER",
            Text("报告与导出由服务商交付。", "Reports and exports are the partner's to deliver."),
            Text("申报以收到回执为准。", "A filing is fulfilled by its receipt."),
        )


def of_contract(viewer: Viewer, contract: Contract) -> QuerySet[Duty]:
    """Those under one contract."""
    return duties(viewer).filter(contract=contract)


def running(viewer: Viewer, contract: Contract) -> list[Running]:
    """What is not done yet, the nearest due first."""
    rows = of_contract(viewer, contract).filter(ended_at__isnull=True)
    return [running_of(one, viewer.at) for one in rows]


def running_of(row: Duty, at: datetime) -> Running:
    """How an open one stands at `at`."""
    owed = owed_of(row)
    standing = sla.stands(owed, at)
    left = worktime.working_seconds(owed.calendar, at, standing.due)
    return Running(row, left, standing.state is sla.State.BREACHED)


def coming(viewer: Viewer, contract: Contract, until: datetime) -> list[Promised]:
    """What will begin by `until` as things stand now."""
    contracts.side_of(viewer, contract)
    there = set(Duty.objects.filter(contract=contract).values_list("kind", "of"))
    return [
        one for one in promised(contract, until) if (str(one.owed.duty), one.owed.of) not in there
    ]


def file(viewer: Viewer, ref: str) -> tuple[str, Path]:
    """Name and bytes of what fulfilled it."""
    found = duty(viewer, ref)
    if found.document is None:
        raise none()
    return found.document.name, ports.files().path(found.document.sha256)


def counted(viewer: Viewer, contract: Contract, since: datetime, until: datetime) -> QuerySet[Duty]:
    """Duties that count in a period: kept ones by their end, broken ones, done or not, by the due they missed."""
    seen = min(until, viewer.at)
    late = Q(due__gte=since, due__lt=until)
    missed = late & Q(state=sla.State.BREACHED, kept_at__isnull=False)
    still_open = late & Q(ended_at__isnull=True, provisional=False, due__lt=seen)
    met = Q(state=sla.State.MET, kept_at__isnull=False, ended_at__gte=since, ended_at__lt=until)
    rows = of_contract(viewer, contract).filter(missed | still_open | met)
    return rows.filter(reversal__isnull=True)


def state_of(row: Duty) -> str:
    """`met` or `breached`, of one that counts."""
    return sla.State.MET.value if row.state == sla.State.MET else sla.State.BREACHED.value


def next_midnight(version: ContractVersion, at: datetime) -> datetime:
    """The next midnight where the contract's calendar is."""
    zone = worktime.kept(signed(version).calendar).zone
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone)


def none() -> NotFound:
    """Nothing there for this viewer."""
    return NotFound(
        "NO_SUCH_DUTY",
        Text("没有这项合同义务。", "There is no such duty of a contract."),
        Text("请从工作台重新打开。", "Open it again from the workspace."),
    )
