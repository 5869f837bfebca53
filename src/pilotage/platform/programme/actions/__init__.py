"""What can be done in the programme's room."""

from pilotage.platform.programme.actions.announce import announce, announce_again, note_read
from pilotage.platform.programme.actions.count import keep_outcomes
from pilotage.platform.programme.actions.shops import note_shop

__all__ = ["announce", "announce_again", "keep_outcomes", "note_read", "note_shop"]
