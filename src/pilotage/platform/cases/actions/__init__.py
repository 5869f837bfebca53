"""What is done in a case, by moment: opening, talking, ending, passing it on, and time passing."""

from pilotage.platform.cases.actions.end import merge, reopen, resolve
from pilotage.platform.cases.actions.open import open_case
from pilotage.platform.cases.actions.pass_on import hand_over
from pilotage.platform.cases.actions.pass_time import wake
from pilotage.platform.cases.actions.show import show_in_dispute
from pilotage.platform.cases.actions.talk import ask, reply, thank

WRITTEN = {"reply": reply, "thank": thank, "ask": ask, "resolve": resolve, "reopen": reopen}
"""What a side can do by writing: the name of each step, and the action."""

__all__ = [
    "WRITTEN",
    "ask",
    "hand_over",
    "merge",
    "open_case",
    "reopen",
    "reply",
    "resolve",
    "show_in_dispute",
    "thank",
    "wake",
]
