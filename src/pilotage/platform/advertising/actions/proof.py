"""A proof is asked for and made by the worker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from pilotage.kernel.errors import Invalid, PilotageError
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising import granted, proving
from pilotage.platform.advertising.actions.making import check_site
from pilotage.platform.advertising.models import AdProof, AdProofFile, FileRole, ProofState
from pilotage.platform.advertising.noting import note, say_to
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation

_WITH_DAYS = {FileRole.TERMS, FileRole.TARGETING}
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
    documents: Mapping[FileRole, Document],
    wishes: Mapping[str, Any],
) -> AdProof:
    """Queue the making. Raises `Invalid` without history and report, or for wishes that are none; `NotAllowed`."""
    check_may(by, "ads.plan")
    _, ground = granted.acting(by, seller, site, granted.PLAN, lock=True)
    check_site(site)
    if FileRole.HISTORY not in documents or not _WITH_DAYS & set(documents):
        raise Invalid(
            "FILES_MISSING",
            Text("效果核验需要变更记录和逐日报告。", "A proof needs the history of changes and a daily report."),
            Text("请上传变更记录，以及更改前后的搜索词或投放报告（按日）。", "Upload the history, and a search-term or targeting report by day from before and after."),
        )  # fmt: skip
    made = AdProof.objects.create(
        organisation=seller, firm_id=by.organisation_id if by.is_partner else None, site=site,
        wishes=proving.kept(wishes), started_by=by.actor, started_at=at,
    )  # fmt: skip
    AdProofFile.objects.bulk_create(
        AdProofFile(proof=made, role=role, document=one) for role, one in documents.items()
    )
    ports.queue().put("advertising.proof", {"ref": made.ref}, at=at, key=f"ads:{made.ref}")
    files = {role.value: one.sha256 for role, one in documents.items()}
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
    made.state, made.ended_at, made.error = ProofState.FAILED, at, error.told()
    made.save()
    note(made, "failed", by, at, code=error.code)
    for one in (made.organisation, made.firm):
        say_to(one, made, _FAILED, by, at)


def _locked(ref: str) -> AdProof:
    rows = AdProof.objects.select_for_update(of=("self",)).select_related("organisation", "firm")
    return rows.get(ref=ref)
