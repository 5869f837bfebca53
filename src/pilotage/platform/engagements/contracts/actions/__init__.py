"""What the two sides do to a contract, by moment: drafting, negotiating, signing, ending."""

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
    "Proposal",
    "agree",
    "counter",
    "draft",
    "end_due",
    "give_notice",
    "offer",
    "revise",
    "sign",
    "withdraw",
]
