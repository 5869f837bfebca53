"""Tables of the seller's profile and of fit checks."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation


class State(models.TextChoices):
    WAITING = "waiting", "排队中 · Waiting"
    RUNNING = "running", "计算中 · Running"
    DONE = "done", "完成 · Done"
    FAILED = "failed", "未完成 · Failed"


class SellerProfile(models.Model):
    """What the seller says of itself: the content of seller.yaml, checked before it is kept."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="seller_profile")
    content = models.JSONField(default=dict)
    updated_by = models.CharField(max_length=120)
    updated_at = models.DateTimeField()


class FitCheck(models.Model):
    """One run of the fit advice over some reports. `profile` is the profile as it was then."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "fit"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="fit_checks")
    documents = models.ManyToManyField(Document, related_name="fit_checks")
    profile = models.JSONField()
    on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    law_digest = models.CharField(max_length=64, blank=True)
    error = models.JSONField(null=True, blank=True)
    started_by = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-started_at"], name="fit_checks_of_seller")
        ]


class Role(models.TextChoices):
    """What a file of a run is for."""

    REPORT = "report", "交易报告 · Transactions report"
    COSTS = "costs", "成本表 · Unit costs"
    RATES = "rates", "汇率表 · Exchange rates"


class TaxRun(models.Model):
    """Reports turned into returns once: inputs by hash, profile as it was, law tables by digest.

    `blocked` is one entry per code: rows, what it says, the next step, examples. `changes` says what a
    replay on newer tables changed against `replay_of`.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "tax"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="tax_runs")
    profile = models.JSONField()
    period = models.CharField(max_length=7, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    summary = models.JSONField(null=True, blank=True)
    blocked = models.JSONField(null=True, blank=True)
    law_digest = models.CharField(max_length=64, blank=True)
    version = models.CharField(max_length=20, blank=True)
    error = models.JSONField(null=True, blank=True)
    replay_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replays"
    )
    changes = models.JSONField(null=True, blank=True)
    started_by = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-started_at"], name="tax_runs_of_seller")]

    @property
    def reports(self) -> list[str]:
        """Names of the reports it read, in order."""
        return [one.document.name for one in self.inputs.all() if one.role == Role.REPORT]


class TaxInput(models.Model):
    """A file that went into a run, in the order given."""

    run = models.ForeignKey(TaxRun, models.CASCADE, related_name="inputs")
    role = models.CharField(max_length=10, choices=Role)
    position = models.PositiveSmallIntegerField()
    document = models.ForeignKey(Document, models.PROTECT, related_name="tax_inputs")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="one_tax_input_per_place")
        ]


class TaxOutput(models.Model):
    """A file that came out of a run, by its path in the download; the bytes lie under `sha256`."""

    run = models.ForeignKey(TaxRun, models.CASCADE, related_name="outputs")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["run", "name"], name="one_tax_output_per_name")
        ]


class TaxReturn(models.Model):
    """One return that a run made; `content` is its element of returns.json."""

    run = models.ForeignKey(TaxRun, models.CASCADE, related_name="returns")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    form = models.CharField(max_length=40, blank=True)
    jurisdiction = models.CharField(max_length=4)
    period = models.CharField(max_length=7)
    currency = models.CharField(max_length=3)
    due_date = models.DateField(null=True, blank=True)
    registration_needed = models.BooleanField(default=False)
    content = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "kind", "jurisdiction", "period", "currency"],
                name="one_tax_return_per_period",
            )
        ]
