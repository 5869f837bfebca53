"""Putting an open request before the next partner, or ending it with the reasons why nobody can take it.

Always inside the transaction of what caused it, so a request is never between two partners.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.directory import queries as directory
from pilotage.platform.directory.queries import Candidate
from pilotage.platform.engagements import clocks, states, telling
from pilotage.platform.engagements.models import Referral, Request
from pilotage.platform.parties.models import Organisation

# Enough to survive silence on four of five working days; beyond that the brief itself is the matter.
MOST_REFERRALS = 8


def hand_on(request: Request, *, at: datetime) -> Referral | None:
    """The next referral; None when the request ended as unplaced instead."""
    by = Viewer.product("hand-on", at)
    asked = list(request.referrals.values_list("partner_ref", flat=True))
    if at >= request.match_by:
        return _give_up(request, by, at, [_OUT_OF_TIME])
    if len(asked) >= MOST_REFERRALS:
        return _give_up(request, by, at, [_ASKED_ENOUGH])
    chosen = _next_candidate(request, by, at, frozenset(asked))
    if chosen is None:
        return _give_up(request, by, at, _why_none(request, by, at, bool(asked)))
    return _refer(request, chosen, len(asked) + 1, by, at)


def end_referral(
    referral: Referral, event: str, *, by: Viewer, at: datetime, why: Text | None = None
) -> None:
    """Move a referral by its transition table and note it in the seller's chain."""
    before = referral.state
    referral.state = states.next_referral(referral.state, event)
    referral.ended_at = at
    if why is not None:
        referral.why_zh, referral.why_en = why.zh[:500], why.en[:500]
    referral.save()
    record(
        by=by.actor,
        at=at,
        tenant=referral.request.seller.ref,
        action=f"referral.{referral.state}",
        object=f"request:{referral.request.ref}",
        before={"state": before},
        after={
            "state": str(referral.state),
            "partner": referral.partner_ref,
            "code": referral.decline_code,
        },
    )


def _next_candidate(
    request: Request, by: Viewer, at: datetime, asked: frozenset[str]
) -> Candidate | None:
    """Named partners first, in the seller's order; then, if allowed, the best ranked of all."""
    who = partial(
        directory.candidates,
        by,
        needs=[(category, country) for category, country in request.needs],
        languages=frozenset(request.languages),
        on=at.date(),
        exclude=asked,
        seed=request.seed,
    )
    if request.named:
        by_ref = {candidate.partner_ref: candidate for candidate in who(among=request.named)}
        for ref in request.named:
            if ref in by_ref:
                return by_ref[ref]
    return next(iter(who(most=1)), None) if request.may_refer_on else None


def _refer(
    request: Request, chosen: Candidate, position: int, by: Viewer, at: datetime
) -> Referral:
    deadline = clocks.accept_by(chosen.calendar, at, request.match_by)
    referral = Referral.objects.create(
        request=request,
        partner=Organisation.objects.get(pk=chosen.organisation_id),
        partner_ref=chosen.partner_ref,
        position=position,
        state=states.Referral.SENT,
        named=chosen.partner_ref in request.named,
        terms=telling.stored_terms(chosen.terms),
        sent_at=at,
        accept_by=deadline.at,
        provisional=deadline.provisional,
        checked_at=at,
    )
    record(
        by=by.actor,
        at=at,
        tenant=request.seller.ref,
        action="referral.sent",
        object=f"request:{request.ref}",
        after={"partner": chosen.partner_ref, "position": position, "accept_by": deadline.at},
    )
    telling.partner_of_referral(referral, at=at)
    if position > 1:
        telling.seller_of_hand_on(referral, at=at)
    return referral


def _give_up(request: Request, by: Viewer, at: datetime, reasons: list[Text]) -> None:
    request.state = states.next_request(request.state, "give_up")
    request.ended_at = at
    request.why_zh = "；".join(reason.zh for reason in reasons)
    request.why_en = "; ".join(reason.en for reason in reasons)
    request.save(update_fields=["state", "ended_at", "why_zh", "why_en"])
    record(
        by=by.actor,
        at=at,
        tenant=request.seller.ref,
        action="request.unplaced",
        object=f"request:{request.ref}",
        after={"why": request.why_en},
    )
    telling.seller_of_unplaced(request, at=at)


def _why_none(request: Request, by: Viewer, at: datetime, some_asked: bool) -> list[Text]:
    reasons = [_EVERYONE_ASKED] if some_asked else []
    if request.named and not request.may_refer_on:
        return [*reasons, _NAMED_CANNOT]
    needs = [(category, country) for category, country in request.needs]
    return reasons + directory.why_none(by, needs, frozenset(request.languages), at.date())


_OUT_OF_TIME = Text("五个工作日内没有服务商接受", "no partner accepted within five working days")
_ASKED_ENOUGH = Text("已询问八家服务商，均未接受", "eight partners were asked and none accepted")
_EVERYONE_ASKED = Text("其余合格的服务商都已询问", "every other eligible partner has been asked")
_NAMED_CANNOT = Text(
    "指名的服务商目前不能承接，且您选择了不转给他人",
    "the partners you named cannot take it now, and you chose not to be referred on",
)
