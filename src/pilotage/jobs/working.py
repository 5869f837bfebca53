"""What the jobs on a seller's files share: the child's answer, its progress, and a file that cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pilotage.jobs.crunch import crunch, gave_up_error
from pilotage.kernel.errors import PilotageError
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions
from pilotage.platform.compliance.work import Work


def answer_of(
    function: str, asked: dict[str, Any], kind: type[Work], *, by: Viewer, ref: str
) -> dict[str, Any] | None:
    """What the child says. A file that cannot be used is an answer, not a failure: it is kept, and None comes back."""

    def progress(done: int, total: int) -> None:
        actions.note_progress(kind, by=by, at=by.at, ref=ref, done=done, total=total)

    try:
        return crunch(function, asked, progress)
    except PilotageError as error:
        actions.fail(kind, by=by, at=by.at, ref=ref, error=error)
        return None


def giving_up(kind: type[Work], job: str) -> Callable[..., None]:
    """The `gave_up` of a job: after the last try it tells the seller and keeps the files."""

    def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
        by = Viewer.product(job, at)
        actions.fail(kind, by=by, at=at, ref=args["ref"], error=gave_up_error(error))

    return gave_up
