"""Alerts from a watch: each filing once a mark, whichever register it stood in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pilotage.platform.brand.models import Alert, BrandWork, Mark
from pilotage.platform.brand.numbers import filing_of

MOST_AT_ONCE = 2000
_AT_ONCE = 500


def raised(work: BrandWork, told: Sequence[dict[str, Any]], *, at: datetime) -> tuple[int, int]:
    """(how many are new, how many wait for the next watch). What was told of before, decided or not, is not told again."""
    refs = {one["mark"] for one in told}
    marks = {m.ref: m for m in Mark.objects.filter(organisation=work.organisation, ref__in=refs)}
    wanted: dict[tuple[int, str], Alert] = {}
    for one in told:
        mark, filed = marks.get(one["mark"]), one["filed"]
        if mark is None:
            continue
        filing = filing_of(filed, work.register.office)
        wanted.setdefault(
            (mark.pk, filing),
            Alert(
                organisation=work.organisation, mark=mark, register=work.register, filing=filing,
                filed=filed, factors=one["factors"], score=round(10_000 * one["factors"]["score"]), found_at=at,
            ),
        )  # fmt: skip
    known = set(
        Alert.objects.filter(organisation=work.organisation).values_list("mark_id", "filing")
    )
    new = [alert for key, alert in wanted.items() if key not in known]
    now, later = new[:MOST_AT_ONCE], new[MOST_AT_ONCE:]
    Alert.objects.bulk_create(now, batch_size=_AT_ONCE)
    return len(now), len(later)
