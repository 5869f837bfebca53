"""What the clock does: silence expires, lost eligibility lapses; both hand the request on at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import queries as certification
from pilotage.platform.directory import actions as directory
from pilotage.platform.engagements import states, telling
from pilotage.platform.engagements.actions.hand_on import end_referral, hand_on
from pilotage.platform.engagements.models import Referral, Request

_NO_ANSWER = Text("在期限前没有答复", "no answer before the time ran out")


def expire_due(*, by: Viewer, at: datetime, most: int = 500) -> int:
    """End every open referral whose accept-by has come; the count. Each in its own transaction."""
    due = Referral.objects.filter(state__in=states.OPEN_REFERRAL, accept_by__lte=at)
    ended = [
        _expire(pk, by, at) for pk in due.order_by("accept_by").values_list("pk", flat=True)[:most]
    ]
    return sum(ended)


def lapse_ineligible(*, by: Viewer, at: datetime) -> int:
    """End every open referral whose partner lost what a need requires; the count.

    All are looked at each time, in bulk and without a lock: a request must not wait for its turn to be
    checked. Only those that seem lost are locked and judged again.
    """
    waiting = Referral.objects.filter(state__in=states.OPEN_REFERRAL)
    held = list(waiting.values_list("pk", "partner_ref", "request__needs"))
    wanted: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for _, ref, needs in held:
        wanted[ref].update((category, country) for category, country in needs)
    gone = certification.lacking(replace(by, at=at), wanted)
    waiting.filter(checked_at__lt=at).update(checked_at=at)
    lost = [
        pk for pk, ref, needs in held if any((ref, *need) in gone for need in map(tuple, needs))
    ]
    return sum(_lapse(pk, by, at) for pk in lost)


@transaction.atomic
def _expire(pk: int, by: Viewer, at: datetime) -> bool:
    referral = _locked(pk)
    if referral is None or referral.accept_by > at:
        return False
    directory.note_answer(by=by, at=at, partner_ref=referral.partner_ref, in_time=False)
    end_referral(referral, "expire", by=by, at=at, why=_NO_ANSWER)
    telling.partner_of_expiry(referral, at=at)
    hand_on(referral.request, at=at)
    return True


@transaction.atomic
def _lapse(pk: int, by: Viewer, at: datetime) -> bool:
    referral = _locked(pk)
    if referral is None:
        return False
    why = _first_reason(referral, by, at)
    if why is None:
        return False
    end_referral(referral, "lapse", by=by, at=at, why=why)
    hand_on(referral.request, at=at)
    return True


def _locked(pk: int) -> Referral | None:
    """The referral if it still waits, its request locked first (the same order as an answer takes)."""
    request_id = Referral.objects.values_list("request_id", flat=True).get(pk=pk)
    request = Request.objects.select_for_update().get(pk=request_id)
    referral = Referral.objects.select_related("partner").get(pk=pk)
    referral.request = request
    return referral if referral.state in states.OPEN_REFERRAL else None


def _first_reason(referral: Referral, by: Viewer, at: datetime) -> Text | None:
    needs = [(category, country) for category, country in referral.request.needs]
    gone = certification.lacking(replace(by, at=at), {referral.partner_ref: needs})
    return next((reason.says for reason in gone.values()), None)
