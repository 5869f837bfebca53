"""Tables of the programme: how shops fared, and outcomes as they were counted."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.parties.models import Organisation


class Answer(models.TextChoices):
    """What Amazon said to an application for a shop, as the seller notes it."""

    WAITING = "waiting", "等待答复 · Waiting"
    APPROVED = "approved", "通过 · Approved"
    DECLINED = "declined", "未通过 · Declined"
    WITHDRAWN = "withdrawn", "已撤回 · Withdrawn"


class ShopRecord(models.Model):
    """One application for a shop and what became of it, noted by its seller: nobody else can know it."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "sho"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="shop_records")
    marketplace = models.CharField(max_length=2)
    submitted_on = models.DateField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.WAITING)
    answered_on = models.DateField(null=True, blank=True)
    first_sale_on = models.DateField(null=True, blank=True)
    noted_by = models.CharField(max_length=120)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "marketplace", "submitted_on"], name="one_record_a_shop"
            ),
            models.CheckConstraint(
                condition=models.Q(answer=Answer.WAITING) | models.Q(answered_on__isnull=False),
                name="an_answer_has_a_day",
            ),
        ]
        indexes = [models.Index(fields=["submitted_on"], name="shop_records_by_day")]


class Outcome(models.Model):
    """One figure as it was counted on a day: of the whole programme, or of one `partner`'s sellers.

    `figure` and `other` (sellers without a partner) are the engine's figures as JSON; `apart` is their difference.
    """

    measure = models.CharField(max_length=20)
    partner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="outcomes"
    )
    as_of = models.DateField()
    figure = models.JSONField()
    other = models.JSONField(null=True, blank=True)
    apart = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "partner", "as_of"], name="one_outcome_a_firm_and_day"
            ),
            models.UniqueConstraint(
                fields=["measure", "as_of"],
                condition=models.Q(partner__isnull=True),
                name="one_outcome_a_day",
            ),
        ]
        indexes = [models.Index(fields=["-as_of"], name="outcomes_by_day")]


class Audience(models.TextChoices):
    """Whom an announcement is for."""

    EVERYBODY = "everybody", "所有人 · Everybody"
    SELLER = "seller", "卖家 · Sellers"
    PARTNER = "partner", "服务商 · Partners"


class Announcement(models.Model):
    """One version of an announcement of a change of rules. Rows are added and never changed: what differs is the next `number`.

    `thread` is the reference of the first version.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "ann"))
    thread = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=10, choices=Audience)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160)
    body_zh = models.TextField()
    body_en = models.TextField()
    effective_on = models.DateField()
    published_by = models.CharField(max_length=120)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="one_version_a_number"),
            models.CheckConstraint(
                condition=~models.Q(title_zh="")
                & ~models.Q(title_en="")
                & ~models.Q(body_zh="")
                & ~models.Q(body_en=""),
                name="announced_in_both_languages",
            ),
        ]
        indexes = [models.Index(fields=["effective_on"], name="announcements_by_day")]


class AnnouncementRead(models.Model):
    """Somebody of an organisation read a version, named by its reference; the first one counts."""

    announcement = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="announcements_read"
    )
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "organisation"], name="one_receipt_a_version"
            )
        ]
