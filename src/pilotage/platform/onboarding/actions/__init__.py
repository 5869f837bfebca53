"""What a seller does with an application, and what the worker does for it."""

from pilotage.platform.onboarding.actions.apply import open_application, retype
from pilotage.platform.onboarding.actions.audit import (
    fail,
    finish,
    note_progress,
    start,
)
from pilotage.platform.onboarding.actions.papers import add_paper, note_opened, remove_paper
from pilotage.platform.onboarding.actions.put_away import put_away, put_away_due

__all__ = [
    "add_paper",
    "fail",
    "finish",
    "note_opened",
    "note_progress",
    "open_application",
    "put_away",
    "put_away_due",
    "remove_paper",
    "retype",
    "start",
]
