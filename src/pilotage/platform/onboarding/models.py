"""Tables of shop applications, their papers, pre-audits; and of the process before a contract."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.engagements.models import Referral
from pilotage.platform.onboarding.intake import NAMES
from pilotage.platform.parties.models import Organisation


class State(models.TextChoices):
    """How a pre-audit stands."""

    WAITING = "waiting", "排队中 · Waiting"
    RUNNING = "running", "审核中 · Running"
    DONE = "done", "完成 · Done"
    FAILED = "failed", "未完成 · Failed"


class Dossier(models.Model):
    """An application for a shop as it is typed; `sealed_key` opens its papers and is emptied when their time is over.

    `keep_until` moves with every change; `gone_at` is when papers and words were put away.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "shp"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="shop_applications")
    marketplace = models.CharField(max_length=4)
    typed = models.JSONField()
    sealed_key = models.CharField(max_length=200, blank=True)
    opened_by = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    keep_until = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-opened_at"], name="shops_of_seller"),
            models.Index(
                fields=["keep_until"],
                condition=models.Q(gone_at__isnull=True),
                name="shops_running_out",
            ),
        ]


class Paper(models.Model):
    """One document of an application under its name (`business_licence`, `platform_statement_2`); the newest counts.

    `sha256` and `page_sha256` name sealed files; `print` is the fingerprint of the bytes as they came, empty
    once the paper is gone; `read` is what was read from it, so that it is read once.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "ppr"))
    application = models.ForeignKey(Dossier, models.PROTECT, related_name="papers")
    name = models.CharField(max_length=60)
    file_name = models.CharField(max_length=255)
    ending = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    print = models.CharField(max_length=64, db_index=True, blank=True)
    sha256 = models.CharField(max_length=64)
    page_sha256 = models.CharField(max_length=64, blank=True)
    read = models.JSONField(null=True, blank=True)
    added_by = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "name"],
                condition=models.Q(removed_at__isnull=True),
                name="one_paper_a_name",
            )
        ]


class PaperMark(models.Model):
    """What of a paper another client's should not have: a number under the platform's key, or what a page looks like.

    Gone with the paper. `value` compares equal for numbers and by its bits for pages (`engines.dossier.same_page`).
    """

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=60)
    value = models.CharField(max_length=144)

    class Meta:
        indexes = [models.Index(fields=["kind", "value"], name="marks_of_papers")]


class FieldWord(models.Model):
    """What a person says that stands in a field which the reader was unsure of, or could not read.

    `read` is what the reader told. Gone with the paper.
    """

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="words")
    field = models.CharField(max_length=40)
    value = models.CharField(max_length=1000)
    read = models.CharField(max_length=1000, blank=True)
    by = models.CharField(max_length=120)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "field"], name="one_word_on_a_field")
        ]


class PreAudit(models.Model):
    """One pre-audit: the answer of `dossier check`, without the values once the papers are gone."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "pre"))
    application = models.ForeignKey(Dossier, models.PROTECT, related_name="audits")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=12, blank=True)
    result = models.JSONField(null=True, blank=True)
    law_digest = models.CharField(max_length=64, blank=True)
    error = models.JSONField(null=True, blank=True)
    started_by = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_pre_audit_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["application", "-started_at"], name="audits_of_application")
        ]


class Intake(models.Model):
    """The programme's own process under an accepted request, from the papers to the proposal.

    `words` is the version of what is asked for and signed, `calendar` the seller's, both as they were at the start.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "int"))
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="intake")
    state = models.CharField(max_length=12, choices=[(s, str(n)) for s, n in NAMES.items()])
    words = models.CharField(max_length=12)
    calendar = models.CharField(max_length=40)
    opened_by = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["state"],
                condition=models.Q(ended_at__isnull=True),
                name="intakes_going_on",
            )
        ]


class IntakeMove(models.Model):
    """One move in it: what a side did from which state, with its words; `signed` is the SHA-256 of what was signed.

    `papers` are the names ticked when papers are handed in. Rows are only ever added.
    """

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="moves")
    state = models.CharField(max_length=12)
    event = models.CharField(max_length=12)
    side = models.CharField(max_length=10)
    papers = models.JSONField(default=list)
    note = models.TextField(blank=True)
    signed = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=120)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["intake", "at"], name="moves_of_intake")]
