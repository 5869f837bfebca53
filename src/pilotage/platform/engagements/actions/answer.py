"""The partner looks at a referral, accepts it or declines it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import NotFound, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, check_own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.certification import queries as certification
from pilotage.platform.directory import actions as directory
from pilotage.platform.engagements import states, telling
from pilotage.platform.engagements.actions.hand_on import end_referral, hand_on
from pilotage.platform.engagements.models import Referral, Request
from pilotage.platform.engagements.reasons import DECLINE, check_decline

LONGEST_NOTE = 500


@transaction.atomic
def view(*, by: Viewer, at: datetime, ref: str) -> Referral:
    """The partner opened the referral; the seller sees it. Looking again changes nothing."""
    referral = _held_by(by, ref)
    if referral.state == states.Referral.SENT:
        referral.state = states.next_referral(referral.state, "view")
        referral.viewed_at = at
        referral.save(update_fields=["state", "viewed_at"])
        record(
            by=by.actor,
            at=at,
            tenant=referral.request.seller.ref,
            action="referral.viewed",
            object=f"request:{referral.request.ref}",
            after={"partner": referral.partner_ref},
        )
    return referral


@transaction.atomic
def accept(*, by: Viewer, at: datetime, ref: str) -> Referral:
    """The partner takes the request: in time, still certified for every need, with room left."""
    check_may(by, "request.answer")
    referral = _held_by(by, ref)
    states.next_referral(referral.state, "accept")
    _check_in_time(referral, at)
    _check_still_listed(referral, by, at)
    directory.take_place(by=by, at=at, partner_ref=referral.partner_ref)
    directory.note_answer(by=by, at=at, partner_ref=referral.partner_ref, in_time=True)
    end_referral(referral, "accept", by=by, at=at)
    request = referral.request
    request.state = states.next_request(request.state, "accept")
    request.ended_at = at
    request.save(update_fields=["state", "ended_at"])
    telling.seller_of_acceptance(referral, at=at)
    return referral


@transaction.atomic
def decline(*, by: Viewer, at: datetime, ref: str, code: str, note: str = "") -> Referral:
    """The partner says no, with a coded reason; the request moves on in the same transaction."""
    check_may(by, "request.answer")
    check_decline(code)
    referral = _held_by(by, ref)
    states.next_referral(referral.state, "decline")
    referral.decline_code, referral.decline_note = code, note.strip()[:LONGEST_NOTE]
    in_time = at < referral.accept_by
    directory.note_answer(by=by, at=at, partner_ref=referral.partner_ref, in_time=in_time)
    end_referral(referral, "decline", by=by, at=at, why=DECLINE[code])
    telling.seller_of_decline(referral, at=at)
    hand_on(referral.request, at=at)
    return referral


def _held_by(by: Viewer, ref: str) -> Referral:
    """The referral with its request locked, if it is the viewer's; else `NotFound`."""
    found = Referral.objects.filter(ref=ref, partner_id=by.organisation_id or -1).first()
    if found is None:
        raise NotFound(
            "NO_SUCH_REFERRAL",
            Text("没有这个服务请求。", "There is no such request."),
            Text("请从请求列表重新打开。", "Open it again from the list."),
        )
    # The request's row is the lock: a timer and a click never move the same referral twice.
    request = Request.objects.select_for_update().get(pk=found.request_id)
    referral = Referral.objects.select_related("partner").get(pk=found.pk)
    referral.request = request
    check_own(by, referral.partner_id)
    return referral


def _check_in_time(referral: Referral, at: datetime) -> None:
    if at >= referral.accept_by:
        raise WrongState(
            "ACCEPT_BY_PASSED",
            Text(
                "答复期限已过，请求正在转给下一家。",
                "The time to answer has passed; the request is moving on.",
            ),
            Text(
                "请留意新的请求，并在期限内答复。", "Answer the next one before its time runs out."
            ),
        )


def _check_still_listed(referral: Referral, by: Viewer, at: datetime) -> None:
    for category, country in referral.request.needs:
        reasons = certification.why_not(by, referral.partner_ref, category, country, at.date())
        if reasons:
            raise WrongState(
                "NO_LONGER_LISTED",
                Text(
                    "贵司目前没有这项服务的有效资格：{why}",
                    "You are not certified for this now: {why}",
                ),
                Text("请在“资质认证”中补齐。", "Complete it under Certification."),
                why=reasons[0].says,
            )
