"""Tables of cases and duties: what happened, the files, the verdicts that are closed with what they rest on, the warnings."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.cases import states
from pilotage.platform.documents.models import Document
from pilotage.platform.engagements.models import Contract, ContractVersion
from pilotage.platform.parties.models import Person


class Case(models.Model):
    """One matter between the parties of a contract.

    `version` is the signed version whose promises its clocks run by. A case that the partner opened promises
    nothing: nobody earns a kept promise by asking himself. `wake_at` is when its clocks next have something to say.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "cas"))
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="cases")
    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="cases")
    title = models.CharField(max_length=120)
    state = models.CharField(
        max_length=10, choices=[(s.value, str(n)) for s, n in states.NAMES.items()]
    )
    opened_side = models.CharField(max_length=7)
    opened_by = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    handler = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="cases_handled"
    )
    changed_at = models.DateTimeField()
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    wake_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into__isnull=True)),
                name="a_merged_case_says_where_it_went",
            )
        ]
        indexes = [
            models.Index(fields=["contract", "-changed_at"], name="cases_of_contract"),
            models.Index(
                fields=["wake_at"],
                condition=models.Q(wake_at__isnull=False),
                name="cases_to_wake",
            ),
        ]


class CaseEvent(models.Model):
    """What happened, as service levels read it (`kind` and `facts` of `sla replay`); most carry somebody's words.

    `key` is the sender's own: the same event sent twice is there once.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "msg"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20)
    side = models.CharField(max_length=7)
    by = models.CharField(max_length=120)
    by_name = models.CharField(max_length=254)
    text = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    key = models.CharField(max_length=64, null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="an_event_is_sent_once"),
            models.CheckConstraint(
                condition=~models.Q(kind="waiting_for_seller") | ~models.Q(text=""),
                name="only_a_question_pauses",
            ),
        ]


class CaseFile(models.Model):
    """A file sent with a message."""

    event = models.ForeignKey(CaseEvent, models.PROTECT, related_name="files")
    document = models.ForeignKey(Document, models.PROTECT, related_name="case_files")


class VerdictInput(models.Model):
    """What verdicts were computed from, or a calendar that such inputs name: kept under the SHA-256 of its canonical JSON.

    With it anybody computes a closed verdict again from the seller's own tables (`engines/sla/kept.py`).
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="verdict_inputs")
    sha256 = models.CharField(max_length=64)
    content = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "sha256"], name="an_input_is_kept_once")
        ]


class CaseVerdict(models.Model):
    """A closed verdict, frozen with its hash: no later edit of a policy or calendar changes it.

    `reopened_at` says that the promise went on after all; the verdict then no longer counts. `inputs` is what it was
    computed from.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "vdt"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="verdicts")
    promise = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    due = models.DateTimeField()
    ended_at = models.DateTimeField()
    state = models.CharField(max_length=12)
    overrun_seconds = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True, blank=True)
    inputs = models.ForeignKey(
        VerdictInput, models.PROTECT, null=True, blank=True, related_name="verdicts"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "promise", "started_at"],
                condition=models.Q(reopened_at__isnull=True),
                name="one_verdict_a_promise",
            )
        ]
        indexes = [models.Index(fields=["case", "ended_at"], name="verdicts_of_case")]


class CaseWarning(models.Model):
    """So much of a promise's working time was over, and it was said; once each."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="warnings")
    promise = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    percent = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "promise", "started_at", "percent"], name="a_warning_is_said_once"
            )
        ]


class Duty(models.Model):
    """What the contract itself owes: a report, a filing, the export of data; `of` says of which period or return.

    `within` is the signed budget from `started_at`; `law_at` the end of the law's last day with the `buffer_days`
    promised before it. While it is open `due` follows the calendar; once done the verdict is frozen with its hash.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "dty"))
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="duties")
    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=20)
    of = models.CharField(max_length=40)
    about_zh = models.CharField(max_length=200)
    about_en = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    within = models.CharField(max_length=12)
    law_at = models.DateTimeField(null=True, blank=True)
    buffer_days = models.PositiveSmallIntegerField(null=True, blank=True)
    due = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    asked_by = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, default="running")
    ended_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="duties"
    )
    overrun_seconds = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    inputs = models.ForeignKey(
        VerdictInput, models.PROTECT, null=True, blank=True, related_name="duties"
    )
    kept_at = models.DateTimeField(null=True, blank=True)
    warned = models.PositiveSmallIntegerField(default=0)
    wake_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "kind", "of"], name="a_duty_is_owed_once"),
            models.CheckConstraint(
                condition=models.Q(hash="")
                | models.Q(ended_at__isnull=False, inputs__isnull=False),
                name="a_frozen_duty_is_done_and_says_why",
            ),
        ]
        indexes = [models.Index(fields=["contract", "due"], name="duties_of_contract")]


class DutyWatch(models.Model):
    """When the duties of a contract next have something to say; none once nothing more can come."""

    contract = models.OneToOneField(Contract, models.PROTECT, related_name="duty_watch")
    wake_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["wake_at"],
                condition=models.Q(wake_at__isnull=False),
                name="duties_to_watch",
            )
        ]


class VerdictReversal(models.Model):
    """A dispute about a closed verdict was upheld: the verdict stays as it is and no longer counts.

    It is of a case's verdict or of a duty.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "vrv"))
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="verdict_reversals")
    verdict = models.OneToOneField(
        CaseVerdict, models.PROTECT, null=True, blank=True, related_name="reversal"
    )
    duty = models.OneToOneField(
        Duty, models.PROTECT, null=True, blank=True, related_name="reversal"
    )
    dispute = models.CharField(max_length=20)
    at = models.DateTimeField()
