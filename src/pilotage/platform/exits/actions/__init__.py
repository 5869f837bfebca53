"""Leaving: taking everything, handing duties over, being erased."""

from pilotage.platform.exits.actions.bags import (
    ask,
    ask_with_code,
    confirm,
    fail,
    fetched,
    finish,
    make,
    put_away,
)
from pilotage.platform.exits.actions.erase import ask_erasure, erase_due, withdraw_erasure
from pilotage.platform.exits.actions.export import Taken, export
from pilotage.platform.exits.actions.handover import (
    choose,
    finish_handover,
    open_handover,
    withdraw_handover,
)

__all__ = [
    "Taken",
    "ask",
    "ask_erasure",
    "ask_with_code",
    "choose",
    "confirm",
    "erase_due",
    "export",
    "fail",
    "fetched",
    "finish",
    "finish_handover",
    "make",
    "open_handover",
    "put_away",
    "withdraw_erasure",
    "withdraw_handover",
]
