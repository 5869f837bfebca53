"""What is done about a month, by moment: making and approving its report, claiming figures, asking, reminding."""

from pilotage.platform.reports.actions.ask import ask
from pilotage.platform.reports.actions.claim import claim
from pilotage.platform.reports.actions.make import (
    MOST_FILES,
    approve,
    fail,
    finish,
    note_progress,
    start,
)
from pilotage.platform.reports.actions.remind import remind

__all__ = [
    "MOST_FILES",
    "approve",
    "ask",
    "claim",
    "fail",
    "finish",
    "note_progress",
    "remind",
    "start",
]
