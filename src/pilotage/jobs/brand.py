"""The job `brand.work`: a register read, a name screened, a report compared, a portfolio watched; and reminders."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from pilotage.jobs.crunch import crunch, gave_up_error
from pilotage.kernel.errors import PilotageError
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.brand import actions
from pilotage.platform.brand.models import Alert, BrandWork, Kind, Mark, State, Status
from pilotage.platform.documents.models import Document

_JOB = "brand"


def run(args: dict[str, Any], *, at: datetime) -> None:
    """A file that cannot be used ends the job too: the reason is kept."""
    by, ref = Viewer.product(_JOB, at), args["ref"]
    work = BrandWork.objects.select_related("register__document", "document", "screening").get(ref=ref)  # fmt: skip
    if work.state == State.DONE:
        return

    def progress(done: int, total: int) -> None:
        actions.note_progress(by=by, at=at, ref=ref, done=done, total=total)

    try:
        answer = crunch(f"pilotage.jobs.brand_child:{work.kind}", _asked(work), progress)
    except PilotageError as error:
        actions.fail(by=by, at=at, ref=ref, error=error)
        return
    actions.finish(by=by, at=at, ref=ref, answer=answer)


def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
    """After the last try the seller is told; the file is kept."""
    by = Viewer.product(_JOB, at)
    actions.fail(by=by, at=at, ref=args["ref"], error=gave_up_error(error))


def tick(at: datetime) -> int:
    """How many reminders of marks' deadlines were sent."""
    return actions.remind_due(by=Viewer.product(_JOB, at), at=at)


def _asked(work: BrandWork) -> dict[str, Any]:
    document = work.register.document
    index = str(ports.files().beside(document.sha256, "marks"))
    asked: dict[str, Any] = {
        "register": _file(document) | {"sha256": document.sha256, "index": index}
    }
    if work.kind in (Kind.SCREEN, Kind.COMPARE):
        asked |= work.asked
    if work.kind == Kind.COMPARE and work.document is not None:
        asked["report"] = _file(work.document)
    if work.kind == Kind.WATCH:
        rows = Mark.objects.filter(organisation=work.organisation, retired_at=None)
        told = defaultdict(list)
        for ref, filing in Alert.objects.filter(mark__in=rows).values_list("mark__ref", "filing"):
            told[ref].append(filing)
        asked["office"] = work.register.office
        asked["portfolio"] = [
            {
                "ref": mark.ref, "sign": mark.sign, "classes": mark.classes, "owner": mark.owner,
                "since": mark.filed_on.isoformat() if mark.filed_on else "",
                "numbers": [mark.application_number, mark.registration_number], "told": told[mark.ref],
            }
            for mark in rows.exclude(status=Status.ENDED).order_by("pk")
        ]  # fmt: skip
    return asked


def _file(document: Document) -> dict[str, str]:
    return {"path": str(ports.files().path(document.sha256)), "name": document.name}
