"""The table of proposals."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.kernel.text import Text
from pilotage.platform.parties.models import Organisation


class State(models.TextChoices):
    """`FAILED`: a person approved it, and the action said no; nothing was done."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    EXPIRED = "expired"


class Proposal(models.Model):
    """`facts` are what the action of `kind` is called with; `outcome` is the reference of what it made."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "prp"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=20)
    facts = models.JSONField()
    says_zh = models.TextField()
    says_en = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    why_zh = models.TextField(blank=True)
    why_en = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "expired"])
                | (models.Q(decided_at__isnull=False) & ~models.Q(decided_by="")),
                name="somebody_decided_a_proposal",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "-made_at"], name="proposals_of_organisation"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(state="waiting"),
                name="proposals_to_expire",
            ),
        ]

    @property
    def says(self) -> Text:
        """What would be done, for the person who decides."""
        return Text(self.says_zh, self.says_en)
