"""Each side says once, after a milestone, how the other did. Sealed until both have, or the time is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.delivery import queries, telling
from pilotage.platform.delivery.actions.moving import (
    locked,
    locked_by_clock,
    noted,
)
from pilotage.platform.delivery.barring import check_not_barred
from pilotage.platform.delivery.models import Review, SealedReview, Step
from pilotage.platform.engagements.contracts.said import LONGEST, digest

_BOTH = 2
_COPIED = ("side", "kept_agreement", "in_time", "again", "text", "written_by", "written_at")


@dataclass(frozen=True, slots=True)
class Said:
    """Three facts about the other side, and a sentence if one likes."""

    kept_agreement: bool
    in_time: bool
    again: bool
    text: str = ""


@transaction.atomic
def review(*, by: Viewer, at: datetime, step: str, said: Said) -> SealedReview:
    """Once a side and milestone, after it was accepted or the work terminated, within the time for reviews."""
    found = queries.step(by, step)
    order, side = locked(by, found.order.ref, "review.write")
    row = queries.step(by, step)
    check_not_barred(by, order)
    _check_open(row, at)
    if row.sealed_reviews.filter(side=side).exists():
        raise WrongState(
            "REVIEWED_ALREADY",
            Text(
                "您已经评价过，提交后不能修改。", "You have reviewed it; a review is not changed."
            ),
        )
    if len(said.text) > LONGEST:
        raise Invalid("TOO_LONG", Text("评价太长。", "The review is too long."))
    made = SealedReview.objects.create(
        step=row,
        side=side,
        kept_agreement=said.kept_agreement,
        in_time=said.in_time,
        again=said.again,
        text=said.text.strip(),
        written_by=by.actor,
        written_at=at,
    )
    # Nothing of what it says: the seller reads its own chain, the programme every chain.
    noted(order, "reviewed", by=by, at=at, step=row.ref, side=side)
    if row.sealed_reviews.count() == _BOTH:
        _publish(row, by=by, at=at)
    return made


def publish_due(*, by: Viewer, at: datetime, most: int = 500) -> int:
    """Publishes what was written where the time for reviews is over; the count of milestones closed."""
    due = Step.objects.filter(review_until__lte=at, reviews_published_at__isnull=True)
    return sum(_close(ref, by, at) for ref in list(due.values_list("ref", flat=True)[:most]))


@transaction.atomic
def _close(ref: str, by: Viewer, at: datetime) -> bool:
    locked_by_clock(queries.step(by, ref).order.ref, at)
    row = queries.step(by, ref)
    if row.reviews_published_at is not None:
        return False
    _publish(row, by=by, at=at)
    return True


def _publish(row: Step, *, by: Viewer, at: datetime) -> None:
    """All sealed reviews of a milestone open together; none is sealed afterwards."""
    sealed = list(row.sealed_reviews.order_by("side"))
    Review.objects.bulk_create(
        Review(step=row, published_at=at, **{name: getattr(one, name) for name in _COPIED})
        for one in sealed
    )
    row.sealed_reviews.all().delete()
    row.reviews_published_at = at
    row.save(update_fields=["reviews_published_at"])
    if sealed:
        words = {one.side: digest(one.text) for one in sealed}
        noted(row.order, "reviews_published", by=by, at=at, step=row.ref, words=words)
        telling.both_sides(row.order, "reviews", at=at, step=row)


def _check_open(row: Step, at: datetime) -> None:
    is_open = row.is_milestone and row.review_until is not None and at < row.review_until
    if not is_open or row.reviews_published_at is not None:
        raise WrongState(
            "NO_REVIEW_NOW",
            Text(
                "只有验收或终止后的里程碑可以评价，并且在期限内。",
                "A review is for a milestone accepted or terminated, within its time.",
            ),
        )
