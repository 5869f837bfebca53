"""What is done to listing checks."""

from pilotage.platform.localops.actions.checking import fail, finish, note_progress, start

__all__ = ["fail", "finish", "note_progress", "start"]
