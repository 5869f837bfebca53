"""What a seller does with an application, what the worker does for it; the moves before a contract."""

from pilotage.platform.onboarding.actions.apply import open_application, retype
from pilotage.platform.onboarding.actions.audit import (
    fail,
    finish,
    note_progress,
    start,
)
from pilotage.platform.onboarding.actions.intake import (
    begin,
    confirm,
    diagnose,
    hand_in,
    move,
    propose,
    send_back,
    sign,
    stop,
)
from pilotage.platform.onboarding.actions.papers import add_paper, note_opened, remove_paper
from pilotage.platform.onboarding.actions.put_away import put_away, put_away_due
from pilotage.platform.onboarding.actions.remind import remind
from pilotage.platform.onboarding.actions.settle import settle

__all__ = [
    "add_paper",
    "begin",
    "confirm",
    "diagnose",
    "fail",
    "finish",
    "hand_in",
    "move",
    "note_opened",
    "note_progress",
    "open_application",
    "propose",
    "put_away",
    "put_away_due",
    "remind",
    "remove_paper",
    "retype",
    "send_back",
    "settle",
    "sign",
    "start",
    "stop",
]
