"""The job `compliance.filing`: what was filed beside the seller's own run."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pilotage.jobs.crunch import crunch
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions, comparing, queries


def run(args: dict[str, Any], *, at: datetime) -> None:
    """Compares with the run as it is now; figures or runs that come meanwhile have a job of their own."""
    by = Viewer.product("filing", at)
    filing = queries.filing(by, args["ref"])
    made = comparing.made_for(filing)
    if made is None:
        return
    asked, inputs = comparing.asked_of_child(filing, made), comparing.inputs_hash(filing, made)
    found = crunch("pilotage.jobs.filing_child:compute", asked, lambda done, total: None)
    actions.finish_check(by=by, at=at, ref=filing.ref, inputs=inputs, result=found)


def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
    """After the last try the page says that it could not be compared."""
    actions.fail_check(by=Viewer.product("filing", at), at=at, ref=args["ref"])
