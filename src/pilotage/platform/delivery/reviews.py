"""Published reviews: for the two parties what was said, for everybody only how many said what."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access import fence
from pilotage.platform.access.reading import first
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.delivery import queries
from pilotage.platform.delivery.models import Review, SealedReview, WorkOrder


@dataclass(frozen=True, slots=True)
class Facts:
    """How many sellers' reviews there are of a partner, and how many of them say so."""

    many: int
    kept_agreement: int
    in_time: int
    again: int


def review(viewer: Viewer, ref: str) -> Review:
    """One published review of the viewer's own work, or `NotFound`."""
    mine = queries.work_orders(viewer).order_by()
    found = Review.objects.filter(step__order__in=mine, ref=ref).select_related("step__order")
    return first(
        found,
        NotFound("NO_SUCH_REVIEW", Text("没有这份评价。", "There is no such review.")),
    )


def published(viewer: Viewer, order: WorkOrder) -> QuerySet[Review]:
    """Both sides' reviews of an order, once they are open."""
    return Review.objects.filter(step__order=queries.work_order(viewer, order.ref))


def has_written(viewer: Viewer, order: WorkOrder) -> bool:
    """Whether the viewer's side has sealed its review; never whether the other has."""
    return SealedReview.objects.filter(step__order=order, side=viewer.kind).exists()


def facts(viewer: Viewer, partner_ref: str) -> Facts:
    """About a partner of the directory (`ptr_…`), for everybody; without a word of text and without a name."""
    standing = Review.objects.filter(
        step__order__contract__partner__partner__ref=partner_ref,
        side="seller",
        struck_at__isnull=True,
    )
    counts = {
        "many": Count("pk"),
        "kept_agreement": Count("pk", filter=Q(kept_agreement=True)),
        "in_time": Count("pk", filter=Q(in_time=True)),
        "again": Count("pk", filter=Q(again=True)),
    }
    # Counted over every seller's reviews, which is what the directory shows to all.
    with fence.outside():
        return Facts(**standing.aggregate(**counts))
