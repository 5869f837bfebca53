"""What partners and engagements do to the directory: presenting, offering, taking work."""

from pilotage.platform.directory.actions.offers import put_offer, put_plan, withdraw_offer
from pilotage.platform.directory.actions.places import (
    free_place,
    note_answer,
    note_rating,
    take_place,
)
from pilotage.platform.directory.actions.profile import edit_profile, set_accepting, set_capacity

__all__ = [
    "edit_profile",
    "free_place",
    "note_answer",
    "note_rating",
    "put_offer",
    "put_plan",
    "set_accepting",
    "set_capacity",
    "take_place",
    "withdraw_offer",
]
