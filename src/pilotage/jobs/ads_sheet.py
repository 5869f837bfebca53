"""The job `advertising.sheet`: the sheet of an approved plan, with nothing but what was accepted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from pilotage.engines.mill.spans import spans
from pilotage.jobs.ads import JOB, folder, kept
from pilotage.jobs.ads_child import SHEET
from pilotage.jobs.crunch import crunch, gave_up_error
from pilotage.kernel.errors import PilotageError
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising import actions, queries
from pilotage.platform.advertising.states import State
from pilotage.platform.advertising.verdicts import ACCEPTED, verdicts


def run(args: dict[str, Any], *, at: datetime) -> None:
    """Decisions cannot change any more: done again after a crash it writes the same."""
    by, ref = Viewer.product(JOB, at), args["ref"]
    made = queries.plan(by, ref)
    if made.state not in (State.APPROVED, State.APPLIED) or made.sheet_sha256:
        return
    accepted = spans(verdicts(made).places(ACCEPTED))
    with folder() as out:
        asked = {"rows": str(queries.rows_of(by, made).path), "accepted": accepted, "out": out}
        try:
            crunch("pilotage.jobs.ads_child:sheet", asked, lambda done, total: None)
        except PilotageError as error:
            actions.sheet_failed(by=by, at=at, ref=ref, error=error)
            return
        sha256 = kept(Path(out) / SHEET)
    actions.keep_sheet(by=by, at=at, ref=ref, sha256=sha256)


def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
    """After the last try the page says so; the approval stands."""
    by = Viewer.product(JOB, at)
    actions.sheet_failed(by=by, at=at, ref=args["ref"], error=gave_up_error(error))
