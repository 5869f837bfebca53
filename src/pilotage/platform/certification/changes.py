"""Numbered changes: how copies of the directory in memory learn what to read again.

Every action that changes what search shows of a partner calls `note` in its transaction. Numbers are
given out under a row lock held until commit, so whoever has seen number n has seen all below it.
"""

from __future__ import annotations

from django.db.models import F

from pilotage.platform.certification.models import Change, Counter

_ONLY = 1


def note(partner_id: int) -> int:
    """The partner changed; returns the number. Must run in the transaction of the change."""
    Counter.objects.get_or_create(pk=_ONLY)
    Counter.objects.filter(pk=_ONLY).update(number=F("number") + 1)
    number = Counter.objects.values_list("number", flat=True).get(pk=_ONLY)
    Change.objects.update_or_create(partner_id=partner_id, defaults={"number": number})
    return number


def latest() -> int:
    """The number of the last committed change; 0 before the first."""
    return Counter.objects.filter(pk=_ONLY).values_list("number", flat=True).first() or 0


def since(number: int) -> list[int]:
    """Ids of partners that changed after `number`."""
    rows = Change.objects.filter(number__gt=number).order_by("number")
    return list(rows.values_list("partner_id", flat=True))
