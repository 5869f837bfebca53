"""The partner writes a draft for a request that it accepted; nobody else sees it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.engines.contracts import Contract as Body
from pilotage.engines.contracts import as_json, contract_hash
from pilotage.kernel.errors import NotFound, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements import states as request_states
from pilotage.platform.engagements.contracts import states
from pilotage.platform.engagements.contracts.actions.proposal import Proposal, body_of, keep
from pilotage.platform.engagements.contracts.actions.step import locked, moved, noted
from pilotage.platform.engagements.contracts.legal_day import legal_day
from pilotage.platform.engagements.contracts.opening import opening_terms
from pilotage.platform.engagements.models import Contract, Referral


@transaction.atomic
def draft(*, by: Viewer, at: datetime, referral_ref: str) -> Contract:
    """A first draft with values to begin with and the partner's own prices; the open one if there is one."""
    referral = _accepted_by(by, referral_ref)
    check_may(by, "contract.negotiate")
    still_open = referral.contracts.filter(state__in=states.OPEN).first()
    if still_open:
        return still_open
    row = Contract.objects.create(
        referral=referral,
        seller=referral.request.seller,
        partner=referral.partner,
        state=states.State.DRAFTED,
        drafted_at=at,
    )
    needs = [(category, country) for category, country in referral.request.needs]
    terms = opening_terms(by, needs, row.partner.calendar, legal_day(row, at))
    version = keep(row, body_of(row, 1, Proposal(terms)), "partner", by=by, at=at)
    noted(row, "drafted", by=by, at=at, before="", hash=version.hash)
    return row


@transaction.atomic
def revise(*, by: Viewer, at: datetime, ref: str, proposal: Proposal) -> Contract:
    """The draft says something else; as nobody has seen it yet, it stays version 1."""
    row, side = locked(by, ref, "contract.negotiate")
    before = moved(row, "revise", side)
    body: Body = body_of(row, row.current, proposal)
    row.versions.filter(number=row.current).update(
        body=as_json(body), hash=contract_hash(body), made_by=by.actor, made_at=at
    )
    noted(row, "revised", by=by, at=at, before=before, hash=contract_hash(body))
    return row


def _accepted_by(by: Viewer, ref: str) -> Referral:
    """The viewer's own referral, locked; the request must have been accepted."""
    mine = Referral.objects.select_for_update().filter(ref=ref, partner_id=by.organisation_id or -1)
    found = mine.first()
    if found is None:
        raise NotFound("NO_SUCH_REFERRAL", Text("没有这个服务请求。", "There is no such request."))
    if found.state != request_states.Referral.ACCEPTED:
        raise WrongState(
            "REQUEST_NOT_ACCEPTED",
            Text("接受请求后才能起草合同。", "A contract is drafted once the request is accepted."),
            Text("请先接受请求。", "Accept the request first."),
        )
    return found
