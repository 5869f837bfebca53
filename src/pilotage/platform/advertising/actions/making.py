"""A plan is asked for and made by the worker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from pilotage.kernel.errors import Invalid, PilotageError
from pilotage.kernel.places import NAMES as PLACES
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.scopes import EVERYTHING
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising import granted, wishing
from pilotage.platform.advertising.models import AdInput, AdPlan, FileRole
from pilotage.platform.advertising.noting import note, say_to
from pilotage.platform.advertising.states import UNFINISHED, State, after
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation

_WITH_FIGURES = {FileRole.TERMS, FileRole.TARGETING, FileRole.BULK}
_READY = Text("广告计划已算好，共 {n} 项更改", "An advertising plan is ready: {n} changes")
_FAILED = Text("广告计划没有完成", "An advertising plan could not be made")


@transaction.atomic
def start(
    *,
    by: Viewer,
    at: datetime,
    seller: Organisation,
    site: str,
    documents: Mapping[FileRole, Document],
    wishes: Mapping[str, Any],
) -> AdPlan:
    """Queue the making, by the seller or by a partner's person to whom it is granted.

    Raises `Invalid` for no files with figures, an unknown site, or wishes out of range; `NotAllowed`.
    """
    check_may(by, "ads.plan")
    _, ground = granted.acting(by, seller, site, granted.PLAN, lock=True)
    check_site(site)
    if not _WITH_FIGURES & set(documents):
        raise Invalid(
            "FILES_MISSING",
            Text("没有带点击数据的文件。", "There is no file with clicks."),
            Text("请至少上传搜索词报告、投放报告或批量文件之一。", "Upload a search-term report, a targeting report or a bulk sheet."),
        )  # fmt: skip
    made = AdPlan.objects.create(
        organisation=seller, firm_id=by.organisation_id if by.is_partner else None, site=site,
        wishes=wishing.kept(wishes), started_by=by.actor, started_at=at,
    )  # fmt: skip
    for role, document in documents.items():
        AdInput.objects.create(plan=made, role=role, document=document)
    ports.queue().put("advertising.plan", {"ref": made.ref}, at=at, key=f"ads:{made.ref}")
    files = {role.value: one.sha256 for role, one in documents.items()}
    note(made, "started", by, at, ground, site=site, wishes=made.wishes, files=files)
    return made


def note_progress(*, by: Viewer, at: datetime, ref: str, done: int, total: int) -> None:
    """How far the worker is; not an event worth auditing."""
    running = AdPlan.objects.filter(ref=ref, state__in=UNFINISHED)
    running.update(state=after(State.WAITING, "begin", "product"), done=done, total=total)


@transaction.atomic
def finish(
    *, by: Viewer, at: datetime, ref: str, summary: dict[str, Any], files: Mapping[str, str]
) -> None:
    """Keep the summary and the files (`rows`, `json`, `book` by SHA-256). Again after a crash: the same."""
    made = locked(ref)
    if made.state not in UNFINISHED:
        return
    made.state, made.ended_at, made.error = after(made.state, "finish", "product"), at, None
    made.summary = summary
    made.changes, made.advice = summary["changes"], summary["advice"]
    for name, sha256 in files.items():
        setattr(made, f"{name}_sha256", sha256)
    made.save()
    note(made, "finished", by, at, changes=made.changes, advice=made.advice, files=dict(files))
    for one in (made.organisation, made.firm):
        say_to(one, made, _READY.with_(n=made.changes), by, at)


@transaction.atomic
def fail(*, by: Viewer, at: datetime, ref: str, error: PilotageError) -> None:
    """Keep why; the files stay."""
    made = locked(ref)
    if made.state not in UNFINISHED:
        return
    made.state, made.ended_at = after(made.state, "fail", "product"), at
    made.error = error.told()
    made.save()
    note(made, "failed", by, at, code=error.code)
    for one in (made.organisation, made.firm):
        say_to(one, made, _FAILED, by, at)


def check_site(site: str) -> None:
    """Raises `Invalid` for a site that is none."""
    if site != EVERYTHING and site not in PLACES:
        raise Invalid("NO_SUCH_SITE", Text("没有这个站点。", "There is no such site."))


def locked(ref: str) -> AdPlan:
    """The plan, for the rest of the transaction ours alone."""
    rows = AdPlan.objects.select_for_update(of=("self",)).select_related("organisation", "firm")
    return rows.get(ref=ref)
