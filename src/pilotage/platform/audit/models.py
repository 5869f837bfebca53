"""Tables of the audit chain. UPDATE and DELETE are refused by the database itself (migration 0002)."""

from __future__ import annotations

from django.db import models

PLATFORM = "platform"


class Event(models.Model):
    """One thing that happened; `hash` covers every other field and the hash before it."""

    tenant = models.CharField(max_length=40)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    action = models.CharField(max_length=80)
    object = models.CharField(max_length=120)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    basis = models.CharField(max_length=200, blank=True)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "seq"], name="audit_one_seq_per_chain")
        ]
        indexes = [
            models.Index(fields=["object", "seq"], name="audit_by_object"),
            models.Index(fields=["-at"], name="audit_by_time"),
        ]


class Head(models.Model):
    """The end of each chain; its row is the lock under which the next event is appended."""

    tenant = models.CharField(primary_key=True, max_length=40)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
