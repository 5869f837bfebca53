"""Tables of monthly reports."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation


class State(models.TextChoices):
    """How the making of a report stands."""

    WAITING = "waiting", "排队中 · Waiting"
    RUNNING = "running", "计算中 · Running"
    DONE = "done", "完成 · Done"
    FAILED = "failed", "未完成 · Failed"


class MonthReport(models.Model):
    """One making of a month's report from some files; a newer one of the same month stands beside it.

    `result` is what `report month --json` says; `page_sha256` and `paper_sha256` name page and PDF in the store.
    `root` is that of the signed checkpoint that the approval was given with.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "mrp"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="month_reports")
    month = models.CharField(max_length=7)
    documents = models.ManyToManyField(Document, related_name="month_reports")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    page_sha256 = models.CharField(max_length=64, blank=True)
    paper_sha256 = models.CharField(max_length=64, blank=True)
    error = models.JSONField(null=True, blank=True)
    started_by = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    root = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-started_at"], name="month_reports_of_seller")
        ]
