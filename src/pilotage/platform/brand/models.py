"""Tables of marks, what happened to them, registers, work on registers, and alerts."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.brand.states import Alert as AlertState
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation


class Status(models.TextChoices):
    """What the office says of a mark."""

    PLANNED = "planned", "未申请 · Not filed"
    PENDING = "pending", "申请中 · Pending"
    REGISTERED = "registered", "已注册 · Registered"
    ENDED = "ended", "已失效 · Ended"


class Form(models.TextChoices):
    """What kind of sign it is."""

    WORD = "word", "文字 · Word"
    COMBINED = "combined", "图文组合 · Image with words"
    IMAGE = "image", "纯图形 · Image without words"


class Mark(models.Model):
    """A mark of the portfolio as its seller keeps it; `sign` is its text exactly as registered.

    `classes` are Nice classes, `9,35`. `attorney` and `attorney_number` are who stands in the office's record.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "mrk"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="marks")
    sign = models.CharField(max_length=200)
    form = models.CharField(max_length=10, choices=Form, default=Form.WORD)
    office = models.CharField(max_length=10)
    classes = models.CharField(max_length=140, blank=True)
    status = models.CharField(max_length=12, choices=Status)
    application_number = models.CharField(max_length=40, blank=True)
    registration_number = models.CharField(max_length=40, blank=True)
    is_supplemental = models.BooleanField(default=False)
    filed_on = models.DateField(null=True, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    attorney = models.CharField(max_length=200, blank=True)
    attorney_number = models.CharField(max_length=60, blank=True)
    attorney_bare = models.CharField(max_length=60, blank=True, db_index=True)
    picture = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-added_at"], name="marks_of_seller")]


class MarkEvent(models.Model):
    """Something that an office did to a mark, from which deadlines are counted; `facts` as the docket asks for them."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "mev"))
    mark = models.ForeignKey(Mark, models.PROTECT, related_name="events")
    event = models.CharField(max_length=40)
    on = models.DateField()
    facts = models.JSONField(default=dict)
    entered_by = models.CharField(max_length=120)
    entered_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mark", "event", "on"],
                condition=models.Q(gone_at__isnull=True),
                name="an_event_of_a_mark_once",
            )
        ]


class MarkDone(models.Model):
    """That the act for a deadline was done, as the seller says: `name` is the deadline's."""

    event = models.ForeignKey(MarkEvent, models.PROTECT, related_name="settled")
    name = models.CharField(max_length=40)
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="a_deadline_is_settled_once")
        ]


class RegisterFile(models.Model):
    """A register as it was imported; `rows` and `facts` stay empty until the worker has read it."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "reg"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mark_registers")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    office = models.CharField(max_length=10, blank=True)
    rows = models.PositiveIntegerField(null=True, blank=True)
    facts = models.JSONField(default=dict)
    added_by = models.CharField(max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-added_at"], name="registers_of_seller")]


class Kind(models.TextChoices):
    """What is done with a register."""

    READ = "read", "读取 · Reading"
    SCREEN = "screen", "查重 · Clearance"
    COMPARE = "compare", "报告对照 · A partner's report beside ours"
    WATCH = "watch", "监测 · Watch"


class State(models.TextChoices):
    """How work stands."""

    WAITING = "waiting", "排队中 · Waiting"
    RUNNING = "running", "计算中 · Running"
    DONE = "done", "完成 · Done"
    FAILED = "failed", "未完成 · Failed"


UNFINISHED = (State.WAITING, State.RUNNING)
"""The worker still has it."""


class BrandWork(models.Model):
    """One piece of work on a register. `asked` is what was asked, `result` the child's answer.

    `screening` is the clearance that a partner's report (`document`) is held against.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "brw"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="brand_work")
    kind = models.CharField(max_length=10, choices=Kind)
    register = models.ForeignKey(RegisterFile, models.PROTECT, related_name="work")
    screening = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="compared"
    )
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    asked = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    error = models.JSONField(null=True, blank=True)
    started_by = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "kind"],
                condition=models.Q(state__in=["waiting", "running"], kind__in=["read", "watch"]),
                name="one_reading_or_watch_at_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "kind", "-started_at"], name="brand_work_of_seller"
            )
        ]


class Alert(models.Model):
    """A new filing that came near a mark. `filing` names it by office, number and sign: a mark hears of it once.

    `filed` is the filing as the register has it, `factors` how near it is, `score` all of it in ten-thousandths.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "alr"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mark_alerts")
    mark = models.ForeignKey(Mark, models.PROTECT, related_name="alerts")
    register = models.ForeignKey(RegisterFile, models.PROTECT, related_name="alerts")
    filing = models.CharField(max_length=200)
    filed = models.JSONField()
    factors = models.JSONField()
    score = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in AlertState],
        default=AlertState.OPEN,
    )
    why = models.CharField(max_length=500, blank=True)
    case = models.CharField(max_length=20, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark", "filing"], name="a_filing_alerts_a_mark_once")
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "-score"], name="alerts_of_seller")
        ]
