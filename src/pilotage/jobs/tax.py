"""The job `compliance.tax`: reports in, returns out, everything kept by hash."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from pilotage.jobs.crunch import crunch, gave_up_error
from pilotage.kernel.errors import PilotageError
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions, queries
from pilotage.platform.compliance.models import State, TaxRun


def run(args: dict[str, Any], *, at: datetime) -> None:
    """A file that cannot be used is an answer, not a failure: it is kept and the job is done.

    Taken up again after a crash it computes anew from the same inputs; nothing half done is kept.
    """
    by, ref = Viewer.product("tax", at), args["ref"]
    found = queries.tax_run(by, ref)
    if found.state == State.DONE:
        return
    inputs = [
        {
            "role": one.role,
            "path": str(ports.files().path(one.document.sha256)),
            "name": one.document.name,
        }
        for one in found.inputs.select_related("document")
    ]

    def progress(done: int, total: int) -> None:
        actions.note_progress(TaxRun, by=by, at=at, ref=ref, done=done, total=total)

    with tempfile.TemporaryDirectory(prefix="pilotage-tax-") as folder:
        out = Path(folder) / "out"
        asked = {"inputs": inputs, "seller": found.profile, "out": str(out)}
        try:
            answer = crunch("pilotage.jobs.tax_child:compute", asked, progress)
        except PilotageError as error:
            actions.fail(TaxRun, by=by, at=at, ref=ref, error=error)
            return
        files = {str(p.relative_to(out)): p for p in sorted(out.rglob("*")) if p.is_file()}
        actions.finish_run(by=by, at=at, ref=ref, answer=answer, files=files)


def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
    """After the last try: tell the seller, keep the files."""
    by = Viewer.product("tax", at)
    actions.fail(TaxRun, by=by, at=at, ref=args["ref"], error=gave_up_error(error))
