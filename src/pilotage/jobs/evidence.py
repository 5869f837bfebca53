"""The job `compliance.evidence`: a receipt that came in is held against those of other sellers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pilotage.engines.tax.evidence import Print, Why
from pilotage.jobs.crunch import crunch
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions, evidence, queries
from pilotage.platform.documents.models import Document

_CHILD = "pilotage.jobs.evidence_child"


def run(args: dict[str, Any], *, at: datetime) -> None:
    """Its file is read and drawn in a child, for it may be hostile; so are those it is held against."""
    by = Viewer.product("evidence", at)
    filing = queries.filing(by, args["ref"])
    if filing.receipt is None:
        return
    read = crunch(f"{_CHILD}:read", {"path": _path(filing.receipt)}, _quiet)
    row = actions.keep_print(
        by=by, at=at, filing=filing, document=filing.receipt, made=Print(**read)
    )
    found = dict(evidence.alike(row))
    others = [other for other in evidence.to_look_at(row) if other not in found]
    paths = [_path(other.document) for other in others]
    asked = {"path": _path(filing.receipt), "others": paths}
    same = crunch(f"{_CHILD}:same_sheets", asked, _quiet)["same"] if others else []
    found |= {others[at]: Why.PICTURE for at in same}
    actions.keep_reuse(by=by, at=at, of=row, alike=found.items())


def _path(document: Document) -> str:
    return str(ports.files().path(document.sha256))


def _quiet(done: int, total: int) -> None:
    """Nobody waits for this one."""
