"""Tables of the seller's profile and of fit checks."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation


class State(models.TextChoices):
    WAITING = "waiting", "排队中 · Waiting"
    RUNNING = "running", "计算中 · Running"
    DONE = "done", "完成 · Done"
    FAILED = "failed", "未完成 · Failed"


class SellerProfile(models.Model):
    """What the seller says of itself: the content of seller.yaml, checked before it is kept."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="seller_profile")
    content = models.JSONField(default=dict)
    updated_by = models.CharField(max_length=120)
    updated_at = models.DateTimeField()


class FitCheck(models.Model):
    """One run of the fit advice over some reports. `profile` is the profile as it was then."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "fit"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="fit_checks")
    documents = models.ManyToManyField(Document, related_name="fit_checks")
    profile = models.JSONField()
    on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    law_digest = models.CharField(max_length=64, blank=True)
    error = models.JSONField(null=True, blank=True)
    started_by = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-started_at"], name="fit_checks_of_seller")
        ]
