"""Numbered changes: how copies of the directory in memory learn what to read again.

Every action that changes what search shows of a partner calls `note` in its transaction. Numbers are
given out under a row lock held until commit, so whoever has seen number n has seen all below it. A
number that was rolled back is given out again with another token.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import F

from pilotage.platform.certification.models import Change, Counter

_ONLY = 1
_TOKEN_BITS = 62


class Noted(NamedTuple):
    """One change as it stands in the table."""

    number: int
    token: int
    partner_id: int


def note(*partner_ids: int) -> None:
    """These partners changed. Must run in the transaction of the change, before it is audited."""
    Counter.objects.get_or_create(pk=_ONLY)
    Counter.objects.filter(pk=_ONLY).update(number=F("number") + len(partner_ids))
    last = Counter.objects.values_list("number", flat=True).get(pk=_ONLY)
    Change.objects.bulk_create(
        Change(number=number, token=secrets.randbits(_TOKEN_BITS), partner_id=partner_id)
        for number, partner_id in enumerate(partner_ids, last - len(partner_ids) + 1)
    )


def latest() -> Noted | None:
    """The last change, or None before the first."""
    row = Change.objects.order_by("-number").values_list("number", "token", "partner_id").first()
    return Noted(*row) if row else None


def since(number: int) -> list[Noted]:
    """That change and all after it, in order."""
    rows = Change.objects.filter(number__gte=number).order_by("number")
    return [Noted(*row) for row in rows.values_list("number", "token", "partner_id")]


def still_there(some: Collection[Noted]) -> set[Noted]:
    """Which of these stand in the table as they were seen."""
    rows = Change.objects.filter(number__in=[noted.number for noted in some])
    return {Noted(*row) for row in rows.values_list("number", "token", "partner_id")} & set(some)
