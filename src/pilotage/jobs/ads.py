"""The job `advertising.plan`: the seller's files in a child process; what the sheet and the proof share with it."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from pilotage.jobs.ads_child import BOOK, PLAN, ROWS
from pilotage.jobs.crunch import crunch, gave_up_error
from pilotage.kernel.errors import PilotageError
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising import actions, queries
from pilotage.platform.advertising.models import AdInput, AdProofFile
from pilotage.platform.advertising.states import UNFINISHED

JOB = "advertising"
_LIMIT = 4 << 30
_CHUNK = 1 << 20


def run(args: dict[str, Any], *, at: datetime) -> None:
    """A plan that cannot be made ends the job too: the reason is kept. After a crash it is computed anew."""
    by, ref = Viewer.product(JOB, at), args["ref"]
    made = queries.plan(by, ref)
    if made.state not in UNFINISHED:
        return

    def progress(done: int, total: int) -> None:
        actions.note_progress(by=by, at=at, ref=ref, done=done, total=total)

    with folder() as out:
        asked = {"inputs": inputs_of(made.inputs), "wishes": made.wishes, "out": out}
        try:
            answer = crunch("pilotage.jobs.ads_child:compute", asked, progress)
        except PilotageError as error:
            actions.fail(by=by, at=at, ref=ref, error=error)
            return
        names = {"rows": ROWS, "json": PLAN, "book": BOOK}
        files = {what: kept(Path(out) / name) for what, name in names.items()}
    actions.finish(by=by, at=at, ref=ref, summary=answer, files=files)


def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
    """After the last try the seller is told; the files are kept."""
    by = Viewer.product(JOB, at)
    actions.fail(by=by, at=at, ref=args["ref"], error=gave_up_error(error))


def inputs_of(files: Any) -> list[dict[str, str]]:
    """The kept files of a plan or proof as the child takes them."""
    rows: list[AdInput | AdProofFile] = list(files.select_related("document").order_by("pk"))
    return [
        {
            "role": one.role,
            "path": str(ports.files().path(one.document.sha256)),
            "name": one.document.name,
        }
        for one in rows
    ]


def folder() -> tempfile.TemporaryDirectory[str]:
    """Where a child writes; gone when it is done."""
    return tempfile.TemporaryDirectory(dir=settings.VAR, prefix=".ads-")


def kept(path: Path) -> str:
    """The SHA-256 by which the store has a file that the child wrote."""
    with path.open("rb") as file:
        return ports.files().keep(iter(lambda: file.read(_CHUNK), b""), limit=_LIMIT)[0]
