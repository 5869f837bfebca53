"""What the end of a dispute means for the thing disputed. The room that keeps the thing knows; `config/wiring.py` connects it.

A consequence runs in the transaction of the end: either both happen or neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.disputes.models import Dispute

Consequence = Callable[[Dispute, Viewer, datetime], None]
"""Called once a dispute has ended, with who ended it and when; `dispute.outcome` is empty if it ended without one."""

_wired: dict[str, Consequence] = {}


def wire(consequences: Mapping[str, Consequence]) -> None:
    """By subject kind; called once at start."""
    _wired.update(consequences)


def follow(dispute: Dispute, by: Viewer, at: datetime) -> None:
    """What follows for the thing; nothing where its room has nothing to do."""
    consequence = _wired.get(dispute.subject_kind)
    if consequence is not None:
        consequence(dispute, by, at)
