"""Tables of disputes: the dispute itself, what each side said, and the papers put before it."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.kernel.text import Text
from pilotage.platform.disputes import states
from pilotage.platform.engagements.models import Contract


class Subject(models.TextChoices):
    """Kinds of things that can be disputed; each is kept by a room above this one."""

    DELIVERABLE = "deliverable", "交付物 · Deliverable"
    CREDIT = "credit", "服务赔偿 · Service credit"
    INVOICE = "invoice", "账单 · Invoice"
    VERDICT = "verdict", "时效判定 · Verdict"
    REVIEW = "review", "评价 · Review"


_OPEN = [state.value for state in states.OPEN]


def _choices(names: dict[str, Text]) -> list[tuple[str, str]]:
    return [(value, str(name)) for value, name in names.items()]


class Dispute(models.Model):
    """One side does not accept a thing of their contract.

    `about_*` names the thing for a reader who cannot open it. `rule` is the version of the terms it runs by.
    `offer_*` is a settlement that one side proposes; the programme never sees it.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "dsp"))
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="disputes")
    subject_kind = models.CharField(max_length=12, choices=Subject)
    subject_ref = models.CharField(max_length=40)
    about_zh = models.CharField(max_length=200)
    about_en = models.CharField(max_length=200)
    ground = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=_choices(states.NAMES))
    rule = models.CharField(max_length=10)
    opened_side = models.CharField(max_length=7)
    opened_by = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    silence_told_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    escalate_by = models.DateTimeField()
    escalated_by = models.CharField(max_length=120, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    decide_by = models.DateTimeField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    offer_side = models.CharField(max_length=7, blank=True)
    offer_outcome = models.CharField(max_length=8, blank=True)
    offer_text = models.TextField(blank=True)
    offer_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, blank=True)
    reasons_zh = models.TextField(blank=True)
    reasons_en = models.TextField(blank=True)
    ended_by = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_ref"],
                condition=models.Q(state__in=_OPEN),
                name="one_open_dispute_a_thing",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=states.State.DECIDED.value)
                | (~models.Q(reasons_zh="") & ~models.Q(outcome="")),
                name="no_decision_without_reasons",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=_OPEN) | models.Q(ended_at__isnull=False),
                name="an_ended_dispute_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "-opened_at"], name="disputes_of_contract"),
            models.Index(fields=["state", "escalate_by"], name="disputes_waiting"),
        ]


class Statement(models.Model):
    """What one side says about it; neither changed nor taken back."""

    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="statements")
    side = models.CharField(max_length=7)
    text = models.TextField()
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]


class Evidence(models.Model):
    """A file by its hash, or a message by its reference with its words as they were then."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "evd"))
    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="evidence")
    side = models.CharField(max_length=7)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    message_ref = models.CharField(max_length=40, blank=True)
    message_text = models.TextField(blank=True)
    put_by = models.CharField(max_length=120)
    put_at = models.DateTimeField()

    class Meta:
        ordering = ["put_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(sha256="") | ~models.Q(message_ref=""),
                name="evidence_is_a_file_or_a_message",
            )
        ]
