"""The job `localops.listings`: a seller's listings in a child process."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from pilotage.jobs.ads import kept
from pilotage.jobs.crunch import crunch, gave_up_error
from pilotage.jobs.listings_child import FINDINGS, PLAIN, ROWS, SHEET
from pilotage.kernel.errors import PilotageError
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.localops import actions, queries
from pilotage.platform.localops.models import UNFINISHED

JOB = "localops"
_FILES = {"rows": ROWS, "json": FINDINGS, "sheet": SHEET, "plain": PLAIN}


def run(args: dict[str, Any], *, at: datetime) -> None:
    """A file that cannot be checked ends the job too: the reason is kept. After a crash it is checked anew."""
    by, ref = Viewer.product(JOB, at), args["ref"]
    made = queries.check(by, ref)
    if made.state not in UNFINISHED:
        return

    def progress(done: int, total: int) -> None:
        actions.note_progress(by=by, at=at, ref=ref, done=done, total=total)

    with tempfile.TemporaryDirectory(dir=settings.VAR, prefix=".listings-") as out:
        asked = {
            "path": str(ports.files().path(made.document.sha256)), "name": made.document.name,
            "site": made.site, "on": made.on.isoformat(), "out": out,
        }  # fmt: skip
        try:
            answer = crunch("pilotage.jobs.listings_child:check", asked, progress)
        except PilotageError as error:
            actions.fail(by=by, at=at, ref=ref, error=error)
            return
        files = {what: kept(Path(out) / name) for what, name in _FILES.items()}
    actions.finish(by=by, at=at, ref=ref, summary=answer, files=files)


def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
    """After the last try the seller is told; the file is kept."""
    by = Viewer.product(JOB, at)
    actions.fail(by=by, at=at, ref=args["ref"], error=gave_up_error(error))
