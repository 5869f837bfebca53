"""What is done to listing checks, after-sales packs and translation memory."""

from pilotage.platform.localops.actions.after_sales import drop_reply, keep_address, keep_reply
from pilotage.platform.localops.actions.checking import fail, finish, note_progress, start
from pilotage.platform.localops.actions.choosing import (
    choose,
    correction_failed,
    keep_corrected,
    order_corrected,
)
from pilotage.platform.localops.actions.memory import bring, drop_languages, drop_unit

__all__ = [
    "bring",
    "choose",
    "correction_failed",
    "drop_languages",
    "drop_reply",
    "drop_unit",
    "fail",
    "finish",
    "keep_address",
    "keep_corrected",
    "keep_reply",
    "note_progress",
    "order_corrected",
    "start",
]
