"""Keeping what a filing looks like beside the seller's own run, and asking for it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.compliance import comparing, queries
from pilotage.platform.compliance.models import FilingCheck, State


@transaction.atomic
def finish_check(
    *, by: Viewer, at: datetime, ref: str, inputs: str, result: Mapping[str, Any]
) -> None:
    """Keep it, unless other figures or another run came meanwhile: those have a job of their own."""
    kept = _locked(ref)
    if kept.inputs != inputs or kept.state == State.DONE:
        return
    kept.state, kept.result, kept.ended_at = State.DONE, dict(result), at
    kept.save()
    codes = [one["code"] for one in result["practices"]]
    record(
        by=by.actor,
        at=at,
        tenant=kept.filing.organisation.ref,
        action="filing.checked",
        object=f"filing:{ref}",
        after={"inputs": inputs, "practices": codes},
    )


@transaction.atomic
def fail_check(*, by: Viewer, at: datetime, ref: str) -> None:
    """It could not be worked out; the figures stay, and whoever may see it can ask again."""
    kept = _locked(ref)
    if kept.state != State.DONE:
        kept.state, kept.ended_at = State.FAILED, at
        kept.save()


@transaction.atomic
def check_filing(*, by: Viewer, at: datetime, ref: str) -> None:
    """Whoever sees the filing asks for its check again."""
    comparing.ask(queries.filing(by, ref), at)


def _locked(ref: str) -> FilingCheck:
    every = FilingCheck.objects.select_for_update(of=("self",))
    return every.select_related("filing__organisation").get(filing__ref=ref)
