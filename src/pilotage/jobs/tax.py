"""The job `compliance.tax`: reports in, returns out, everything kept by hash."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from pilotage.jobs.working import answer_of, giving_up
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

    with tempfile.TemporaryDirectory(prefix="pilotage-tax-") as folder:
        out = Path(folder) / "out"
        asked = {"inputs": inputs, "seller": found.profile, "out": str(out)}
        answer = answer_of("pilotage.jobs.tax_child:compute", asked, TaxRun, by=by, ref=ref)
        if answer is None:
            return
        files = {str(p.relative_to(out)): p for p in sorted(out.rglob("*")) if p.is_file()}
        actions.finish_run(by=by, at=at, ref=ref, answer=answer, files=files)


gave_up = giving_up(TaxRun, "tax")
