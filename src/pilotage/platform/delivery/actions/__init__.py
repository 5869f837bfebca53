"""What is done to work, by moment: proposing, delivering, answering, reviewing, disputing, and time passing."""

from pilotage.platform.delivery.actions.answer import accept, return_it
from pilotage.platform.delivery.actions.deliver import Handed, hand_in, skip, take_back
from pilotage.platform.delivery.actions.dispute import dispute_deliverable, dispute_review
from pilotage.platform.delivery.actions.pass_time import pass_time
from pilotage.platform.delivery.actions.propose import Work, agree, decline, propose, terminate
from pilotage.platform.delivery.actions.review import Said, review

__all__ = [
    "Handed",
    "Said",
    "Work",
    "accept",
    "agree",
    "decline",
    "dispute_deliverable",
    "dispute_review",
    "hand_in",
    "pass_time",
    "propose",
    "return_it",
    "review",
    "skip",
    "take_back",
    "terminate",
]
