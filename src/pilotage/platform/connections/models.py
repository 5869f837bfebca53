"""Tables of connected selling accounts, and of browsers sent to Amazon to ask for one."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.parties.models import Organisation, Person


class Connection(models.Model):
    """One selling account in one region. `sealed` is the refresh token under the platform's key, emptied at the end.

    `roles` is what the application asked for when the seller consented; `account` is Amazon's name of the seller.
    `refused_at` is when Amazon took the consent no longer: the token is emptied too, until the seller consents anew.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "con"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="connections")
    region = models.CharField(max_length=4)
    site = models.CharField(max_length=4)
    account = models.CharField(max_length=40)
    roles = models.JSONField(default=list)
    sealed = models.TextField(blank=True, default="")
    granted_by = models.CharField(max_length=120)
    granted_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    refused_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "region", "account"],
                condition=models.Q(ended_at__isnull=True),
                name="an_account_is_connected_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(sealed=""),
                name="what_ended_keeps_no_token",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-granted_at"], name="connections_of_seller")
        ]


class Attempt(models.Model):
    """A browser on its way to Amazon and back: of its `state` and session only digests are kept. Works once."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="attempts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="attempts")
    digest = models.CharField(max_length=64, unique=True)
    session = models.CharField(max_length=64)
    site = models.CharField(max_length=4)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
