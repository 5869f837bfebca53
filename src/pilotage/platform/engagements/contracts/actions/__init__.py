"""What the two sides do to a contract, by moment: drafting, negotiating, signing, amending, ending."""

from pilotage.platform.engagements.contracts.actions.amend import (
    Open,
    agree_amendment,
    counter_amendment,
    propose,
    sign_amendment,
    withdraw_amendment,
)
from pilotage.platform.engagements.contracts.actions.draft import draft, revise
from pilotage.platform.engagements.contracts.actions.end import end_due, give_notice
from pilotage.platform.engagements.contracts.actions.negotiate import (
    agree,
    counter,
    offer,
    withdraw,
)
from pilotage.platform.engagements.contracts.actions.proposal import Proposal
from pilotage.platform.engagements.contracts.actions.sign import sign

__all__ = [
    "Open",
    "Proposal",
    "agree",
    "agree_amendment",
    "counter",
    "counter_amendment",
    "draft",
    "end_due",
    "give_notice",
    "offer",
    "propose",
    "revise",
    "sign",
    "sign_amendment",
    "withdraw",
    "withdraw_amendment",
]
