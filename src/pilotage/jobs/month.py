"""The job `reports.month`: the seller's files under their own names, with what the product knows beside them."""

from __future__ import annotations

import json
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
from pilotage.platform.reports import actions, queries
from pilotage.platform.reports.models import MonthReport

_JOB = "reports"
_LIMIT = 64 << 20


def run(args: dict[str, Any], *, at: datetime) -> None:
    """A month that cannot be made ends the job too: the reason is kept."""
    by, ref = Viewer.product(_JOB, at), args["ref"]
    made = queries.report(by, ref)

    def progress(done: int, total: int) -> None:
        actions.note_progress(by=by, at=at, ref=ref, done=done, total=total)

    with tempfile.TemporaryDirectory(dir=settings.VAR, prefix=".month-") as name:
        inputs, out = Path(name) / "in", Path(name) / "out"
        inputs.mkdir()
        out.mkdir()
        _lay_out(made, inputs, by)
        asked = {"folder": str(inputs), "month": made.month, "out": str(out)}
        try:
            result = crunch("pilotage.jobs.month_child:compute", asked, progress)
        except PilotageError as error:
            actions.fail(by=by, at=at, ref=ref, error=error)
            return
        kept = [
            ports.files().keep([(out / file).read_bytes()], limit=_LIMIT)[0]
            for file in ("report.html", "report.pdf", "report.xlsx")
        ]
    page, paper, book = kept
    actions.finish(by=by, at=at, ref=ref, result=result, page=page, paper=paper, book=book)


def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
    """After the last try the seller is told; the files are kept."""
    by = Viewer.product(_JOB, at)
    actions.fail(by=by, at=at, ref=args["ref"], error=gave_up_error(error))


def _lay_out(made: MonthReport, inputs: Path, by: Viewer) -> None:
    """Copies, so that nothing of the child's touches the store; names that come twice are told apart."""
    for number, document in enumerate(made.documents.order_by("pk")):
        target = inputs / document.name
        if target.exists() or document.name in ("sla.json", "filings.json"):
            target = inputs / f"{number}-{document.name}"
        shutil.copyfile(ports.files().path(document.sha256), target)
    known = {
        "sla.json": queries.promises(by, made.organisation, made.month),
        "filings.json": queries.filings(by, made.organisation),
    }
    for name, rows in known.items():
        if rows:
            (inputs / name).write_text(json.dumps(rows), encoding="utf-8")
