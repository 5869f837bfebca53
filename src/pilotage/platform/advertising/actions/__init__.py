"""What is done to advertising plans and proofs."""

from pilotage.platform.advertising.actions.approve import (
    apply,
    approve,
    drop,
    give_back,
    keep_sheet,
    make_sheet,
    propose,
    sheet_failed,
)
from pilotage.platform.advertising.actions.decide import decide
from pilotage.platform.advertising.actions.making import fail, finish, note_progress, start
from pilotage.platform.advertising.actions.proof import (
    fail_proof,
    finish_proof,
    note_proof_progress,
    start_proof,
)

__all__ = [
    "apply",
    "approve",
    "decide",
    "drop",
    "fail",
    "fail_proof",
    "finish",
    "finish_proof",
    "give_back",
    "keep_sheet",
    "make_sheet",
    "note_progress",
    "note_proof_progress",
    "propose",
    "sheet_failed",
    "start",
    "start_proof",
]
