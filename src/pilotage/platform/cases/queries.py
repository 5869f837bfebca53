"""Cases as each side may see them. The programme sees none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Prefetch, Q, QuerySet

from pilotage.engines import sla
from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import duties
from pilotage.platform.cases.clocks import Clock, clocks
from pilotage.platform.cases.models import Case, CaseEvent, CaseFile, CaseVerdict
from pilotage.platform.cases.states import LIVE, is_turn
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.models import Contract
from pilotage.platform.parties.models import Membership


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case and its clocks as they stand; `yours` when the viewer's side is to act."""

    case: Case
    clocks: list[Clock]
    yours: bool


def cases(viewer: Viewer) -> QuerySet[Case]:
    """The viewer's own side's cases, those changed last first; the product sees all."""
    every = Case.objects.select_related("handler", "merged_into").order_by("-changed_at", "-pk")
    # Many cases have one contract and one version of it: fetched once, not with every row.
    every = every.prefetch_related(
        "contract__seller", "contract__partner", "version", "events", "merged__events"
    )
    return own(viewer, every, "contract__partner" if viewer.is_partner else "contract__seller")


def case(viewer: Viewer, ref: str) -> Case:
    """One of them, or `NotFound`."""
    return first(cases(viewer).filter(ref=ref), _none())


def of_contract(viewer: Viewer, contract: Contract) -> QuerySet[Case]:
    """Those under one contract."""
    return cases(viewer).filter(contract=contract)


def messages(viewer: Viewer, found: Case) -> list[CaseEvent]:
    """What was said and done in a case and in those merged into it, the first first."""
    whole = [found.pk, *(one.pk for one in found.merged.all())]
    own_cases = cases(viewer).filter(pk__in=whole).order_by()
    files = Prefetch("files", CaseFile.objects.select_related("document"))
    rows = CaseEvent.objects.filter(case__in=own_cases.values("pk")).prefetch_related(files)
    return list(rows.select_related("case").order_by("at", "pk"))


def message(viewer: Viewer, ref: str) -> CaseEvent:
    """One message, or `NotFound`; what a dispute can be shown."""
    rows = CaseEvent.objects.filter(ref=ref, case__in=cases(viewer).order_by().values("pk"))
    return first(rows.select_related("case__contract"), _none())


def file(viewer: Viewer, message_ref: str, document_ref: str) -> tuple[str, Path]:
    """Name and bytes of a file sent with a message."""
    found = message(viewer, message_ref).files.filter(document__ref=document_ref).first()
    if found is None:
        raise _none()
    return found.document.name, ports.files().path(found.document.sha256)


def live(viewer: Viewer, contract: Contract) -> list[Waiting]:
    """Cases not done yet with their clocks, those with the nearest due first."""
    side = contracts.side_of(viewer, contract)
    rows = of_contract(viewer, contract).filter(state__in=LIVE)
    found = [Waiting(one, clocks(one, viewer.at), is_turn(one.state, side)) for one in rows]
    last = datetime.max.replace(tzinfo=viewer.at.tzinfo)
    return sorted(found, key=lambda w: w.clocks[0].due if w.clocks else last)


def verdicts(
    viewer: Viewer, contract: Contract, since: datetime, until: datetime
) -> QuerySet[CaseVerdict]:
    """Closed verdicts of a period that count: kept promises by their end, broken ones by the due they missed."""
    late = Q(state=sla.State.BREACHED)
    rows = CaseVerdict.objects.filter(
        (late & Q(due__gte=since, due__lt=until))
        | (~late & Q(ended_at__gte=since, ended_at__lt=until)),
        case__in=of_contract(viewer, contract).order_by().values("pk"),
        reopened_at__isnull=True,
        reversal__isnull=True,
    )
    return rows.select_related("case").order_by("ended_at", "pk")


def verdict(viewer: Viewer, ref: str) -> CaseVerdict:
    """One closed verdict that still stands."""
    rows = CaseVerdict.objects.filter(
        ref=ref, reopened_at__isnull=True, case__in=cases(viewer).order_by().values("pk")
    )
    rows = rows.select_related("case__contract__seller", "case__contract__partner", "case__version")
    return first(rows, _none())


def standing(viewer: Viewer, found: Case) -> QuerySet[CaseVerdict]:
    """The closed verdicts of a case and of those merged into it, the first to end first."""
    whole = [found.pk, *(one.pk for one in found.merged.all())]
    own_cases = cases(viewer).filter(pk__in=whole).order_by().values("pk")
    rows = CaseVerdict.objects.filter(case__in=own_cases, reopened_at__isnull=True)
    rows = rows.select_related("reversal", "inputs", "case__version")
    return rows.order_by("ended_at", "pk")


def overdue(
    viewer: Viewer, contract: Contract, since: datetime, until: datetime
) -> list[tuple[Case, Clock]]:
    """Promises of a period that were broken and are still open: who never answers is late all the same."""
    seen = min(until, viewer.at)
    return [
        (one, clock)
        for one in of_contract(viewer, contract).filter(state__in=LIVE)
        for clock in clocks(one, seen)
        if clock.overdue and since <= clock.due < until
    ]


def judged(
    viewer: Viewer, contract: Contract, since: datetime, until: datetime
) -> list[dict[str, object]]:
    """Met and breached for each promise of the contract and its cases, in the shape of `fees credits`."""
    counts: dict[str, dict[str, int]] = {}
    closed = verdicts(viewer, contract, since, until).exclude(state=sla.State.SUPERSEDED)
    states = [(one.promise, one.state) for one in closed]
    states += [
        (one.kind, duties.state_of(one)) for one in duties.counted(viewer, contract, since, until)
    ]
    states += [(str(c.promise), "breached") for _, c in overdue(viewer, contract, since, until)]
    for promise, state in states:
        counts.setdefault(promise, {"met": 0, "breached": 0})[state] += 1
    return [{"key": key, **counts[key]} for key in sorted(counts)]


def colleagues(viewer: Viewer, found: Case) -> QuerySet[Membership]:
    """The people of the partner to whom a case can be handed."""
    members = Membership.objects.filter(
        until__isnull=True, person__is_active=True, organisation=found.contract.partner
    )
    return own(viewer, members.select_related("person").order_by("pk"))


def _none() -> NotFound:
    return NotFound(
        "NO_SUCH_CASE",
        Text("没有这份服务单或消息。", "There is no such case or message."),
        Text("请从工作台重新打开。", "Open it again from the workspace."),
    )
