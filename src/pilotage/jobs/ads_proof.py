"""The job `advertising.proof`: what changes did, worked out in a child process."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pilotage.jobs.ads import JOB, inputs_of
from pilotage.jobs.crunch import crunch, gave_up_error
from pilotage.kernel.errors import PilotageError
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising import actions, queries
from pilotage.platform.advertising.models import ProofState


def run(args: dict[str, Any], *, at: datetime) -> None:
    """A proof that cannot be made ends the job too: the reason is kept. After a crash it is computed anew."""
    by, ref = Viewer.product(JOB, at), args["ref"]
    made = queries.proof(by, ref)
    if made.state not in (ProofState.WAITING, ProofState.RUNNING):
        return

    def progress(done: int, total: int) -> None:
        actions.note_proof_progress(by=by, at=at, ref=ref, done=done, total=total)

    asked = {"inputs": inputs_of(made.inputs), "wishes": made.wishes}
    try:
        answer = crunch("pilotage.jobs.ads_child:prove", asked, progress)
    except PilotageError as error:
        actions.fail_proof(by=by, at=at, ref=ref, error=error)
        return
    actions.finish_proof(by=by, at=at, ref=ref, result=answer)


def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
    """After the last try the seller is told; the files are kept."""
    by = Viewer.product(JOB, at)
    actions.fail_proof(by=by, at=at, ref=args["ref"], error=gave_up_error(error))
