"""Who has something to do about last month is told, twice at most: the report, its approval, the partner's own figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.models import Contract
from pilotage.platform.notices.actions import tell
from pilotage.platform.notices.models import Notice
from pilotage.platform.parties.models import Organisation
from pilotage.platform.reports.models import MonthReport, PartnerFigures, State

# Days of the following month: by then Amazon has closed the last settlement that began in the month.
STAGES = (5, 15)
_KIND = "month_report.reminder"


class _Due(NamedTuple):
    organisation: Organisation
    about: str
    title: Text
    link: str


def remind(*, by: Viewer, at: datetime) -> int:
    """How many were told. A contract that began after the month brings no reminder of it."""
    check_may(by, "report.make")
    today = timezone.localdate(at)
    stage = sum(today.day >= day for day in STAGES)
    if not stage:
        return 0
    last = today.replace(day=1) - timedelta(days=1)
    month = Month(last.year, last.month)
    return sum(_say(by, at, one, stage) for one in _due(month))


def _due(month: Month) -> Iterator[_Due]:
    running = Contract.objects.filter(state="in_force", in_force_at__date__lte=month.last)
    running = running.select_related("seller", "partner").order_by("pk")
    reports: dict[int, list[MonthReport]] = {}
    for one in MonthReport.objects.filter(month=str(month), state=State.DONE).defer("result"):
        reports.setdefault(one.organisation_id, []).append(one)
    claimed = set(PartnerFigures.objects.filter(month=str(month)).values_list("contract_id", flat=True))  # fmt: skip
    sellers: dict[int, Organisation] = {}
    for contract in running.iterator():
        sellers.setdefault(contract.seller_id, contract.seller)
        if contract.pk not in claimed:
            title = _NOT_CLAIMED.with_(month=month, seller=contract.seller.name)
            yield _Due(contract.partner, f"claims:{contract.ref}:{month}", title, reverse("reports:claims"))  # fmt: skip
    for number, seller in sellers.items():
        made = reports.get(number, [])
        if not made:
            yield _Due(
                seller, f"make:{month}", _NOT_MADE.with_(month=month), reverse("reports:list")
            )
        elif not any(one.approved_at for one in made):
            newest = max(made, key=lambda one: one.pk)
            yield _Due(seller, f"approve:{month}", _NOT_APPROVED.with_(month=month), reverse("reports:detail", args=[newest.ref]))  # fmt: skip


@transaction.atomic
def _say(by: Viewer, at: datetime, due: _Due, stage: int) -> bool:
    """A stage that was missed is not made up for."""
    about = f"{due.about}:{stage}"
    if Notice.objects.filter(organisation=due.organisation, kind=_KIND, about=about).exists():
        return False
    tell(by=by, at=at, organisation=due.organisation, kind=_KIND, about=about, title=due.title, link=due.link)  # fmt: skip
    return True


_NOT_MADE = Text("{month} 的月报还没有生成", "The report of {month} is not made yet")
_NOT_APPROVED = Text("{month} 的月报等您确认", "The report of {month} waits for your approval")
_NOT_CLAIMED = Text("请登记 {seller} {month} 的数字", "Enter your figures of {month} for {seller}")
