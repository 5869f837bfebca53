"""Tables of work: orders with their steps, what was delivered, and what each side says of the other."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.kernel.text import Text
from pilotage.platform.compliance.models import Filing
from pilotage.platform.delivery import states
from pilotage.platform.engagements.models import Contract


def _choices(names: Mapping[StrEnum, Text]) -> list[tuple[str, str]]:
    return [(state.value, str(name)) for state, name in names.items()]


class WorkOrder(models.Model):
    """A piece of work under a contract, once both sides agreed to it.

    `acceptance` and `silence_accepts` are what the contract said then; `rule` is the version of the rule for
    the rest. `fee_item` is the code of the charge in the contract that falls due with the milestone, if any.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "wko"))
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="work_orders")
    kind = models.CharField(max_length=40)
    kind_version = models.CharField(max_length=10)
    category = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    title = models.CharField(max_length=120)
    fee_item = models.CharField(max_length=60, blank=True)
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=_choices(states.NAMES))
    rule = models.CharField(max_length=10)
    acceptance = models.CharField(max_length=20)
    silence_accepts = models.BooleanField()
    proposed_side = models.CharField(max_length=7)
    proposed_by = models.CharField(max_length=120)
    proposed_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=120, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "fee_item"],
                condition=~models.Q(fee_item="")
                & models.Q(state__in=[s.value for s in states.CLAIMING]),
                name="a_charge_is_for_one_order",
            )
        ]
        indexes = [models.Index(fields=["contract", "-proposed_at"], name="work_of_contract")]


class Step(models.Model):
    """One step of an order, in the words it had when the order was made.

    A milestone carries the order's charge. `review_until` is set once it was accepted or the order terminated.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "stp"))
    order = models.ForeignKey(WorkOrder, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    actor = models.CharField(max_length=9)
    proof = models.CharField(max_length=6)
    needs_acceptance = models.BooleanField()
    is_optional = models.BooleanField()
    is_milestone = models.BooleanField()
    usual_zh = models.CharField(max_length=80, blank=True)
    usual_en = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=_choices(states.STEP_NAMES))
    done_at = models.DateTimeField(null=True, blank=True)
    review_until = models.DateTimeField(null=True, blank=True)
    reviews_published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="one_step_a_place"),
            models.UniqueConstraint(
                fields=["order"],
                condition=models.Q(is_milestone=True),
                name="one_milestone_an_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["review_until"],
                condition=models.Q(reviews_published_at__isnull=True),
                name="reviews_waiting",
            )
        ]


class Deliverable(models.Model):
    """What one side handed in for a step: words, files, a filing. A new try is a new row.

    `answer_by` is when the seller should have answered; `accepted_how`: seller, silence or dispute.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "dlv"))
    step = models.ForeignKey(Step, models.CASCADE, related_name="deliverables")
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=7)
    text = models.TextField(blank=True)
    filing = models.ForeignKey(
        Filing, models.PROTECT, null=True, blank=True, related_name="deliverables"
    )
    state = models.CharField(max_length=10, choices=_choices(states.DELIVERABLE_NAMES))
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted_how = models.CharField(max_length=7, blank=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["step", "number"], name="one_deliverable_a_try"),
            models.UniqueConstraint(
                fields=["step"],
                condition=models.Q(state=states.Deliverable.SUBMITTED.value),
                name="one_deliverable_waits",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=states.Deliverable.RETURNED.value) | ~models.Q(why=""),
                name="nothing_is_returned_without_reasons",
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_by"],
                condition=models.Q(state=states.Deliverable.SUBMITTED.value),
                name="deliverables_waiting",
            )
        ]


class DeliverableFile(models.Model):
    """A file handed in, by its hash; it is the seller's from then on."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "dfl"))
    deliverable = models.ForeignKey(Deliverable, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]


class _Said(models.Model):
    """What one side (`side`) says of the other after a milestone: three facts and a sentence."""

    side = models.CharField(max_length=7)
    kept_agreement = models.BooleanField()
    in_time = models.BooleanField()
    again = models.BooleanField()
    text = models.TextField(blank=True)
    written_by = models.CharField(max_length=120)
    written_at = models.DateTimeField()

    class Meta:
        abstract = True


class SealedReview(_Said):
    """A review nobody may read yet: until both wrote, or the window closed. Then it becomes a `Review`."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="sealed_reviews")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "side"], name="one_sealed_review_a_side")
        ]


class Review(_Said):
    """A published review; `struck_at` when a dispute took it down."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "rvw"))
    step = models.ForeignKey(Step, models.CASCADE, related_name="reviews")
    published_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "side"], name="one_review_a_side")]
