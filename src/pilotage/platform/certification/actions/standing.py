"""Warning, suspending and restoring a firm: the second axis, with its reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.certification import changes, queries, states
from pilotage.platform.certification.models import Partner, StandingChange
from pilotage.platform.notices.actions import tell

_EVENTS = {
    states.Standing.WARNED: "warn",
    states.Standing.SUSPENDED: "suspend",
    states.Standing.ACTIVE: "restore",
}


@transaction.atomic
def set_standing(
    *, by: Viewer, at: datetime, partner_ref: str, standing: str, reason: Text
) -> Partner:
    """A suspended firm is shown and matched nowhere from this commit on. The reason is told to the firm."""
    check_may(by, "standing.set")
    if standing not in _EVENTS or not reason.zh.strip():
        raise Invalid(
            "REASON_MISSING",
            Text("请选择状态并写明原因。", "Choose a standing and give the reason."),
        )
    seen = queries.partner(by, partner_ref)
    partner = (
        Partner.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=seen.pk)
    )
    before = states.Standing(partner.standing)
    partner.standing = states.after(states.STANDING, before, _EVENTS[states.Standing(standing)])
    partner.save(update_fields=["standing"])
    _note(partner, reason, by, at)
    record(
        by=by.actor,
        at=at,
        action=f"standing.{partner.standing}",
        object=f"partner:{partner.ref}",
        before={"standing": before},
        after={"standing": str(partner.standing), "reason": reason.zh},
    )
    return partner


def _note(partner: Partner, reason: Text, by: Viewer, at: datetime) -> None:
    StandingChange.objects.create(
        partner=partner,
        standing=partner.standing,
        reason_zh=reason.zh.strip(),
        reason_en=reason.en.strip(),
        by=by.actor,
        at=at,
    )
    changes.note(partner.pk)
    tell(
        by=by,
        at=at,
        organisation=partner.organisation,
        kind=f"standing.{partner.standing}",
        about=f"partner:{partner.ref}",
        title=Text("平台对贵司的状态改为“{now}”", "Your standing is now “{now}”").with_(
            now=states.NAMES[states.Standing(partner.standing)]
        ),
        body=reason,
        link=reverse("certification:mine"),
    )
