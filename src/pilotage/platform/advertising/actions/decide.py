"""Changes are accepted or refused, one by one or in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from django.db import transaction

from pilotage.engines.ads.kept_plan import Only
from pilotage.engines.mill.spans import Places, spans
from pilotage.kernel.canonical import canonical_json, sha256
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising import granted, queries
from pilotage.platform.advertising.actions.making import locked
from pilotage.platform.advertising.models import AdDecision, AdPlan
from pilotage.platform.advertising.noting import note
from pilotage.platform.advertising.states import after
from pilotage.platform.advertising.verdicts import CODES, REFUSED, verdicts


@transaction.atomic
def decide(
    *,
    by: Viewer,
    at: datetime,
    ref: str,
    verdict: str,
    reason: str = "",
    places: Sequence[int] = (),
    only: Only | None = None,
    standing: str = "",
) -> AdDecision:
    """`accepted`, `refused` (with a reason) or `open` again: the changes at `places`, or all that `only` names.

    With `only`, `standing` narrows to those that stand so now. Raises `Invalid` for no reason or no such change,
    `WrongState` once it is approved.
    """
    check_may(by, "ads.plan")
    seen = queries.plan(by, ref)
    who, ground = granted.acting(by, seen.organisation, seen.site, granted.PLAN, lock=True)
    made = locked(ref)
    made.state = after(made.state, "decide", who)
    reason = reason.strip()[:300]
    _check(verdict, reason)
    meant = _there(made, places) if only is None else queries.chosen(by, made, only, standing, verdicts(made))  # fmt: skip
    if not len(meant):
        raise Invalid(
            "NOTHING_CHOSEN",
            Text("没有选中任何更改。", "No change is chosen."),
            Text("请勾选更改，或放宽筛选条件。", "Tick changes, or widen the filter."),
        )
    runs = spans(meant)
    decision = AdDecision.objects.create(
        plan=made, verdict=verdict, reason=reason, spans=runs, count=len(np.unique(meant)),
        by=by.actor, side=who, at=at,
    )  # fmt: skip
    made.save(update_fields=["state"])
    note(
        made, "decided", by, at, ground, verdict=verdict, reason=reason, changes=decision.count,
        spans_sha256=sha256(canonical_json(runs)),
    )  # fmt: skip
    return decision


def _check(verdict: str, reason: str) -> None:
    if verdict not in CODES:
        raise Invalid("NO_SUCH_VERDICT", Text("没有这种决定。", "There is no such verdict."))
    if verdict == REFUSED and not reason:
        raise Invalid(
            "REASON_MISSING",
            Text("不采纳须写明理由。", "A refusal needs a reason."),
            Text("请选择或填写理由后再提交。", "Choose or write one, and send it again."),
        )


def _there(made: AdPlan, places: Sequence[int]) -> Places:
    found = np.asarray(sorted(set(places)), np.int64)
    if len(found) and not (found[0] >= 0 and found[-1] < made.changes):
        raise Invalid(
            "NO_SUCH_CHANGE", Text("计划里没有这项更改。", "The plan has no such change.")
        )
    return found
