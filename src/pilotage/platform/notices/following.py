"""Who hears, in the same transaction, of every notice. `config/wiring.py` connects them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pilotage.platform.notices.models import Notice

Follower = Callable[[Sequence[Notice]], None]

_wired: list[Follower] = []


def wire(*followers: Follower) -> None:
    """Called once at start."""
    _wired[:] = followers


def told(notices: Sequence[Notice]) -> None:
    """Everybody hears of them: one message to one organisation or to many."""
    for follower in _wired:
        follower(notices)
