"""What can be done about an incident."""

from pilotage.platform.incidents.actions.follow import ask_successor, settle
from pilotage.platform.incidents.actions.open import close, open_incidents
from pilotage.platform.incidents.actions.score import keep_weeks
from pilotage.platform.incidents.actions.watch import watch_silence

__all__ = ["ask_successor", "close", "keep_weeks", "open_incidents", "settle", "watch_silence"]
