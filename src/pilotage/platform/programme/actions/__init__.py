"""What can be done in the programme's room."""

from pilotage.platform.programme.actions.announce import announce, announce_again, note_read
from pilotage.platform.programme.actions.count import keep_outcomes
from pilotage.platform.programme.actions.draw import draw, draw_due
from pilotage.platform.programme.actions.places import apply_for, withdraw
from pilotage.platform.programme.actions.rounds import call_off, open_round
from pilotage.platform.programme.actions.shops import note_shop

__all__ = [
    "announce",
    "announce_again",
    "apply_for",
    "call_off",
    "draw",
    "draw_due",
    "keep_outcomes",
    "note_read",
    "note_shop",
    "open_round",
    "withdraw",
]
