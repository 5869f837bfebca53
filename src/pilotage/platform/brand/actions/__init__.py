"""What a seller does with its marks, and what the worker and the timer do for it."""

from pilotage.platform.brand.actions.decide import dismiss, open_case, reopen
from pilotage.platform.brand.actions.events import note_event, settle, take_event_away
from pilotage.platform.brand.actions.marks import (
    Faults,
    add_mark,
    change_mark,
    import_marks,
    keep_picture,
    retire,
)
from pilotage.platform.brand.actions.remind import remind_due
from pilotage.platform.brand.actions.work import (
    compare,
    fail,
    finish,
    import_register,
    note_progress,
    screen,
    start_watch,
)

__all__ = [
    "Faults",
    "add_mark",
    "change_mark",
    "compare",
    "dismiss",
    "fail",
    "finish",
    "import_marks",
    "import_register",
    "keep_picture",
    "note_event",
    "note_progress",
    "open_case",
    "remind_due",
    "reopen",
    "retire",
    "screen",
    "settle",
    "start_watch",
    "take_event_away",
]
