"""The job `localops.listings`: a seller's listings in a child process; what the corrected file shares with it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from pilotage.jobs.ads import kept
from pilotage.jobs.crunch import crunch, gave_up_error
from pilotage.jobs.listings_child import FINDINGS, ROWS
from pilotage.kernel.errors import PilotageError
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.localops import actions, queries
from pilotage.platform.localops.models import UNFINISHED, ListingCheck

JOB = "localops"
_FOUND = {"rows": ROWS, "json": FINDINGS}


def run(args: dict[str, Any], *, at: datetime) -> None:
    """A file that cannot be checked ends the job too: the reason is kept. After a crash it is checked anew."""
    by, ref = Viewer.product(JOB, at), args["ref"]
    made = queries.check(by, ref)
    if made.state not in UNFINISHED:
        return

    def progress(done: int, total: int) -> None:
        actions.note_progress(by=by, at=at, ref=ref, done=done, total=total)

    with folder() as out:
        try:
            answer = crunch("pilotage.jobs.listings_child:check", asked_of(made, out), progress)
        except PilotageError as error:
            actions.fail(by=by, at=at, ref=ref, error=error)
            return
        files = files_of(out, _FOUND)
    actions.finish(by=by, at=at, ref=ref, summary=answer, files=files)


def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
    """After the last try the seller is told; the file is kept."""
    by = Viewer.product(JOB, at)
    actions.fail(by=by, at=at, ref=args["ref"], error=gave_up_error(error))


def asked_of(made: ListingCheck, out: str) -> dict[str, Any]:
    """What the child is told of a check, and the folder it writes into."""
    return {
        "path": str(ports.files().path(made.document.sha256)), "name": made.document.name,
        "site": made.site, "on": made.on.isoformat(), "out": out,
    }  # fmt: skip


def folder() -> tempfile.TemporaryDirectory[str]:
    """Where a child writes; gone when it is done."""
    return tempfile.TemporaryDirectory(dir=settings.VAR, prefix=".listings-")


def files_of(out: str, names: Mapping[str, str]) -> dict[str, str]:
    """The SHA-256 of each file that the child wrote, once the store has it."""
    return {what: kept(Path(out) / name) for what, name in names.items()}
