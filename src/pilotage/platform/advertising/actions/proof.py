"""A proof is asked for and made by the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from pilotage.kernel.errors import Invalid, PilotageError
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising import granted
from pilotage.platform.advertising.actions.making import check_site
from pilotage.platform.advertising.models import AdProof, AdProofFile, FileRole, ProofState
from pilotage.platform.advertising.noting import as_kept, note, say_to
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation

MOST_FILES = 60
_UNFINISHED = (ProofState.WAITING, ProofState.RUNNING)
_READY = Text("广告效果核验已完成", "A proof of what changes did is ready")
_FAILED = Text("广告效果核验没有完成", "A proof of what changes did could not be made")


@transaction.atomic
def start_proof(
    *,
    by: Viewer,
    at: datetime,
    seller: Organisation,
    site: str,
    documents: Sequence[tuple[FileRole, Document]],
    wishes: Mapping[str, Any],
) -> AdProof:
    """Queue the making. Raises `Invalid` without reports or with too many files; `NotAllowed`."""
    check_may(by, "ads.plan")
    _, ground = granted.acting(by, seller, site, granted.PLAN, lock=True)
    check_site(site)
    if not any(role != FileRole.HISTORY for role, _ in documents) or len(documents) > MOST_FILES:
        raise Invalid(
            "FILES_MISSING",
            Text("请上传报告（最多 {most} 个文件）。", "Upload the reports, {most} files at most."),
            Text("更改前后的逐日报告，以及变更记录。", "Daily reports from before and after, and the history of changes."),
            most=MOST_FILES,
        )  # fmt: skip
    made = AdProof.objects.create(
        organisation=seller, firm_id=by.organisation_id if by.is_partner else None, site=site,
        wishes=dict(wishes), started_by=by.actor, started_at=at,
    )  # fmt: skip
    AdProofFile.objects.bulk_create(
        AdProofFile(proof=made, role=role, document=one) for role, one in documents
    )
    ports.queue().put("advertising.proof", {"ref": made.ref}, at=at, key=f"ads:{made.ref}")
    files = [[role.value, one.sha256] for role, one in documents]
    note(made, "started", by, at, ground, site=site, wishes=made.wishes, files=files)
    return made


def note_proof_progress(*, by: Viewer, at: datetime, ref: str, done: int, total: int) -> None:
    """How far the worker is; not an event worth auditing."""
    running = AdProof.objects.filter(ref=ref, state__in=_UNFINISHED)
    running.update(state=ProofState.RUNNING, done=done, total=total)


@transaction.atomic
def finish_proof(*, by: Viewer, at: datetime, ref: str, result: dict[str, Any]) -> None:
    """Keep the result. Again after a crash: the same."""
    made = _locked(ref)
    if made.state not in _UNFINISHED:
        return
    made.state, made.ended_at, made.error, made.result = ProofState.DONE, at, None, result
    made.save()
    note(made, "finished", by, at)
    for one in (made.organisation, made.firm):
        say_to(one, made, _READY, by, at)


@transaction.atomic
def fail_proof(*, by: Viewer, at: datetime, ref: str, error: PilotageError) -> None:
    """Keep why; the files stay."""
    made = _locked(ref)
    if made.state not in _UNFINISHED:
        return
    made.state, made.ended_at, made.error = ProofState.FAILED, at, as_kept(error)
    made.save()
    note(made, "failed", by, at, code=error.code)
    for one in (made.organisation, made.firm):
        say_to(one, made, _FAILED, by, at)


def _locked(ref: str) -> AdProof:
    rows = AdProof.objects.select_for_update(of=("self",)).select_related("organisation", "firm")
    return rows.get(ref=ref)
