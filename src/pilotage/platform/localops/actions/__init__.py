"""What is done to listing checks and after-sales packs."""

from pilotage.platform.localops.actions.after_sales import drop_reply, keep_address, keep_reply
from pilotage.platform.localops.actions.checking import fail, finish, note_progress, start

__all__ = ["drop_reply", "fail", "finish", "keep_address", "keep_reply", "note_progress", "start"]
