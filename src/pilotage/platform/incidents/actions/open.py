"""The programme opens an incident: matching stops, whoever is reached is told, all in one transaction; and closes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.certification import actions as certification
from pilotage.platform.certification import states
from pilotage.platform.incidents import queries, telling
from pilotage.platform.incidents.causes import Cause, causes
from pilotage.platform.incidents.models import Affected, Incident, Kind
from pilotage.platform.incidents.reach import Reached, reach

# As the reason of a refusal or a suspension, which it becomes.
LONGEST = 300
_LONGEST_SAYING = 500


@transaction.atomic
def open_incidents(
    *, by: Viewer, at: datetime, kind: str, about: str, reason: Text
) -> list[Incident]:
    """An incident a partner concerned. Evidence that still counts is refused and a firm suspended with it.

    Raises `Invalid`, `NotFound`, `NotAllowed`, and `WrongState` when one about the same is open.
    """
    check_may(by, "incident.open")
    _check_reason(reason)
    return [opened(by=by, at=at, cause=cause, reason=reason) for cause in causes(by, kind, about)]


def opened(
    *,
    by: Viewer,
    at: datetime,
    cause: Cause,
    reason: Text,
    among: Sequence[Reached] | None = None,
) -> Incident:
    """One incident with everybody it reaches, or only `among`; inside the caller's transaction."""
    firm = cause.partner.organisation
    if Incident.objects.filter(
        partner=firm, kind=cause.kind, about=cause.about, closed_at__isnull=True
    ).exists():
        raise WrongState(
            "OPEN_ALREADY",
            Text("同一事由的事件已在处理中。", "An incident about this is open already."),
            Text("请从事件列表打开它。", "Open it from the list of incidents."),
        )
    # Read before anything is stopped: it is what rests on the evidence as it counted until now.
    reached = reach(by, cause).sellers if among is None else among
    row = Incident.objects.create(
        kind=cause.kind,
        partner=firm,
        about=cause.about,
        lost=sorted(map(list, cause.lost)),
        reason_zh=reason.zh.strip(),
        reason_en=reason.en.strip(),
        opened_by=by.actor,
        opened_at=at,
    )
    _stop(cause, reason, by, at)
    record(
        by=by.actor, at=at, action="incident.opened", object=f"incident:{row.ref}",
        after={"kind": row.kind, "about": row.about, "partner": firm.ref, "sellers": len(reached)},
        basis=reason.zh[:200],
    )  # fmt: skip
    if cause.kind != Kind.STANDING:  # a suspension has told the firm itself
        telling.partner(row, by=by, at=at)
    for one in reached:
        reaches(row, one, by=by, at=at)
    return row


def reaches(row: Incident, one: Reached, *, by: Viewer, at: datetime) -> Affected:
    """A seller is told, and its own chain says so."""
    needs = sorted(map(list, one.needs))
    says = telling.happened(row, needs)
    affected = Affected.objects.create(
        incident=row.ref,
        seller=one.seller,
        partner=row.partner,
        kind=row.kind,
        says_zh=says.zh[:_LONGEST_SAYING],
        says_en=says.en[:_LONGEST_SAYING],
        needs=needs,
        contracts=one.contracts,
        marks=one.marks,
        filings=one.filings,
        unconfirmed=one.unconfirmed,
        told_at=at,
    )
    record(
        by=by.actor, at=at, tenant=one.seller.ref, action="incident.told",
        object=f"affected:{affected.ref}",
        after={"incident": row.ref, "kind": row.kind, "needs": needs, "contracts": one.contracts},
    )  # fmt: skip
    telling.seller(affected, by=by, at=at)
    return affected


@transaction.atomic
def close(*, by: Viewer, at: datetime, ref: str, outcome: Text) -> Incident:
    """It is over; every seller that it reached hears how. Raises `Invalid`, `WrongState`."""
    check_may(by, "incident.open")
    _check_reason(outcome)
    seen = queries.incident(by, ref)
    row = Incident.objects.select_for_update(of=("self",)).select_related("partner").get(pk=seen.pk)
    if row.closed_at is not None:
        raise WrongState(
            "CLOSED_ALREADY", Text("事件已经结束。", "The incident is closed already.")
        )
    return closed(row, by=by, at=at, outcome=outcome)


def closed(row: Incident, *, by: Viewer, at: datetime, outcome: Text) -> Incident:
    """Closed, and everybody it reached is told; inside the caller's transaction, which holds the row."""
    row.closed_by, row.closed_at = by.actor, at
    row.outcome_zh, row.outcome_en = outcome.zh.strip(), outcome.en.strip()
    row.save()
    record(
        by=by.actor, at=at, action="incident.closed", object=f"incident:{row.ref}",
        after={"outcome": row.outcome_zh},
    )  # fmt: skip
    for affected in Affected.objects.filter(incident=row.ref).select_related("seller"):
        telling.closed(row, affected, by=by, at=at)
    return row


def _stop(cause: Cause, reason: Text, by: Viewer, at: datetime) -> None:
    """Nobody is matched by what fell away, from this commit on."""
    for row in cause.evidence:
        if row.state in (states.Credential.ACCEPTED, states.Credential.FILED):
            certification.mark_checked(by=by, at=at, ref=row.ref, accepted=False, note=reason)
    if cause.kind == Kind.STANDING and cause.partner.standing != states.Standing.SUSPENDED:
        certification.set_standing(
            by=by, at=at, partner_ref=cause.partner.ref,
            standing=states.Standing.SUSPENDED, reason=reason,
        )  # fmt: skip


def _check_reason(reason: Text) -> None:
    if not reason.zh.strip() or max(len(reason.zh), len(reason.en)) > LONGEST:
        raise Invalid(
            "REASON_MISSING",
            Text("请写明原因，最多 {most} 字。", "Say why, in at most {most} characters."),
            Text("相关卖家会读到它。", "The sellers concerned will read it."),
            most=LONGEST,
        )
    if "\0" in reason.zh + reason.en:
        raise Invalid("NUL_IN_TEXT", Text("文字中有不可见的空字符。", "A text has a NUL character in it."))  # fmt: skip
