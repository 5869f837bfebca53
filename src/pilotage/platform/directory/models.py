"""Tables of profiles, offers, fee plans and track records. What may be shown is decided elsewhere."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.certification.models import Partner


class Profile(models.Model):
    """How a partner presents itself, whether it takes work, and how much it has.

    `cities` are `{"zh", "en"}`, `cases` `{"title_zh", "title_en", "text_zh", "text_en"}`.
    `asked` requests fell due for an answer, `answered` of them in time.
    """

    partner = models.OneToOneField(Partner, models.PROTECT, related_name="profile")
    summary_zh = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    website = models.URLField(blank=True)
    cities = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    cases = models.JSONField(default=list)
    accepting = models.BooleanField(default=False)
    capacity = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered__lte=models.F("asked")), name="answered_of_asked"
            )
        ]


class FeePlan(models.Model):
    """What a service costs; `items` as in the contract of `fees quote`. Never edited: a new price is a new plan."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "fpl"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="fee_plans")
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    model = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    items = models.JSONField()
    created_at = models.DateTimeField()


class Offer(models.Model):
    """A service category in a country, in these languages, at this plan, until withdrawn."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "ofr"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="offers")
    category = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    languages = models.JSONField()
    plan = models.ForeignKey(FeePlan, models.PROTECT, related_name="offers")
    since = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "category", "country"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_open_offer",
            )
        ]


class Track(models.Model):
    """Ratings in one category: the sum of praise in millionths over engagements, each counted once."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="tracks")
    category = models.CharField(max_length=40)
    praise = models.PositiveBigIntegerField(default=0)
    engagements = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "category"], name="one_track_per_category")
        ]
