"""Signing: a fresh code, the hash before one's eyes; with the second signature the contract is in force."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from pilotage.engines import contracts as engine
from pilotage.engines.contracts import contract_from, machine_values
from pilotage.kernel.canonical import instant
from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts import keys, queries, second_factor, telling
from pilotage.platform.engagements.contracts.actions.step import current, locked, moved, noted
from pilotage.platform.engagements.contracts.states import Side, State
from pilotage.platform.engagements.models import Contract, ContractSignature, ContractVersion

METHOD = "totp"
_MOST_BYTES = 20 * 1024 * 1024


def sign(*, by: Viewer, at: datetime, ref: str, seen: str, code: str) -> Contract:
    """Signs the version with the hash `seen`.

    Raises `Invalid` when the contract is not ready (every reason named) or the code is refused, and
    `WrongState` when it is not this side's turn or the version has moved on.
    """
    row = queries.contract(by, ref)
    check_may(by, "contract.sign")
    engine.signable(contract_from(row.versions.get(number=row.current).body))
    second_factor.note_attempt(by=by, at=at)
    return _signed(by=by, at=at, ref=ref, seen=seen, code=code)


@transaction.atomic
def _signed(*, by: Viewer, at: datetime, ref: str, seen: str, code: str) -> Contract:
    row, side = locked(by, ref, "contract.sign")
    before = moved(row, "sign", side)
    version = current(row, seen)
    given = signature_of(version, side, by=by, at=at, code=code)
    noted(row, "signed", by=by, at=at, before=before, side=side, hash=given.hash)
    if row.state == State.IN_FORCE:
        _put_in_force(row, version, by=by, at=at)
    else:
        row.save(update_fields=["state"])
        telling.other_side(row, side, "signed", at=at)
    return row


def signature_of(
    version: ContractVersion, side: Side, *, by: Viewer, at: datetime, code: str
) -> ContractSignature:
    """The signature of `side` on a version, for a code that is spent with it; one a side."""
    if version.signatures.filter(side=side, cancelled_at__isnull=True).exists():
        raise WrongState(
            "SIGNED_ALREADY",
            Text("您这一方已经签过这一版。", "Your side has already signed this version."),
            Text("请等对方签署。", "Wait for the other side to sign."),
        )
    signature = engine.signed(contract_from(version.body), side, by.person_name, at, METHOD)
    second_factor.spend(by=by, at=at, code=code)
    return ContractSignature.objects.create(
        version=version,
        side=side,
        person_id=by.person_id,
        person_name=signature.person,
        method=signature.method,
        hash=signature.hash,
        at=at,
    )


def files_of(version: ContractVersion, at: datetime) -> tuple[str, str]:
    """The evidence of both signatures and the sealed paper, kept; the SHA-256 of each."""
    body = contract_from(version.body)
    signatures = [
        engine.Signature(s.side, s.person_name, instant(s.at), s.method, s.hash)
        for s in version.signatures.filter(cancelled_at__isnull=True).order_by("at", "pk")
    ]
    evidence = engine.sealed(body, signatures, keys.EVIDENCE_KEY, keys.evidence_key())
    paper = engine.paper(body, signatures)
    sealed = engine.seal(paper, keys.seal_key(), keys.seal_certificate(at), at)
    kept, _ = ports.files().keep([evidence], limit=_MOST_BYTES)
    on_paper, _ = ports.files().keep([sealed], limit=_MOST_BYTES)
    return kept, on_paper


def _put_in_force(row: Contract, version: ContractVersion, *, by: Viewer, at: datetime) -> None:
    """The evidence of both signatures and the sealed paper are kept before anybody is told."""
    row.evidence_sha256, row.paper_sha256 = files_of(version, at)
    row.in_force_at = at
    ends = machine_values(contract_from(version.body)).get("term.ends")
    row.ends_on = date.fromisoformat(ends) if ends else None
    row.save()
    noted(
        row,
        "in_force",
        by=by,
        at=at,
        before=State.SIGNED_BY_ONE,
        hash=version.hash,
        evidence=row.evidence_sha256,
        paper=row.paper_sha256,
    )
    telling.both_sides(row, "in_force", at=at)
