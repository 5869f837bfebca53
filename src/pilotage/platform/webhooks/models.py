"""Tables of addresses that want to be told, and of what waits to be sent to them."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.parties.models import Organisation


class Hook(models.Model):
    """One https address of an organisation. `sealed` is its signing secret under the platform's key.

    `sealed_old` is the one before, which signs beside it until `old_until`; then it is emptied.
    `failures` counts deliveries given up since the last that arrived; `off_by` says who switched it off.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "whk"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="hooks")
    address = models.CharField(max_length=500)
    kinds = models.JSONField(default=list)
    sealed = models.TextField(blank=True, default="")
    secret_since = models.DateTimeField()
    sealed_old = models.TextField(blank=True, default="")
    old_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    added_by = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    off_by = models.CharField(max_length=120, blank=True)
    off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sealed_old="") | models.Q(old_until__isnull=False),
                name="an_old_secret_has_an_end",
            )
        ]
        indexes = [models.Index(fields=["organisation", "-added_at"], name="hooks_of_organisation")]

    def has_old(self, at: datetime) -> bool:
        """Whether the secret before signs too."""
        return self.old_until is not None and at < self.old_until


class State(models.TextChoices):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Delivery(models.Model):
    """One event to one address. `body` is what is sent, byte for byte the same at every try.

    `status` is the last answer's HTTP status, `error` why there was none; given up after `until`.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "whd"))
    hook = models.ForeignKey(Hook, models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    body = models.TextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    until = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hook", "event"], name="an_event_to_an_address_once")
        ]
        indexes = [
            models.Index(
                fields=["next_try"],
                condition=models.Q(state=State.WAITING),
                name="deliveries_waiting",
            ),
            models.Index(fields=["hook", "-at"], name="deliveries_of_hook"),
            models.Index(fields=["at"], name="deliveries_by_age"),
        ]
