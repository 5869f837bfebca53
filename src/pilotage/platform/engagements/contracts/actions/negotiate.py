"""Offering, countering, agreeing, withdrawing. Whoever proposes waits for the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from pilotage.engines.contracts import contract_from, differences
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts import telling
from pilotage.platform.engagements.contracts.actions.proposal import Proposal, body_of, keep
from pilotage.platform.engagements.contracts.actions.step import current, locked, moved, noted
from pilotage.platform.engagements.models import Contract, ContractSignature


@transaction.atomic
def offer(*, by: Viewer, at: datetime, ref: str) -> Contract:
    """The partner's draft goes to the seller."""
    row, side = locked(by, ref, "contract.negotiate")
    before = moved(row, "offer", side)
    row.offered_at = at
    row.save(update_fields=["state", "offered_at"])
    sent = row.versions.get(number=row.current)
    noted(row, "offered", by=by, at=at, before=before, version=sent.number, hash=sent.hash)
    telling.other_side(row, side, "offered", at=at)
    return row


@transaction.atomic
def counter(*, by: Viewer, at: datetime, ref: str, seen: str, proposal: Proposal) -> Contract:
    """A new version in answer to the one with the hash `seen`; every earlier signature is cancelled."""
    row, side = locked(by, ref, "contract.negotiate")
    before = moved(row, "counter", side)
    last = current(row, seen)
    body = body_of(row, last.number + 1, proposal)
    if not differences(replace(contract_from(last.body), version=body.version), body):
        raise Invalid(
            "NOTHING_CHANGED",
            Text("与上一版没有区别，没有提出新版本。", "Nothing differs; no new version was made."),
            Text("若同意请直接点“同意”。", "If you agree, say so with “Agree”."),
        )
    made = keep(row, body, side, by=by, at=at)
    cancelled = _cancel_signatures(row, at)
    row.current = made.number
    row.save(update_fields=["state", "current"])
    noted(
        row,
        "countered",
        by=by,
        at=at,
        before=before,
        version=made.number,
        hash=made.hash,
        signatures_cancelled=cancelled,
    )
    telling.other_side(row, side, "countered", at=at)
    return row


@transaction.atomic
def agree(*, by: Viewer, at: datetime, ref: str, seen: str) -> Contract:
    """This side agrees to the other's version with the hash `seen`; now both may sign it."""
    row, side = locked(by, ref, "contract.negotiate")
    before = moved(row, "agree", side)
    last = current(row, seen)
    row.save(update_fields=["state"])
    noted(row, "agreed", by=by, at=at, before=before, version=last.number, hash=last.hash)
    telling.other_side(row, side, "agreed", at=at)
    return row


@transaction.atomic
def withdraw(*, by: Viewer, at: datetime, ref: str) -> Contract:
    """One side ends the negotiation; a new one may begin from the same request."""
    row, side = locked(by, ref, "contract.negotiate")
    before = moved(row, "withdraw", side)
    row.ended_at = at
    row.save(update_fields=["state", "ended_at"])
    cancelled = _cancel_signatures(row, at)
    noted(row, "withdrawn", by=by, at=at, before=before, signatures_cancelled=cancelled)
    if row.offered_at:
        telling.other_side(row, side, "withdrawn", at=at)
    return row


def _cancel_signatures(row: Contract, at: datetime) -> int:
    given = ContractSignature.objects.filter(version__contract=row, cancelled_at__isnull=True)
    return given.update(cancelled_at=at)
