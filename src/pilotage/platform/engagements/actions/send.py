"""The seller sends a request, or takes it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.canonical import sha256
from pilotage.kernel.refs import new_ref
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may, check_own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.engagements import clocks, queries, states, telling
from pilotage.platform.engagements.actions.hand_on import end_referral, hand_on
from pilotage.platform.engagements.brief import Brief, check_brief
from pilotage.platform.engagements.models import Referral, Request


@transaction.atomic
def send(*, by: Viewer, at: datetime, brief: Brief) -> Request:
    """Open a request and put it before the first partner, in one transaction.

    Raises `NotAllowed`, `Invalid` (see `check_brief`). A brief nobody can take is opened and ends at
    once as *unplaced*, with the reasons.
    """
    check_may(by, "request.send")
    check_brief(brief, at.date())
    seller = access.own_organisation(by)
    ref = new_ref("req")
    request = Request.objects.create(
        ref=ref,
        seller=seller,
        state=states.Request.OPEN,
        needs=[list(need) for need in brief.needs],
        languages=list(brief.languages),
        message=brief.message.strip(),
        product_line=brief.product_line.strip(),
        monthly_sales=brief.monthly_sales.strip(),
        start_by=brief.start_by,
        budget_amount=brief.budget,
        budget_currency=brief.budget_currency,
        contact_name=brief.contact.name.strip(),
        contact_email=brief.contact.email.strip(),
        contact_phone=brief.contact.phone.strip(),
        named=list(brief.named),
        may_refer_on=brief.may_refer_on or not brief.named,
        basis=brief.basis,
        # The seed of the bounded exploration: from the reference, so that the choice can be replayed.
        seed=int(sha256(ref.encode())[:7], 16),
        opened_by=by.actor,
        opened_at=at,
        match_by=clocks.match_by(seller.calendar, at).at,
    )
    record(
        by=by.actor,
        at=at,
        tenant=seller.ref,
        action="request.sent",
        object=f"request:{request.ref}",
        after={"needs": request.needs, "named": request.named, "basis": brief.basis},
    )
    hand_on(request, at=at)
    return request


@transaction.atomic
def withdraw(*, by: Viewer, at: datetime, ref: str) -> Request:
    """The seller takes an open request back; the partner who holds it is told."""
    check_may(by, "request.close")
    visible = queries.request(by, ref)
    check_own(by, visible.seller_id)
    request = Request.objects.select_for_update().get(pk=visible.pk)
    request.state = states.next_request(request.state, "withdraw")
    request.ended_at = at
    request.save(update_fields=["state", "ended_at"])
    held = open_referral(request)
    if held is not None:
        end_referral(held, "withdraw", by=by, at=at)
        telling.partner_of_withdrawal(held, at=at)
    record(
        by=by.actor,
        at=at,
        tenant=request.seller.ref,
        action="request.withdrawn",
        object=f"request:{request.ref}",
    )
    return request


def open_referral(request: Request) -> Referral | None:
    """The referral that waits for an answer, locked."""
    return (
        Referral.objects.select_for_update(of=("self",))
        .filter(request=request, state__in=states.OPEN_REFERRAL)
        .select_related("partner")
        .first()
    )
