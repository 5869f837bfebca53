"""Proposing, approving, refusing; what nobody decides in time expires by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from pilotage.kernel.errors import PilotageError, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access import queries as access
from pilotage.platform.access.actions import tenant_of
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.proposals import queries
from pilotage.platform.proposals.kinds import Facts, checked
from pilotage.platform.proposals.models import Proposal, State

LASTS = timedelta(days=14)
MOST_WAITING = 50


@transaction.atomic
def propose(*, by: Viewer, at: datetime, kind: str, facts: Facts) -> Proposal:
    """Keep it for a person to decide; nothing else happens. Said again while it waits it is the same.

    Raises `Invalid`, `NotAllowed`, `NotFound` for what could not be done anyway.
    """
    found = checked(kind, facts)
    check_may(by, found.verb)
    says = found.says(by, facts)
    waiting = queries.waiting(by)
    same = waiting.filter(kind=kind, facts=dict(facts)).first()
    if same:
        return same
    if waiting.count() >= MOST_WAITING:
        raise WrongState(
            "TOO_MANY_WAIT",
            Text("已有 {most} 项提议等人决定。", "{most} proposals wait for a decision already."),
            Text("请先在“助手提议”页处理。", "Decide those first on the page of proposals."),
            most=MOST_WAITING,
        )
    row = Proposal.objects.create(
        organisation=access.own_organisation(by),
        kind=kind,
        facts=dict(facts),
        says_zh=says.zh,
        says_en=says.en,
        made_by=by.actor,
        made_at=at,
        expires_at=at + LASTS,
    )
    _noted(row, "made", by, at)
    return row


def approve(*, by: Viewer, at: datetime, ref: str) -> Proposal:
    """The person does what was proposed, as if by their own hand, by their own permissions.

    What the action refuses is kept with its reason, and nothing was done.
    """
    try:
        return _carried_out(by, at, ref)
    except PilotageError as error:
        if error.code == "PROPOSAL_DECIDED" or not queries.proposals(by).filter(ref=ref).exists():
            raise
        return _decided(by, at, ref, State.FAILED, why=error.says)


def refuse(*, by: Viewer, at: datetime, ref: str) -> Proposal:
    """It is not done."""
    return _decided(by, at, ref, State.REFUSED)


@transaction.atomic
def expire(*, by: Viewer, at: datetime) -> int:
    """Ends what nobody decided in time, each in its organisation's record; how many."""
    late = Proposal.objects.filter(state=State.WAITING, expires_at__lte=at).order_by("pk")
    rows = list(late.select_for_update(of=("self",)).select_related("organisation"))
    for row in rows:
        row.state = State.EXPIRED
        row.save(update_fields=["state"])
        _noted(row, str(State.EXPIRED), by, at)
    return len(rows)


@transaction.atomic
def _carried_out(by: Viewer, at: datetime, ref: str) -> Proposal:
    row = _locked(by, at, ref)
    kind = checked(row.kind, row.facts)
    row.outcome = kind.carry_out(by, at, row.ref, row.facts)
    return _settled(row, State.DONE, by, at)


@transaction.atomic
def _decided(
    by: Viewer, at: datetime, ref: str, state: State, *, why: Text | None = None
) -> Proposal:
    row = _locked(by, at, ref)
    if why:
        row.why_zh, row.why_en = why.zh, why.en
    return _settled(row, state, by, at)


def _locked(by: Viewer, at: datetime, ref: str) -> Proposal:
    found = queries.proposal(by, ref)
    check_may(by, checked(found.kind, found.facts).verb)
    row = Proposal.objects.select_for_update().get(pk=found.pk)
    if row.state != State.WAITING or row.expires_at <= at:
        raise WrongState(
            "PROPOSAL_DECIDED",
            Text(
                "这项提议已经有了结果，或已过期。",
                "This proposal was decided already, or has expired.",
            ),
            Text("请回到列表查看。", "Look at the list."),
        )
    return row


def _settled(row: Proposal, state: State, by: Viewer, at: datetime) -> Proposal:
    row.state, row.decided_by, row.decided_at = state, by.actor, at
    row.save()
    _noted(row, str(state), by, at)
    return row


def _noted(row: Proposal, action: str, by: Viewer, at: datetime) -> None:
    record(
        by=by.actor,
        at=at,
        tenant=tenant_of(row.organisation),
        action=f"proposal.{action}",
        object=f"proposal:{row.ref}",
        before=None,
        after={"kind": row.kind, "state": str(row.state), "outcome": row.outcome},
    )
