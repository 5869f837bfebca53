"""The job `compliance.epr`: reports, product table and papers in, producer duties out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pilotage.jobs.crunch import crunch, gave_up_error
from pilotage.kernel.errors import PilotageError
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions, producer
from pilotage.platform.compliance.models import EprCheck


def run(args: dict[str, Any], *, at: datetime) -> None:
    """A file that cannot be used is an answer, not a failure: it is kept and the job is done."""
    by, ref = Viewer.product("epr", at), args["ref"]
    check = producer.check(by, ref)

    def progress(done: int, total: int) -> None:
        actions.note_progress(EprCheck, by=by, at=at, ref=ref, done=done, total=total)

    asked = {
        "reports": [
            {"path": str(ports.files().path(document.sha256)), "name": document.name}
            for document in check.documents.order_by("pk")
        ],
        "products": str(ports.files().path(check.products.sha256)),
        "papers": check.papers,
        "year": check.year,
        "on": check.on.isoformat(),
    }
    try:
        answer = crunch("pilotage.jobs.epr_child:compute", asked, progress)
    except PilotageError as error:
        actions.fail(EprCheck, by=by, at=at, ref=ref, error=error)
        return
    actions.finish_epr(by=by, at=at, ref=ref, answer=answer)


def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
    """After the last try: tell the seller, keep the files."""
    by = Viewer.product("epr", at)
    actions.fail(EprCheck, by=by, at=at, ref=args["ref"], error=gave_up_error(error))
