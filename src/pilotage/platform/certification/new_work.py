"""Whether a firm is given new requests, whatever it is listed for: not while its band or the board says no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pilotage.platform.certification import states
from pilotage.platform.certification.gate import AT_ONCE
from pilotage.platform.certification.models import Board, Scorecard


class NewWork(NamedTuple):
    """`stopped` is why: `block` (own outcomes), `board` (marks), or empty. `fit_weeks` are those of the badge."""

    stopped: str
    fit_weeks: int


NOTHING_KNOWN = NewWork("", 0)


def new_work(partner_ids: Sequence[int]) -> dict[int, NewWork]:
    """What is known of these partners; nothing known of those left out, which stops nobody."""
    found: dict[int, NewWork] = {}
    for start in range(0, len(partner_ids), AT_ONCE):
        found |= _new_work(partner_ids[start : start + AT_ONCE])
    return found


def _new_work(ids: Sequence[int]) -> dict[int, NewWork]:
    rows = Scorecard.objects.filter(partner_id__in=ids)
    found = {
        pk: NewWork("block" if band == states.Band.BLOCK else "", fit)
        for pk, band, fit in rows.values_list("partner_id", "band", "fit_weeks")
    }
    boards = Board.objects.filter(partner_id__in=ids, decided_at__isnull=True)
    for pk in boards.values_list("partner_id", flat=True):
        found[pk] = found.get(pk, NOTHING_KNOWN)._replace(stopped="board")
    return found
