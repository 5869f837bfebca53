"""Tables of bags that were asked for, hand-overs, and erasures."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.engagements.models import Contract
from pilotage.platform.parties.models import Organisation


class BagState(models.TextChoices):
    WAITING = "waiting", "排队中 · Waiting"
    RUNNING = "running", "导出中 · Running"
    DONE = "done", "完成 · Done"
    FAILED = "failed", "未完成 · Failed"
    GONE = "gone", "已过保留期 · No longer kept"


class ExitBag(models.Model):
    """Everything of a seller as it was asked for once. The file itself lies on the shelf until `kept_until`.

    `missing` counts original files that the store had lost; `confirmed_at` is when the seller said that its own
    check came to the same root.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "bag"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="exit_bags")
    state = models.CharField(max_length=10, choices=BagState, default=BagState.WAITING)
    root = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    error = models.JSONField(null=True, blank=True)
    started_by = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    kept_until = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_bag_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | ~models.Q(root=""), name="no_bag_without_a_root"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-started_at"], name="bags_of_seller")]


class HandoverState(models.TextChoices):
    OPEN = "open", "交接中 · Under way"
    DONE = "done", "已交接 · Handed over"
    WITHDRAWN = "withdrawn", "已撤回 · Withdrawn"


class Handover(models.Model):
    """A seller moves its duties from the firm of one contract to another firm, or to itself.

    The leaving firm files what falls due up to `last_day`; `chosen` says otherwise for single returns, by the key
    of the obligation: `leaving`, `successor` or `self`.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "hov"))
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="handovers")
    successor = models.ForeignKey(
        Contract, models.PROTECT, null=True, blank=True, related_name="handovers_in"
    )
    last_day = models.DateField()
    chosen = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=HandoverState, default=HandoverState.OPEN)
    opened_by = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=models.Q(state="open"),
                name="one_open_handover",
            )
        ]


class ErasureState(models.TextChoices):
    ASKED = "asked", "等待中 · Waiting"
    DONE = "done", "已删除 · Erased"
    WITHDRAWN = "withdrawn", "已撤回 · Withdrawn"


class Erasure(models.Model):
    """A seller asked to be forgotten; done on `due_on` unless taken back before. The certificate is what was done."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "era"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="erasures")
    state = models.CharField(max_length=10, choices=ErasureState, default=ErasureState.ASKED)
    due_on = models.DateField()
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    certificate = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state="asked"),
                name="one_open_erasure",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(certificate__isnull=False),
                name="nothing_erased_without_certificate",
            ),
        ]
