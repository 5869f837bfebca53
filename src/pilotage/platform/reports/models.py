"""Tables of monthly reports."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.cases.models import Case
from pilotage.platform.connections.models import Connection
from pilotage.platform.documents.models import Document
from pilotage.platform.engagements.models import Contract
from pilotage.platform.parties.models import Organisation


class State(models.TextChoices):
    """How the making of a report stands."""

    WAITING = "waiting", "排队中 · Waiting"
    RUNNING = "running", "计算中 · Running"
    DONE = "done", "完成 · Done"
    FAILED = "failed", "未完成 · Failed"


class MonthReport(models.Model):
    """One making of a month's report from some files; a newer one of the same month stands beside it.

    `result` is what `report month --json` says; `page_sha256`, `paper_sha256` and `book_sha256` name page, PDF and workbook
    in the store.
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
    book_sha256 = models.CharField(max_length=64, blank=True)
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


class Collection(models.Model):
    """The reading of a month over a connection: one for each, begun again rather than doubled.

    `turns` is how often the worker looked since it was last begun; `done` of `total` files have an answer.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "col"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="collections")
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="collections")
    month = models.CharField(max_length=7)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    turns = models.PositiveSmallIntegerField(default=0)
    error = models.JSONField(null=True, blank=True)
    started_by = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "month"], name="a_month_is_collected_once_over_a_connection"
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "-started_at"], name="collections_of_seller")
        ]


class Answer(models.TextChoices):
    """What became of one file of a month."""

    OPEN = "open", "等待亚马逊 · Waiting for Amazon"
    KEPT = "kept", "已收取 · Collected"
    UNAVAILABLE = "unavailable", "亚马逊没有给 · Not available"
    BY_HAND = "by_hand", "需要您上传 · You upload it"


class Fetched(models.Model):
    """One file of a collection: `number` is Amazon's own of the report asked for, `why` says ({zh, en}) why there is none."""

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="files")
    type = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=Answer, default=Answer.OPEN)
    number = models.CharField(max_length=80, blank=True)
    why = models.JSONField(null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="fetched"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "type"], name="a_file_is_fetched_once"),
            models.UniqueConstraint(
                fields=["collection", "number"],
                condition=~models.Q(number=""),
                name="a_report_is_one_file",
            ),
        ]


class PartnerFigures(models.Model):
    """What is claimed for a month under a contract; nothing is changed, a correction is the next `number`.

    `rows` are as they were written ({figure, value, unit, period}); `side` says who entered them.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "pfg"))
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="claimed_figures")
    month = models.CharField(max_length=7)
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=7)
    rows = models.JSONField()
    rejected = models.JSONField(default=list)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="claimed_figures"
    )
    entered_by = models.CharField(max_length=120)
    entered_by_name = models.CharField(max_length=254)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "month", "number"], name="claims_are_numbered"
            )
        ]


class ReportQuestion(models.Model):
    """A question on a figure of a month, by the side that asked; its words are in the case, whose clocks run or pause."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="report_questions")
    month = models.CharField(max_length=7)
    figure = models.CharField(max_length=80)
    case = models.ForeignKey(Case, models.PROTECT, related_name="report_questions")
    side = models.CharField(max_length=7)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["contract", "month"], name="questions_of_month")]
