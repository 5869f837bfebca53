"""What the parties of a contract write, and what the seller's chain keeps of it and of what they do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pilotage.kernel.canonical import sha256
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.engagements.models import Contract

LONGEST = 8000


def worded(text: str, most: int = LONGEST) -> str:
    """What somebody wrote; raises `Invalid` WORDS_NEEDED when it says nothing or far too much."""
    said = text.strip()
    if not said or len(said) > most:
        raise Invalid(
            "WORDS_NEEDED",
            Text("请写明内容，最多 {most} 字。", "Say it in words, at most {most} characters."),
            most=most,
        )
    return said


def digest(said: str) -> str:
    """What the chain keeps of somebody's words: enough to prove them, nothing to read."""
    return sha256(said.encode()) if said else ""


def noted(
    contract: Contract,
    about: str,
    action: str,
    *,
    by: Viewer,
    at: datetime,
    before: str = "",
    basis: str = "",
    **after: Any,
) -> None:
    """The event in the seller's chain: `about` is the thing (`case:cas_…`), `before` the state it leaves."""
    record(
        by=by.actor,
        at=at,
        tenant=contract.seller.ref,
        action=f"{about.partition(':')[0]}.{action}",
        object=about,
        before={"state": before} if before else None,
        after=after,
        basis=basis,
    )
