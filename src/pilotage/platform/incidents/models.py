"""Tables of incidents and of the sellers they reach."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.engagements.models import Request
from pilotage.platform.parties.models import Organisation


class Kind(models.TextChoices):
    """What happened."""

    CREDENTIAL = "credential", "资质失效 · Evidence fell away"
    STANDING = "standing", "服务商被暂停 · Partner suspended"
    NUMBER = "number", "编号被处罚 · Number sanctioned"
    SILENCE = "silence", "服务商失联 · Partner silent"


class Incident(models.Model):
    """Something that takes services away from one partner; `about` is the credential, number or partner it is about.

    `lost` are the (service category, country) pairs that the partner can no longer serve.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "inc"))
    kind = models.CharField(max_length=10, choices=Kind)
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="incidents")
    about = models.CharField(max_length=80)
    lost = models.JSONField()
    reason_zh = models.CharField(max_length=500)
    reason_en = models.CharField(max_length=500, blank=True)
    opened_by = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    closed_by = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome_zh = models.CharField(max_length=500, blank=True)
    outcome_en = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "kind", "about"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_incident_about_a_thing",
            )
        ]
        indexes = [models.Index(fields=["-opened_at"], name="incidents_by_time")]


class Affected(models.Model):
    """A seller whom an incident reaches: what of its needs is lost, which of its marks it concerns, and what it did.

    `request` is the one sent to a successor; `settled_at` is when the seller said that it needs none.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "aff"))
    incident = models.CharField(max_length=20, db_index=True)
    seller = models.ForeignKey(Organisation, models.PROTECT, related_name="incidents_reaching")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    says_zh = models.CharField(max_length=500)
    says_en = models.CharField(max_length=500, blank=True)
    needs = models.JSONField()
    contracts = models.JSONField(default=list)
    marks = models.JSONField(default=list)
    filings = models.PositiveIntegerField(default=0)
    unconfirmed = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField()
    request = models.ForeignKey(
        Request, models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    settled_by = models.CharField(max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "seller"], name="a_seller_is_told_once")
        ]
        indexes = [models.Index(fields=["seller", "-told_at"], name="incidents_of_seller")]
