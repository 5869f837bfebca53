"""The job `localops.corrected`: the corrected listings of a check, with nothing changed but what was accepted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pilotage.engines.mill.spans import spans
from pilotage.jobs.crunch import crunch, gave_up_error
from pilotage.jobs.listings import JOB, asked_of, files_of, folder
from pilotage.jobs.listings_child import PLAIN, SHEET
from pilotage.kernel.errors import PilotageError
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.localops import actions, choices, queries

_CORRECTED = {"sheet": SHEET, "plain": PLAIN}


def run(args: dict[str, Any], *, at: datetime) -> None:
    """Why they cannot be written is kept; after a crash they are written anew."""
    by, ref = Viewer.product(JOB, at), args["ref"]
    made = queries.check(by, ref)
    if not made.writing:
        return
    with folder() as out:
        asked = asked_of(made, out) | {
            "rows": str(ports.files().path(made.rows_sha256)),
            "accepted": spans(choices.accepted(made).nonzero()[0]),
        }
        try:
            answer = crunch("pilotage.jobs.listings_child:correct", asked, lambda done, total: None)
        except PilotageError as error:
            actions.correction_failed(by=by, at=at, ref=ref, error=error)
            return
        files = files_of(out, _CORRECTED)
    actions.keep_corrected(by=by, at=at, ref=ref, summary=answer, files=files)


def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
    """After the last try: what was accepted stays so, and can be written again."""
    by = Viewer.product(JOB, at)
    actions.correction_failed(by=by, at=at, ref=args["ref"], error=gave_up_error(error))
