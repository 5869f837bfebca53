"""The job `compliance.fit`: read the reports, work out the advice, keep it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pilotage.jobs.crunch import crunch, gave_up_error
from pilotage.kernel.errors import PilotageError
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions, queries
from pilotage.platform.compliance.models import FitCheck


def run(args: dict[str, Any], *, at: datetime) -> None:
    """A file that cannot be used is an answer, not a failure: it is kept and the job is done."""
    by, ref = Viewer.product("fit", at), args["ref"]
    check = queries.fit_check(by, ref)

    def progress(done: int, total: int) -> None:
        actions.note_progress(FitCheck, by=by, at=at, ref=ref, done=done, total=total)

    reports = [
        {"path": str(ports.files().path(document.sha256)), "name": document.name}
        for document in check.documents.order_by("pk")
    ]
    asked = {"reports": reports, "seller": check.profile, "on": check.on.isoformat()}
    try:
        answer = crunch("pilotage.engines.matching.fit_job:advise_json", asked, progress)
    except PilotageError as error:
        actions.fail(FitCheck, by=by, at=at, ref=ref, error=error)
        return
    actions.finish_fit(by=by, at=at, ref=ref, result=answer, law_digest=answer["law_digest"])


def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
    """After the last try: tell the seller, keep the files."""
    by = Viewer.product("fit", at)
    actions.fail(FitCheck, by=by, at=at, ref=args["ref"], error=gave_up_error(error))
