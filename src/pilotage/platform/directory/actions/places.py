"""What engagements tell the directory: a place taken or freed, an answer in time or not, a rating.

Called inside the transaction of the engagement, whose action has asked whether `by` may do it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.certification import changes
from pilotage.platform.certification.models import Partner
from pilotage.platform.certification.queries import no_such_partner
from pilotage.platform.directory.actions.profile import own_profile
from pilotage.platform.directory.models import Profile, Track


@transaction.atomic
def take_place(*, by: Viewer, at: datetime, partner_ref: str) -> None:
    """One place fewer; raises `WrongState("NO_ROOM")` when none is free."""
    partner = _partner(partner_ref)
    profile = own_profile(partner)
    if profile.taken >= profile.capacity:
        raise WrongState(
            "NO_ROOM",
            Text("贵司的承接名额已满。", "Your firm has no free place."),
            Text("请先提高承接量，或婉拒。", "Raise your capacity, or decline."),
        )
    _moved(partner, profile, by, at, +1, "place.taken")


@transaction.atomic
def free_place(*, by: Viewer, at: datetime, partner_ref: str) -> None:
    """One place more; never below none taken."""
    partner = _partner(partner_ref)
    profile = own_profile(partner)
    if profile.taken:
        _moved(partner, profile, by, at, -1, "place.freed")


@transaction.atomic
def note_answer(*, by: Viewer, at: datetime, partner_ref: str, in_time: bool) -> None:
    """A request to this partner fell due: answered in time, or not."""
    partner = _partner(partner_ref)
    Profile.objects.filter(partner=partner).update(
        asked=F("asked") + 1, answered=F("answered") + int(in_time)
    )
    changes.note(partner.pk)


@transaction.atomic
def note_rating(*, by: Viewer, at: datetime, partner_ref: str, category: str, praise: int) -> None:
    """One engagement in this category was rated: `praise` in millionths, 0 … 1,000,000."""
    if not 0 <= praise <= 1_000_000:
        raise ValueError("praise goes from 0 to 1,000,000")
    partner = _partner(partner_ref)
    track, _ = Track.objects.select_for_update().get_or_create(partner=partner, category=category)
    track.praise += praise
    track.engagements += 1
    track.save(update_fields=["praise", "engagements"])
    changes.note(partner.pk)


def _partner(ref: str) -> Partner:
    found = Partner.objects.filter(ref=ref).first()
    if found is None:
        raise no_such_partner()
    return found


def _moved(
    partner: Partner, profile: Profile, by: Viewer, at: datetime, step: int, action: str
) -> None:
    profile.taken += step
    profile.save(update_fields=["taken"])
    changes.note(partner.pk)
    record(
        by=by.actor,
        at=at,
        action=action,
        object=f"partner:{partner.ref}",
        after={"taken": profile.taken, "capacity": profile.capacity},
    )
