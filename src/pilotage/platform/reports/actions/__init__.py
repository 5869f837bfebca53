"""What is done about a month, by moment: collecting its files, making and approving its report, claiming figures, asking, reminding."""

from pilotage.platform.reports.actions.ask import ask
from pilotage.platform.reports.actions.claim import claim
from pilotage.platform.reports.actions.collect import (
    FROM_DAY,
    collect,
    due,
    end_turn,
    keep,
    note_opening,
    open_files,
    remember,
    stop,
    unavailable,
)
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
    "FROM_DAY",
    "MOST_FILES",
    "approve",
    "ask",
    "claim",
    "collect",
    "due",
    "end_turn",
    "fail",
    "finish",
    "keep",
    "note_opening",
    "note_progress",
    "open_files",
    "remember",
    "remind",
    "start",
    "stop",
    "unavailable",
]
