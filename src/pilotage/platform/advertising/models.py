"""Tables of advertising plans, of the decisions about their changes, and of proofs."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.kernel.text import Text
from pilotage.platform.advertising import states
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation


class FileRole(models.TextChoices):
    """What a file was given as."""

    TERMS = "terms", "搜索词报告 · Search-term report"
    TARGETING = "targeting", "投放报告 · Targeting report"
    BULK = "bulk", "批量文件 · Bulk sheet"
    HISTORY = "history", "变更记录 · Change history"


class ProofState(models.TextChoices):
    """How the making of a proof stands."""

    WAITING = "waiting", "排队中 · Waiting"
    RUNNING = "running", "计算中 · Running"
    DONE = "done", "完成 · Done"
    FAILED = "failed", "未完成 · Failed"


_STATES = [(value.value, str(states.NAMES.get(value, Text("", "")))) for value in states.State]


class AdPlan(models.Model):
    """A plan made from some files and wishes (JSON, fractions), what was decided of it, and who applied it when.

    `firm` prepared it; the seller itself where it is none. `summary` is the engine's with what is to be said of the
    files; the `…_sha256` name files of the store: rows of the changes, the plan as JSON and as workbook, and the
    sheet of what was accepted, once it is approved.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "adp"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="ad_plans")
    firm = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="ad_plans_prepared"
    )
    site = models.CharField(max_length=2)
    wishes = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=_STATES, default=states.State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    summary = models.JSONField(null=True, blank=True)
    error = models.JSONField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=0)
    advice = models.PositiveIntegerField(default=0)
    rows_sha256 = models.CharField(max_length=64, blank=True)
    json_sha256 = models.CharField(max_length=64, blank=True)
    book_sha256 = models.CharField(max_length=64, blank=True)
    sheet_sha256 = models.CharField(max_length=64, blank=True)
    started_by = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    proposed_by = models.CharField(max_length=120, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    accepted = models.PositiveIntegerField(default=0)
    applied_by = models.CharField(max_length=120, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-started_at"], name="ad_plans_of_seller")]


class AdInput(models.Model):
    """A file that a plan was made from, and what it was given as; one for each role."""

    plan = models.ForeignKey(AdPlan, models.CASCADE, related_name="inputs")
    role = models.CharField(max_length=10, choices=FileRole)
    document = models.ForeignKey(Document, models.PROTECT, related_name="ad_inputs")


class AdDecision(models.Model):
    """Somebody accepted or refused changes, named by runs of their positions; the last word on a change counts.

    `spans`: [[first, last], …]. `open`: nothing is decided of them any more. Rows are added and never changed.
    """

    plan = models.ForeignKey(AdPlan, models.CASCADE, related_name="decisions")
    verdict = models.CharField(
        max_length=10,
        choices=[("accepted", "采纳 · Accepted"), ("refused", "不采纳 · Refused"), ("open", "待定 · Open")],
    )  # fmt: skip
    reason = models.CharField(max_length=300, blank=True)
    spans = models.JSONField()
    count = models.PositiveIntegerField()
    by = models.CharField(max_length=120)
    side = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verdict="refused") | ~models.Q(reason=""),
                name="what_is_refused_has_a_reason",
            )
        ]


class AdProof(models.Model):
    """What changes did, worked out from a history of changes and reports; `result` as the engine says it."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "adx"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="ad_proofs")
    firm = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="ad_proofs_prepared"
    )
    site = models.CharField(max_length=2)
    wishes = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ProofState, default=ProofState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    error = models.JSONField(null=True, blank=True)
    started_by = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-started_at"], name="ad_proofs_of_seller")]


class AdProofFile(models.Model):
    """A file that a proof was made from, and what it was given as; one for each role."""

    proof = models.ForeignKey(AdProof, models.CASCADE, related_name="inputs")
    role = models.CharField(max_length=10, choices=FileRole)
    document = models.ForeignKey(Document, models.PROTECT, related_name="ad_proof_inputs")
