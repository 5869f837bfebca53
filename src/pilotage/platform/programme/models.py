"""Tables of the programme: how shops fared, and outcomes as they were counted."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.parties.models import Organisation
from pilotage.platform.programme import states


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


class Round(models.Model):
    """So many places of a resource, drawn on a day (Shanghai) among all that applied before it.

    `promised` is published when the round is opened, `secret` and `seed` when it is drawn.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "rnd"))
    resource = models.CharField(max_length=20)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160)
    places = models.PositiveSmallIntegerField()
    draw_on = models.DateField()
    state = models.CharField(max_length=10, choices=states.choices(states.Round), default=states.Round.OPEN)  # fmt: skip
    promised = models.CharField(max_length=64)
    secret = models.CharField(max_length=64)
    seed = models.CharField(max_length=64, blank=True)
    opened_by = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    why_zh = models.CharField(max_length=300, blank=True)
    why_en = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource"], condition=models.Q(state="open"), name="one_open_round"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open") | models.Q(ended_at__isnull=False),
                name="a_round_ended_at_an_instant",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="drawn") | ~models.Q(seed=""), name="a_draw_has_a_seed"
            ),
        ]


class Place(models.Model):
    """An organisation's application for a resource. It stays in the queue over rounds: `waited` counts those it was not drawn in.

    `given_in` is the reference of the round that gave it a place; `why_…` say why it left the queue where a rule made it.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "plc"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="places")
    resource = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=states.choices(states.Place), default=states.Place.WAITING)  # fmt: skip
    waited = models.PositiveSmallIntegerField(default=0)
    given_in = models.CharField(max_length=20, blank=True)
    why_zh = models.CharField(max_length=300, blank=True)
    why_en = models.CharField(max_length=300, blank=True)
    applied_by = models.CharField(max_length=120)
    applied_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "resource"],
                condition=models.Q(state="waiting"),
                name="one_application_in_a_queue",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="given") | ~models.Q(given_in=""),
                name="a_place_comes_from_a_round",
            ),
        ]
        indexes = [models.Index(fields=["resource", "state"], name="places_in_queue")]

    @property
    def lots(self) -> int:
        """As in `allocation`: one, and one more for each round waited."""
        return 1 + self.waited


class Lot(models.Model):
    """One application in one draw, as it was published. Names it by reference alone: the draw stays whole when a seller is erased.

    `firm` is the same for applications that one hand holds. Rows are added and never changed.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="lots")
    place = models.CharField(max_length=20)
    firm = models.CharField(max_length=20)
    waited = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    given = models.BooleanField()
    why_zh = models.CharField(max_length=300)
    why_en = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "place"], name="one_lot_a_round"),
            models.UniqueConstraint(fields=["round", "number"], name="one_lot_a_number"),
        ]
