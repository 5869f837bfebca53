"""Who hears, in the same transaction, of every notice. `config/wiring.py` connects them."""

from __future__ import annotations

from collections.abc import Callable

from pilotage.platform.notices.models import Notice

Follower = Callable[[Notice], None]

_wired: list[Follower] = []


def wire(*followers: Follower) -> None:
    """Called once at start."""
    _wired[:] = followers


def told(notice: Notice) -> None:
    """Everybody hears of it."""
    for follower in _wired:
        follower(notice)
