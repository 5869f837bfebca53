"""A plan goes to the seller, comes back, is approved, its sheet is made, and somebody says that it was applied."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from pilotage.kernel.errors import Invalid, PilotageError, WrongState
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may, check_own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising import granted, queries
from pilotage.platform.advertising.actions.making import locked
from pilotage.platform.advertising.models import AdPlan
from pilotage.platform.advertising.noting import note, say_to
from pilotage.platform.advertising.states import State, after
from pilotage.platform.advertising.verdicts import ACCEPTED, verdicts

_PROPOSED = Text("广告计划等您批准：{n} 项更改已采纳", "An advertising plan waits for your approval: {n} changes accepted")  # fmt: skip
_RETURNED = Text("广告计划被退回：{note}", "An advertising plan was sent back: {note}")
_APPROVED = Text("广告计划已批准，共 {n} 项更改", "An advertising plan was approved: {n} changes")
# No grant lets another do these.
_ITS_OWN = ("return", "drop")
_DROPPED = Text("广告计划已作废", "An advertising plan was dropped")


@transaction.atomic
def propose(*, by: Viewer, at: datetime, ref: str, words: str = "") -> AdPlan:
    """Whoever prepared it puts it before the seller; until it comes back only the seller decides."""
    made, ground = _taken(by, ref, "propose")
    made.note = words.strip()[:500]
    made.proposed_by, made.proposed_at = by.actor, at
    counts = verdicts(made).counts
    made.save()
    note(made, "proposed", by, at, ground, note=made.note, **counts)
    say_to(made.organisation, made, _PROPOSED.with_(n=counts[ACCEPTED]), by, at)
    return made


@transaction.atomic
def give_back(*, by: Viewer, at: datetime, ref: str, words: str) -> AdPlan:
    """The seller sends it back, saying why. Raises `Invalid` without a reason."""
    made, ground = _taken(by, ref, "return")
    made.note = words.strip()[:500]
    if not made.note:
        raise Invalid(
            "REASON_MISSING",
            Text("退回须写明意见。", "Say why it goes back."),
            Text("请填写意见后再退回。", "Write it, and send it back again."),
        )
    made.save()
    note(made, "returned", by, at, ground, note=made.note)
    say_to(made.firm, made, _RETURNED.with_(note=made.note), by, at)
    return made


@transaction.atomic
def approve(*, by: Viewer, at: datetime, ref: str, seen: str) -> AdPlan:
    """The seller (or whom its grant lets) approves what is accepted, as it was `seen`; the worker writes the sheet.

    What nobody decided stays out of the sheet. Raises `WrongState` where nothing is accepted, or where a decision
    came after what was seen.
    """
    made, ground = _taken(by, ref, "approve")
    state = verdicts(made)
    if state.seen != seen:
        raise WrongState(
            "DECISIONS_CHANGED",
            Text("您打开页面之后，有更改被重新决定。", "Changes were decided after you opened the page."),
            Text("请重新查看后再批准。", "Look again, then approve."),
        )  # fmt: skip
    if not state.counts[ACCEPTED]:
        raise WrongState(
            "NOTHING_ACCEPTED",
            Text("还没有采纳任何更改。", "No change is accepted yet."),
            Text("请先逐项或批量采纳，再批准。", "Accept changes first, one by one or in bulk."),
        )
    made.approved_by, made.approved_at, made.accepted = by.actor, at, state.counts[ACCEPTED]
    made.save()
    note(made, "approved", by, at, ground, seen=seen, plan=made.json_sha256, **state.counts)
    _queue(made, at)
    for one in (made.organisation, made.firm):
        say_to(one, made, _APPROVED.with_(n=made.accepted), by, at)
    return made


@transaction.atomic
def make_sheet(*, by: Viewer, at: datetime, ref: str) -> AdPlan:
    """Queue the sheet of an approved plan again, after it could not be written."""
    check_may(by, "ads.plan")
    seen = queries.plan(by, ref)
    granted.acting(by, seen.organisation, seen.site, granted.PLAN, lock=True)
    made = locked(ref)
    if made.state not in (State.APPROVED, State.APPLIED) or made.sheet_sha256:
        raise WrongState("SHEET_THERE", Text("上传表格已有或尚未批准。", "There is a sheet already, or no approval."))  # fmt: skip
    made.error = None
    made.save(update_fields=["error"])
    _queue(made, at)
    return made


@transaction.atomic
def keep_sheet(*, by: Viewer, at: datetime, ref: str, sha256: str) -> None:
    """The sheet is written. Again after a crash: the same."""
    made = locked(ref)
    if made.sheet_sha256:
        return
    made.sheet_sha256, made.error = sha256, None
    made.save(update_fields=["sheet_sha256", "error"])
    note(made, "sheet_written", by, at, sha256=sha256, changes=made.accepted)


@transaction.atomic
def sheet_failed(*, by: Viewer, at: datetime, ref: str, error: PilotageError) -> None:
    """Keep why; the approval stands."""
    made = locked(ref)
    made.error = error.told()
    made.save(update_fields=["error"])
    note(made, "sheet_failed", by, at, code=error.code)


@transaction.atomic
def apply(*, by: Viewer, at: datetime, ref: str, on: date) -> AdPlan:
    """Somebody uploaded the sheet at Amazon on that day, by hand. Raises `Invalid` for a day that cannot be."""
    made, ground = _taken(by, ref, "apply")
    approved = (made.approved_at or at).date()
    if not approved - timedelta(days=1) <= on <= at.date() + timedelta(days=1):
        raise Invalid(
            "DAY_CANNOT_BE",
            Text("上传日期应在批准之后、今天之前。", "It was applied after the approval and not after today."),
            Text("请填写实际上传的日期。", "Give the day on which it was uploaded."),
        )  # fmt: skip
    made.applied_by, made.applied_at, made.applied_on = by.actor, at, on
    made.save()
    note(made, "applied", by, at, ground, on=on.isoformat(), sheet=made.sheet_sha256)
    return made


@transaction.atomic
def drop(*, by: Viewer, at: datetime, ref: str) -> AdPlan:
    """The seller wants none of it, or no more of it."""
    made, ground = _taken(by, ref, "drop")
    made.save()
    note(made, "dropped", by, at, ground)
    say_to(made.firm, made, _DROPPED, by, at)
    return made


def _taken(by: Viewer, ref: str, event: str) -> tuple[AdPlan, str]:
    """The plan, locked and in its new state but not saved, with the ground; `NotAllowed`, `NotFound`, `WrongState`."""
    scope = next(scope for scope, events in queries.EVENTS.items() if event in events)
    check_may(by, scope)  # verbs and scopes have one name here
    seen = queries.plan(by, ref)
    if event in _ITS_OWN:
        check_own(by, seen.organisation_id)
    who, ground = granted.acting(by, seen.organisation, seen.site, scope, lock=True)
    made = locked(ref)
    made.state = after(made.state, event, who)
    return made, ground


def _queue(made: AdPlan, at: datetime) -> None:
    ports.queue().put("advertising.sheet", {"ref": made.ref}, at=at, key=f"ads_sheet:{made.ref}")
