"""What people and timers do to requests, by moment: sending, answering, time passing."""

from pilotage.platform.engagements.actions.answer import accept, decline, view
from pilotage.platform.engagements.actions.pass_time import expire_due, lapse_ineligible
from pilotage.platform.engagements.actions.send import send, withdraw

__all__ = ["accept", "decline", "expire_due", "lapse_ineligible", "send", "view", "withdraw"]
