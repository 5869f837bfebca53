"""The job `onboarding.audit`: papers are unsealed for the child alone, read, and their pages sealed again; and papers whose time is over."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from pilotage.jobs.crunch import crunch, gave_up_error
from pilotage.kernel.errors import PilotageError
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.onboarding import actions, sealing
from pilotage.platform.onboarding.models import Paper, PreAudit, State

_JOB = "onboarding"
_FOLDER = ".dossier-"
# Longer than any pre-audit takes; seconds.
_ABANDONED = 4000
_FUNCTION = "pilotage.engines.dossier.job:check_json"


def run(args: dict[str, Any], *, at: datetime) -> None:
    """A paper that cannot be used ends the job too: the reason is kept."""
    by, ref = Viewer.product(_JOB, at), args["ref"]
    made = PreAudit.objects.select_related("application").get(ref=ref)
    if made.state == State.DONE:
        return
    papers = list(
        Paper.objects.filter(application=made.application, removed_at=None).prefetch_related(
            "words"
        )
    )
    with tempfile.TemporaryDirectory(dir=settings.VAR, prefix=_FOLDER) as name:
        folder = Path(name)
        unread = [paper for paper in papers if not (paper.read and paper.page_sha256)]
        for paper in unread:
            _unseal(paper, made, folder)
        try:
            said = crunch(_FUNCTION, _asked(made, papers, unread, folder, at), _progress(by, ref))
        except PilotageError as error:
            actions.fail(by=by, at=at, ref=ref, error=error)
            return
        pages = {paper.ref: sha for paper in unread if (sha := _page(paper, made, folder))}
    actions.finish(
        by=by, at=at, ref=ref, answer=said["answer"], read=said["read"], pages=pages,
        law_digest=said["law_digest"],
    )  # fmt: skip


def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
    """After the last try the seller is told; the papers are kept."""
    by = Viewer.product(_JOB, at)
    actions.fail(by=by, at=at, ref=args["ref"], error=gave_up_error(error))


def tick(at: datetime) -> int:
    """How many applications were put away and people reminded. What a killed worker left unsealed goes too."""
    for left in Path(settings.VAR).glob(f"{_FOLDER}*"):
        if at.timestamp() - left.stat().st_mtime > _ABANDONED:
            shutil.rmtree(left, ignore_errors=True)
    by = Viewer.product(_JOB, at)
    return actions.put_away_due(by=by, at=at) + actions.remind(by=by, at=at)


def _unseal(paper: Paper, made: PreAudit, folder: Path) -> None:
    key, about = made.application.sealed_key, made.application.ref
    with (folder / f"{paper.name}{paper.ending}").open("wb") as out:
        for chunk in sealing.opened(key, about, ports.files().path(paper.sha256)):
            out.write(chunk)


def _asked(
    made: PreAudit, papers: list[Paper], unread: list[Paper], folder: Path, at: datetime
) -> dict[str, Any]:
    new = {paper.ref for paper in unread}
    return {
        "folder": str(folder),
        "typed": made.application.typed | {"as_of": at.date().isoformat()},
        "marketplace": made.application.marketplace,
        "files": [
            {"name": p.name, "ending": p.ending, "size": p.size, "named": p.file_name}
            for p in papers
        ],
        "read": {p.name: p.read for p in papers if p.ref not in new},
        "settled": {
            p.name: {one.field: one.value for one in p.words.all()} for p in papers if p.words.all()
        },
    }


def _progress(by: Viewer, ref: str) -> Any:
    def progress(done: int, total: int) -> None:
        actions.note_progress(by=by, at=by.at, ref=ref, done=done, total=total)

    return progress


def _page(paper: Paper, made: PreAudit, folder: Path) -> str:
    """The upright page, sealed; empty where the file holds no picture."""
    page = folder / f"{paper.name}.page.jpg"
    if not page.exists():
        return ""
    key, about = made.application.sealed_key, made.application.ref
    content = [page.read_bytes()]
    return ports.files().keep(sealing.sealed(key, about, content), limit=64 << 20)[0]
