"""The dead-partner alarm (服务商失联): no sign of a firm for days while a legal day of its seller comes near."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases.models import CaseEvent
from pilotage.platform.certification.models import Partner
from pilotage.platform.compliance.models import Filing
from pilotage.platform.engagements.contracts.states import State
from pilotage.platform.engagements.models import Contract
from pilotage.platform.incidents import telling
from pilotage.platform.incidents.actions.open import closed, opened, reaches
from pilotage.platform.incidents.causes import silent
from pilotage.platform.incidents.models import Affected, Incident, Kind
from pilotage.platform.incidents.reach import Reached, nearest
from pilotage.platform.parties.models import Membership, Organisation

SILENT_FOR = timedelta(days=7)
NEAR = timedelta(days=14)
_REASON = Text(
    "{days} 天没有任何动作，法定期限临近", "No sign for {days} days, and a legal day is near"
)
_HEARD = Text("服务商恢复动作。", "The partner is heard of again.")


def watch_silence(*, by: Viewer, at: datetime) -> int:
    """Opens an incident for a silent firm, adds sellers to it as their days come near, closes it once it is heard of.

    Returns how many sellers were told.
    """
    told = 0
    working = Contract.objects.filter(state=State.IN_FORCE).values_list("partner", flat=True)
    for partner in Partner.objects.filter(organisation__in=working.distinct()).select_related("organisation"):  # fmt: skip
        told += _watch(partner, by, at)
    return told


def last_sign(firm: Organisation) -> datetime | None:
    """When somebody of the firm last signed in, wrote in a case, or entered a filing."""
    members = Membership.objects.filter(organisation=firm, until__isnull=True)
    written = CaseEvent.objects.filter(case__contract__partner=firm, side="partner")
    signs = (
        members.aggregate(at=Max("person__last_login"))["at"],
        written.exclude(facts__auto=True).aggregate(at=Max("at"))["at"],
        Filing.objects.filter(filed_by=firm).aggregate(at=Max("claimed_at"))["at"],
    )
    return max((sign for sign in signs if sign is not None), default=None)


@transaction.atomic
def _watch(partner: Partner, by: Viewer, at: datetime) -> int:
    firm = partner.organisation
    going_on = Incident.objects.select_for_update(of=("self",)).select_related("partner")
    row = going_on.filter(partner=firm, kind=Kind.SILENCE, closed_at__isnull=True).first()
    contracts = Contract.objects.filter(partner=firm, state=State.IN_FORCE)
    began = contracts.aggregate(at=Max("in_force_at"))["at"]
    sign = max((one for one in (last_sign(firm), began) if one is not None), default=None)
    if sign is None or at - sign < SILENT_FOR:
        if row is not None:
            closed(row, by=by, at=at, outcome=_HEARD)
        return 0
    near = [one for one in _reached(contracts) if _is_near(one, by, at)]
    known = set(Affected.objects.filter(incident=row.ref).values_list("seller", flat=True)) if row else set()  # fmt: skip
    new = [one for one in near if one.seller.pk not in known]
    if new and row is None:
        days = _REASON.with_(days=(at - sign).days)
        row = opened(by=by, at=at, cause=silent(by, partner), reason=days, among=new)
        telling.programme(row, new[0].seller, by=by, at=at)
    elif row is not None:
        for one in new:
            reaches(row, one, by=by, at=at)
    return len(new)


def _reached(contracts: QuerySet[Contract]) -> list[Reached]:
    found: dict[int, Reached] = {}
    for row in contracts.select_related("seller", "referral__request").order_by("pk"):
        one = found.setdefault(row.seller_id, Reached(row.seller))
        one.needs |= {(category, country) for category, country in row.referral.request.needs}
        one.contracts.append(row.ref)
    return list(found.values())


def _is_near(one: Reached, by: Viewer, at: datetime) -> bool:
    due = nearest(by, one.seller, one.needs)
    return due is not None and due.day - at.date() <= NEAR
