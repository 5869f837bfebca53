"""Tables of the audit chain. What is only added is refused UPDATE and DELETE by the database itself (0002, 0004)."""

from __future__ import annotations

from typing import Any

from django.db import models

PLATFORM = "platform"


class OnlyAdded(models.Model):
    """A row that is written once. This tells our own code early; the database's triggers tell everybody."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RuntimeError(f"{self._meta.label} is only added to")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise RuntimeError(f"{self._meta.label} is only added to")


class Event(OnlyAdded):
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


class Kind(models.TextChoices):
    """What a checkpoint was taken for."""

    HOURLY = "hourly", "每小时 · Hourly"
    REPORT = "report", "月度报告 · Monthly report"


class Checkpoint(OnlyAdded):
    """A chain as it stood: `size` events, the Merkle root over their hashes, signed by the platform.

    `peaks` are the roots of the tree's full subtrees, with which the next checkpoint goes on from here.
    """

    tenant = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind)
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    peaks = models.JSONField()
    at = models.DateTimeField()
    key = models.CharField(max_length=40)
    public = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    taken_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "size", "kind"], name="audit_one_checkpoint")
        ]


class Cosignature(OnlyAdded):
    """The seller's signature on a checkpoint, added when it approved what the checkpoint was taken for."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    key = models.CharField(max_length=40)
    public = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "key"], name="audit_one_cosignature")
        ]
