"""Keeping the profile, starting a fit check, and what the worker writes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pilotage.kernel.errors import Invalid, PilotageError
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.compliance.models import FitCheck, SellerProfile, State
from pilotage.platform.documents.models import Document

MOST_REPORTS = 24


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
    if not documents:
        raise Invalid("NO_REPORT", Text("请先上传报告。", "Upload a report first."))
    if len(documents) > MOST_REPORTS:
        raise Invalid(
            "TOO_MANY_REPORTS", Text("一次最多 24 份报告。", "At most 24 reports at once.")
        )
    seller = access.own_organisation(by)
    check = FitCheck.objects.create(
        organisation=seller, profile=profile, on=on, started_by=by.actor, started_at=at
    )
    check.documents.set(documents)
    ports.queue().put("compliance.fit", {"ref": check.ref}, at=at, key=f"fit:{check.ref}")
    record(
        by=by.actor,
        at=at,
        tenant=seller.ref,
        action="fit.started",
        object=f"fit:{check.ref}",
        after={"files": [d.sha256 for d in documents], "profile": profile},
    )
    return check


def note_progress(*, by: Viewer, at: datetime, ref: str, done: int, total: int) -> None:
    """How far the worker is; not an event worth auditing."""
    running = FitCheck.objects.filter(ref=ref, state__in=[State.WAITING, State.RUNNING])
    running.update(state=State.RUNNING, done=done, total=total)


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
    record(
        by=by.actor,
        at=at,
        tenant=check.organisation.ref,
        action="fit.finished",
        object=f"fit:{check.ref}",
        after={"law_digest": law_digest},
    )


@transaction.atomic
def fail_fit(*, by: Viewer, at: datetime, ref: str, error: PilotageError) -> None:
    """Keep why it could not be done, in both languages; the files stay."""
    check = FitCheck.objects.select_for_update().get(ref=ref)
    step = error.next_step
    check.state, check.ended_at = State.FAILED, at
    check.error = {
        "code": error.code,
        "says": {"zh": error.says.zh, "en": error.says.en},
        "next_step": {"zh": step.zh, "en": step.en} if step else None,
    }
    check.save()
    record(
        by=by.actor,
        at=at,
        tenant=check.organisation.ref,
        action="fit.failed",
        object=f"fit:{check.ref}",
        after={"code": error.code},
    )
