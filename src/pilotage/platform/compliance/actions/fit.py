"""Keeping the profile, starting a fit check, and keeping its result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.compliance.models import FitCheck, SellerProfile, State
from pilotage.platform.compliance.work import check_reports, note, queue
from pilotage.platform.documents.models import Document


@transaction.atomic
def keep_profile(*, by: Viewer, at: datetime, content: dict[str, Any]) -> SellerProfile:
    """Save the seller's profile; `content` has been checked by the engine that reads it."""
    check_may(by, "fit.run")
    seller = access.own_organisation(by)
    before = (
        SellerProfile.objects.filter(organisation=seller).values_list("content", flat=True).first()
    )
    profile, _ = SellerProfile.objects.update_or_create(
        organisation=seller,
        defaults={"content": content, "updated_by": by.actor, "updated_at": at},
    )
    record(
        by=by.actor,
        at=at,
        tenant=seller.ref,
        action="profile.kept",
        object=f"organisation:{seller.ref}",
        before=before,
        after=content,
    )
    return profile


@transaction.atomic
def start_fit(
    *, by: Viewer, at: datetime, documents: Sequence[Document], profile: dict[str, Any], on: date
) -> FitCheck:
    """Queue a fit check over the seller's own reports. Raises `Invalid`, `NotAllowed`."""
    check_may(by, "fit.run")
    check_reports(documents)
    seller = access.own_organisation(by)
    check = FitCheck.objects.create(
        organisation=seller, profile=profile, on=on, started_by=by.actor, started_at=at
    )
    check.documents.set(documents)
    after = {"files": [d.sha256 for d in documents], "profile": profile}
    queue(check, by=by, at=at, after=after)
    return check


@transaction.atomic
def finish_fit(
    *, by: Viewer, at: datetime, ref: str, result: dict[str, Any], law_digest: str
) -> None:
    """Keep the result. Doing it again after a crash writes the same."""
    check = FitCheck.objects.select_for_update().get(ref=ref)
    if check.state == State.DONE:
        return
    check.state, check.result, check.law_digest, check.ended_at = State.DONE, result, law_digest, at
    check.error = None
    check.save()
    note(check, "finished", by=by, at=at, after={"law_digest": law_digest})
