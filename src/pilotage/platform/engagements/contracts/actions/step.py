"""What every step shares: the contract under its lock, the side that acts, the version they mean, the event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pilotage.engines.contracts import contract_from, contract_hash
from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.engagements.contracts import queries, states
from pilotage.platform.engagements.contracts.states import Side
from pilotage.platform.engagements.models import Contract, ContractVersion


def locked(by: Viewer, ref: str, verb: str) -> tuple[Contract, Side]:
    """The contract, locked, and which side `by` is; raises `NotFound` or `NotAllowed`."""
    found = queries.contract(by, ref)
    check_may(by, verb)
    side = queries.side_of(by, found)
    Contract.objects.select_for_update().get(pk=found.pk)
    return queries.contract(by, ref), side


def moved(contract: Contract, event: str, side: states.Actor) -> str:
    """Puts the contract into the state that the table names; gives the state it leaves."""
    before = contract.state
    contract.state = states.after(before, event, side)
    return before


def current(contract: Contract, seen: str) -> ContractVersion:
    """The last version, if it is the one whose hash the person had before their eyes."""
    last = contract.versions.get(number=contract.current)
    if contract_hash(contract_from(last.body)) != seen:
        raise WrongState(
            "VERSION_MOVED",
            Text("对方刚刚提出了新版本。", "The other side has just proposed a new version."),
            Text("请先看过最新版本再决定。", "Read the latest version first, then decide."),
        )
    return last


def noted(
    contract: Contract, action: str, *, by: Viewer, at: datetime, before: str, **after: Any
) -> None:
    """The event in the seller's chain."""
    record(
        by=by.actor,
        at=at,
        tenant=contract.seller.ref,
        action=f"contract.{action}",
        object=f"contract:{contract.ref}",
        before={"state": before} if before else None,
        after={"state": str(contract.state), **after},
    )
