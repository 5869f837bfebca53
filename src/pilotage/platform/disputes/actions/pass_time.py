"""What the clock does to disputes: silence is told, and what nobody tends goes where its rule says."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.disputes import telling
from pilotage.platform.disputes.actions.argue import put_to_programme
from pilotage.platform.disputes.actions.step import ended
from pilotage.platform.disputes.models import Dispute
from pilotage.platform.disputes.rules import rule_of
from pilotage.platform.disputes.states import State

_BEFORE_THE_PROGRAMME = (State.OPENED, State.ANSWERED)


def pass_time(*, by: Viewer, at: datetime, most: int = 500) -> int:
    """Every dispute whose time has run out, each in its own transaction; the count."""
    silent = Dispute.objects.filter(
        state=State.OPENED, answer_by__lte=at, silence_told_at__isnull=True
    )
    untended = Dispute.objects.filter(state__in=_BEFORE_THE_PROGRAMME, escalate_by__lte=at)
    told = [_tell_silence(pk, at) for pk in silent.values_list("pk", flat=True)[:most]]
    done = [_tend(pk, by, at) for pk in untended.values_list("pk", flat=True)[:most]]
    return sum(told) + sum(done)


@transaction.atomic
def _tell_silence(pk: int, at: datetime) -> bool:
    row = _locked(pk)
    if row.state != State.OPENED or row.silence_told_at is not None:
        return False
    row.silence_told_at = at
    row.save(update_fields=["silence_told_at"])
    telling.one_side(row, row.opened_side, "silent", at=at)
    return True


@transaction.atomic
def _tend(pk: int, by: Viewer, at: datetime) -> bool:
    row = _locked(pk)
    if row.state not in _BEFORE_THE_PROGRAMME or row.escalate_by > at:
        return False
    if rule_of(row.rule).untended[row.opened_side] == "escalate":
        put_to_programme(row, "product", by=by, at=at)
    else:
        ended(row, "lapse", "product", by=by, at=at)
        telling.both_sides(row, "lapsed", at=at)
    return True


def _locked(pk: int) -> Dispute:
    rows = Dispute.objects.select_for_update(of=("self",))
    return rows.select_related("contract__seller", "contract__partner").get(pk=pk)
