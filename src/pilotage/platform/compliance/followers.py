"""Who is told, in the same transaction, that the receipt of a filing is on file. `config/wiring.py` connects them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance.models import Filing

Follower = Callable[[Filing, Viewer, datetime], None]
"""Called with the filing, who brought the receipt, and when; a promise of a contract may be kept by it."""

_wired: list[Follower] = []


def wire(*followers: Follower) -> None:
    """Called once at start."""
    _wired[:] = followers


def receipt_on_file(filing: Filing, by: Viewer, at: datetime) -> None:
    """Everybody hears of it."""
    for follower in _wired:
        follower(filing, by, at)
