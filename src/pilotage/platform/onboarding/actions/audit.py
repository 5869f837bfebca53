"""A pre-audit is asked for, worked on, and ends with an answer or with why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from pilotage.engines.dossier.folder import joined
from pilotage.kernel.errors import Invalid, PilotageError
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.notices.actions import tell
from pilotage.platform.onboarding import reuse
from pilotage.platform.onboarding.actions.apply import gone, locked, noted, touched
from pilotage.platform.onboarding.models import Dossier, Paper, PreAudit, State

_UNFINISHED = (State.WAITING, State.RUNNING)
VERDICTS: dict[str, Text] = {
    "ready": Text("可以提交", "Ready to send"),
    "fix_first": Text("先修正再提交", "Fix it first"),
    "cannot_read": Text("有文件无法读取", "A paper cannot be read"),
}
_TITLE = Text("开店资料预审：{verdict}", "Pre-audit of your papers: {verdict}")
_FAILED = Text("开店资料预审没有完成", "The pre-audit did not finish")


@transaction.atomic
def start(*, by: Viewer, at: datetime, ref: str) -> PreAudit:
    """Queue a pre-audit of the papers as they are; the one under way if there is one. Raises `Invalid` without papers."""
    row = locked(by, ref)
    going_on = row.audits.filter(state__in=_UNFINISHED).first()
    if going_on is not None:
        return going_on
    if not row.papers.filter(removed_at=None).exists():
        raise Invalid(
            "NO_PAPERS",
            Text("还没有上传资料。", "No paper is here yet."),
            Text("请至少上传营业执照。", "Upload the business licence at least."),
        )
    made = PreAudit.objects.create(application=row, started_by=by.actor, started_at=at)
    ports.queue().put("onboarding.audit", {"ref": made.ref}, at=at, key=f"audit:{made.ref}")
    touched(row, at)
    noted(row, "audit_started", by, at, audit=made.ref)
    return made


def note_progress(*, by: Viewer, at: datetime, ref: str, done: int, total: int) -> None:
    """How far the worker is; not an event worth auditing."""
    running = PreAudit.objects.filter(ref=ref, state__in=_UNFINISHED)
    running.update(state=State.RUNNING, done=done, total=total)


@transaction.atomic
def finish(
    *,
    by: Viewer,
    at: datetime,
    ref: str,
    answer: dict[str, Any],
    read: Mapping[str, dict[str, Any]],
    pages: Mapping[str, str],
    law_digest: str,
) -> None:
    """Keep the answer, what each paper said, and its page (`pages`: paper → sealed file). Again after a crash: the same.

    What was put away, removed or replaced while it was read leaves nothing behind: neither words nor a page.
    """
    made = _locked(ref)
    if made.state == State.DONE:
        return
    papers = list(Paper.objects.filter(application=made.application, removed_at=None))
    here = {paper.ref for paper in papers}
    left = [sha for paper, sha in pages.items() if paper not in here]
    transaction.on_commit(lambda: [ports.files().forget(sha) for sha in left])
    if made.application.gone_at is not None:
        _end_without(made, gone(), by, at)
        return
    for paper in papers:
        if _came_meanwhile(paper, made, pages):
            continue
        paper.page_sha256 = pages.get(paper.ref, paper.page_sha256)
        paper.read = read.get(paper.name)
        paper.save(update_fields=["page_sha256", "read"])
    answer = joined(answer, reuse.found(made.application, papers))
    made.state, made.ended_at, made.error = State.DONE, at, None
    made.verdict, made.result, made.law_digest = str(answer["verdict"]), answer, law_digest
    made.save()
    codes = sorted({found["code"] for found in answer["findings"]})
    noted(made.application, "audited", by, at, audit=made.ref, verdict=made.verdict, codes=codes)
    _tell(made, _TITLE.with_(verdict=VERDICTS[made.verdict]), by, at)


@transaction.atomic
def fail(*, by: Viewer, at: datetime, ref: str, error: PilotageError) -> None:
    """Keep why; the papers stay, and it can be asked for again."""
    _end_without(_locked(ref), error, by, at)


def _end_without(made: PreAudit, error: PilotageError, by: Viewer, at: datetime) -> None:
    made.state, made.ended_at = State.FAILED, at
    made.error = error.told()
    made.save()
    noted(made.application, "audit_failed", by, at, audit=made.ref, code=error.code)
    _tell(made, _FAILED, by, at)


def _came_meanwhile(paper: Paper, made: PreAudit, pages: Mapping[str, str]) -> bool:
    """Whether it took a place after that was read: what was read there is its forerunner's."""
    has_page = paper.ref in pages or paper.page_sha256
    return not has_page and paper.added_at > made.started_at


def _locked(ref: str) -> PreAudit:
    """The application first, as everybody locks it who changes its papers."""
    Dossier.objects.select_for_update(of=("self",)).get(audits__ref=ref)
    rows = PreAudit.objects.select_for_update(of=("self",))
    return rows.select_related("application__organisation").get(ref=ref)


def _tell(made: PreAudit, title: Text, by: Viewer, at: datetime) -> None:
    tell(
        by=by, at=at, organisation=made.application.organisation, kind="dossier.audited",
        about=f"application:{made.application.ref}", title=title,
        link=reverse("onboarding:detail", args=[made.application.ref]),
    )  # fmt: skip
