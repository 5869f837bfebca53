"""Evidence that runs out soon: the firm hears it 90, 60, 30 and 7 days before, each step once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import states
from pilotage.platform.certification.models import Credential, ExpiryWarning
from pilotage.platform.certification.requirements import credential_kinds
from pilotage.platform.certification.resting import rests_on
from pilotage.platform.certification.services import in_words
from pilotage.platform.notices.actions import tell

STEPS = (90, 60, 30, 7)
_TITLE = Text("{what}还有 {left} 天到期", "{what} runs out in {left} days")
_LOSES = Text(
    "到期当天 24:00（{zone}）起，这些服务不再在列：{services}。请提前提交新的证明。",
    "From the end of that day ({zone}) these services are listed no more: {services}. File new evidence before.",
)
_LOSES_NONE = Text(
    "没有服务只靠它在列；不再使用可以撤回。",
    "No service is listed by it alone; withdraw it if it is no longer needed.",
)


def warn_of_expiry(*, by: Viewer, at: datetime) -> int:
    """Tells every firm whose accepted evidence reached a step; days are counted where the issuer is. Returns how many were told."""
    # No clock on earth is more than a day from UTC.
    horizon = at.date() + timedelta(days=STEPS[0] + 1)
    rows = Credential.objects.filter(
        state=states.Credential.ACCEPTED,
        valid_until__gte=at.date() - timedelta(days=1),
        valid_until__lte=horizon,
    )
    found = rows.select_related("partner__organisation").order_by("pk")
    return sum(_warned(row, by, at) for row in found.iterator(500))


@transaction.atomic
def _warned(row: Credential, by: Viewer, at: datetime) -> bool:
    until: date = row.valid_until or date.max
    left = (until - at.astimezone(ZoneInfo(row.zone)).date()).days
    reached = [days for days in STEPS if 0 <= left <= days]
    if not reached or _is_renewed(row, until):
        return False
    said = set(ExpiryWarning.objects.filter(credential=row).values_list("days", flat=True))
    if min(reached) in said:
        return False
    ExpiryWarning.objects.bulk_create(
        ExpiryWarning(credential=row, days=days, at=at) for days in reached if days not in said
    )
    tell(
        by=by, at=at, organisation=row.partner.organisation, kind="credential.expiring",
        about=f"credential:{row.ref}",
        title=_TITLE.with_(what=credential_kinds()[row.kind], left=left),
        body=_body(row, at), link=reverse("certification:mine"),
    )  # fmt: skip
    return True


def _is_renewed(row: Credential, until: date) -> bool:
    """Whether accepted evidence of the same kind and scope goes on after it."""
    same = Credential.objects.filter(
        partner_id=row.partner_id, kind=row.kind, state=states.Credential.ACCEPTED
    ).exclude(pk=row.pk)
    return any(
        (one.valid_until is None or one.valid_until > until)
        and (one.valid_from is None or one.valid_from <= until + timedelta(days=1))
        and _covers(one.categories, row.categories)
        and _covers(one.countries, row.countries)
        for one in same
    )


def _covers(scope: list[str], wanted: list[str]) -> bool:
    return not scope or (bool(wanted) and set(wanted) <= set(scope))


def _body(row: Credential, at: datetime) -> Text:
    lost = rests_on(row.partner, [row], at)
    if not lost:
        return _LOSES_NONE
    return _LOSES.with_(zone=row.zone, services=in_words(lost))
