"""What can be done about an incident."""

from pilotage.platform.incidents.actions.follow import ask_successor, settle
from pilotage.platform.incidents.actions.open import close, open_incidents
from pilotage.platform.incidents.actions.watch import watch_silence

__all__ = ["ask_successor", "close", "open_incidents", "settle", "watch_silence"]
