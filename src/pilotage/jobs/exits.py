"""The job `exits.bag`: everything of a seller into one file. And between jobs: what is past its time, who is to be erased."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pilotage.kernel.errors import Invalid, PilotageError
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.exits import actions


def run(args: dict[str, Any], *, at: datetime) -> None:
    """Taken up again after a stop: whole original files are kept, tables are of one new moment."""
    actions.make(by=Viewer.product("exit", at), at=at, ref=args["ref"])


def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
    """After the last try the seller is told."""
    said = error if isinstance(error, PilotageError) else _stopped()
    actions.fail(by=Viewer.product("exit", at), at=at, ref=args["ref"], error=said)


def tick(at: datetime) -> int:
    """How many bags were put away and sellers erased."""
    by = Viewer.product("exit", at)
    return actions.put_away(by=by, at=at) + actions.erase_due(by=by, at=at)


def _stopped() -> Invalid:
    return Invalid(
        "BAG_NOT_MADE",
        Text(
            "导出没有完成，您的数据没有改动。",
            "The export did not finish; your data were not changed.",
        ),
        Text(
            "请再导出一次；如再次失败，请联系平台，数据仍归您。",
            "Take it again; if that fails too, tell the programme: the data stay yours.",
        ),
    )
