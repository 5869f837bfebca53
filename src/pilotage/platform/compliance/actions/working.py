"""What the worker writes back while it works, and when it could not finish."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import PilotageError
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance.models import State
from pilotage.platform.compliance.work import Work, note


def note_progress(
    kind: type[Work], *, by: Viewer, at: datetime, ref: str, done: int, total: int
) -> None:
    """How far the worker is; not an event worth auditing."""
    running = kind.objects.filter(ref=ref, state__in=[State.WAITING, State.RUNNING])
    running.update(state=State.RUNNING, done=done, total=total)


@transaction.atomic
def fail(kind: type[Work], *, by: Viewer, at: datetime, ref: str, error: PilotageError) -> None:
    """Keep why it could not be done, in both languages; the files stay."""
    work = kind.objects.select_for_update().get(ref=ref)
    work.state, work.ended_at = State.FAILED, at
    work.error = error.told()
    work.save()
    note(work, "failed", by=by, at=at, after={"code": error.code})
