"""Suggestions of a check are accepted one by one or in bulk; then the worker writes the corrected listings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction

from pilotage.engines.listings.kept_findings import Chosen
from pilotage.engines.mill.spans import Places, spans
from pilotage.kernel.canonical import canonical_json, sha256
from pilotage.kernel.errors import Invalid, PilotageError, WrongState
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.grants import reach
from pilotage.platform.localops import choices, queries
from pilotage.platform.localops.actions.checking import locked, note
from pilotage.platform.localops.models import FixChoice, ListingCheck


@transaction.atomic
def choose(
    *,
    by: Viewer,
    at: datetime,
    ref: str,
    verdict: str,
    places: Sequence[int] = (),
    only: Chosen | None = None,
    standing: str = "",
) -> FixChoice:
    """`accepted`, or `left` as it is: the suggestions of the findings at `places`, or of all that `only` names.

    With `only`, `standing` narrows to those that stand so now. Raises `Invalid` for no such verdict or where no
    suggestion is meant, `WrongState` once the corrected listings are asked for.
    """
    made, ground = _open(by, ref)
    if verdict not in choices.VERDICTS:
        raise Invalid("NO_SUCH_VERDICT", Text("没有这种决定。", "There is no such verdict."))
    meant = _meant(by, made, places, only, standing)
    if not len(meant):
        raise Invalid(
            "NOTHING_CHOSEN",
            Text("没有选中任何建议。", "No suggestion is chosen."),
            Text("请勾选有建议的问题，或放宽筛选条件。", "Tick findings with a suggestion, or widen the filter."),
        )  # fmt: skip
    runs = spans(meant)
    choice = FixChoice.objects.create(
        listing_check=made, verdict=verdict, spans=runs, count=len(meant), by=by.actor, at=at
    )
    note(
        made, "chosen", by, at, ground, verdict=verdict, suggestions=len(meant),
        spans_sha256=sha256(canonical_json(runs)),
    )  # fmt: skip
    return choice


@transaction.atomic
def order_corrected(*, by: Viewer, at: datetime, ref: str) -> ListingCheck:
    """Queue the corrected listings with what is accepted; nothing can be chosen after that.

    Raises `WrongState` where nothing is accepted, or where they were asked for before.
    """
    made, ground = _open(by, ref)
    accepted = choices.accepted(made)
    if not accepted.any():
        raise WrongState(
            "NOTHING_ACCEPTED",
            Text("还没有采纳任何建议。", "No suggestion is accepted yet."),
            Text("请先逐条或批量采纳，再生成改好的文件。", "Accept suggestions first, one by one or in bulk."),
        )  # fmt: skip
    made.ordered_at, made.error = at, None
    made.save(update_fields=["ordered_at", "error"])
    ports.queue().put("localops.corrected", {"ref": made.ref}, at=at, key=f"corrected:{made.ref}")
    note(made, "ordered", by, at, ground, accepted=int(accepted.sum()))
    return made


@transaction.atomic
def keep_corrected(
    *, by: Viewer, at: datetime, ref: str, summary: Mapping[str, Any], files: Mapping[str, str]
) -> None:
    """The files (`sheet`, `plain` by SHA-256) and how many were `accepted` and `changed`. Again after a crash: the same."""
    made = locked(ref)
    if not made.writing:
        return
    made.summary = {**(made.summary or {}), **summary}
    made.sheet_sha256, made.plain_sha256 = files["sheet"], files["plain"]
    made.save(update_fields=["summary", "sheet_sha256", "plain_sha256"])
    note(made, "corrected", by, at, files=dict(files), **summary)


@transaction.atomic
def correction_failed(*, by: Viewer, at: datetime, ref: str, error: PilotageError) -> None:
    """Keep why; what was accepted stays so, and can be chosen and written again."""
    made = locked(ref)
    if not made.writing:
        return
    made.ordered_at, made.error = None, error.told()
    made.save(update_fields=["ordered_at", "error"])
    note(made, "correction_failed", by, at, code=error.code)


def _open(by: Viewer, ref: str) -> tuple[ListingCheck, str]:
    """The check, locked and still to be chosen of, with the ground; `NotAllowed`, `NotFound`, `WrongState`."""
    seen = queries.check(by, ref)
    ground = reach.ground(by, seen.organisation, seen.site, queries.CHECK, lock=True)
    made = locked(ref)
    if not choices.is_open(made):
        raise WrongState(
            "CHOICE_CLOSED",
            Text("检查还没有结果，或改好的文件已经在生成。", "The check has no result yet, or its corrected file was asked for already."),
            Text("要重新选择，请再检查一次同一个文件。", "To choose anew, check the same file again."),
        )  # fmt: skip
    return made, ground


def _meant(
    by: Viewer, made: ListingCheck, places: Sequence[int], only: Chosen | None, standing: str
) -> Places:
    """The positions meant, those without a suggestion left out."""
    if only is not None:
        return queries.findings(by, made, replace(only, suggested=True), standing).places
    suggested = queries.findings(by, made, Chosen(suggested=True)).places
    return np.intersect1d(suggested, np.asarray(places, np.int64))
