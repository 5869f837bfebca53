"""What is done in a dispute, by moment: opening, arguing, ending, and time passing."""

from pilotage.platform.disputes.actions.argue import escalate, say, show_file, show_message
from pilotage.platform.disputes.actions.end import decide, propose, settle, withdraw
from pilotage.platform.disputes.actions.open import open_dispute
from pilotage.platform.disputes.actions.pass_time import pass_time

__all__ = [
    "decide",
    "escalate",
    "open_dispute",
    "pass_time",
    "propose",
    "say",
    "settle",
    "show_file",
    "show_message",
    "withdraw",
]
