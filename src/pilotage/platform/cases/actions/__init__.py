"""What is done in a case, by moment: opening, talking, ending, passing it on, time passing; and about a contract's duties."""

from pilotage.platform.cases.actions.amend import follow_amendments
from pilotage.platform.cases.actions.dispute import dispute_verdict
from pilotage.platform.cases.actions.duties import (
    ask_export,
    deliver_duty,
    fulfil_by_receipt,
    look_at_duties,
    note_export_delivered,
    watch_duties,
)
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
    "ask_export",
    "deliver_duty",
    "dispute_verdict",
    "follow_amendments",
    "fulfil_by_receipt",
    "hand_over",
    "look_at_duties",
    "merge",
    "note_export_delivered",
    "open_case",
    "reopen",
    "reply",
    "resolve",
    "show_in_dispute",
    "thank",
    "wake",
    "watch_duties",
]
