"""Tables of the seller's profile, checks, runs, filings, numbers and producer duties."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.compliance import filing_states
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


def _receipt_states() -> list[tuple[str, str]]:
    return [(state.value, str(filing_states.NAMES[state])) for state in filing_states.Receipt]


class Filing(models.Model):
    """What is said to have been filed for one return, and what became of its receipt.

    `figures` is box → amount as decimal text; `filed_by` is the organisation that filed; `received_at` is when a
    receipt that can be one was first on file.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "fil"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="filings")
    filed_by = models.ForeignKey(Organisation, models.PROTECT, related_name="filings_made")
    kind = models.CharField(max_length=10)
    jurisdiction = models.CharField(max_length=4)
    period = models.CharField(max_length=7)
    figures = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=_receipt_states)
    receipt = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="filings"
    )
    why_zh = models.CharField(max_length=300, blank=True)
    why_en = models.CharField(max_length=300, blank=True)
    claimed_by = models.CharField(max_length=120)
    claimed_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "jurisdiction", "period"],
                name="one_filing_per_return",
            )
        ]
        indexes = [
            models.Index(fields=["filed_by", "-claimed_at"], name="filings_of_partner"),
            # Whom an incident at a partner reaches is counted from this index alone.
            models.Index(
                fields=["filed_by", "kind", "jurisdiction", "organisation", "state"],
                name="filings_reached",
            ),
        ]


class FilingCheck(models.Model):
    """What a filing looks like beside the seller's own run: `inputs` is the hash of what it was made from."""

    filing = models.OneToOneField(Filing, models.CASCADE, related_name="check_kept")
    inputs = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    result = models.JSONField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)


class EvidencePrint(models.Model):
    """What the receipt of a filing is known by: hashes, and figures that stand in it. No word of its text."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="prints")
    document = models.ForeignKey(Document, models.PROTECT, related_name="prints")
    content = models.JSONField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["filing", "document"], name="one_print_per_receipt")
        ]


class EvidenceMark(models.Model):
    """One sign of a print, to find others that bear it: bytes, text, number, figure."""

    mark_of = models.ForeignKey(EvidencePrint, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=8)
    value = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["kind", "value"], name="evidence_marks_alike")]


class EvidenceReuse(models.Model):
    """Receipts of two sellers that look like one paper, and what the programme made of it."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "reu"))
    first = models.ForeignKey(EvidencePrint, models.CASCADE, related_name="reused_by")
    second = models.ForeignKey(EvidencePrint, models.CASCADE, related_name="reuses")
    why = models.CharField(max_length=10)
    found_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    judged_by = models.CharField(max_length=120, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_finding_per_pair"),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["", "reused", "honest"]),
                name="reuse_verdict_known",
            ),
        ]


class CalendarFeed(models.Model):
    """A secret address of a seller's due days; only the hash of its secret is kept."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_open_feed_per_seller",
            )
        ]


class Reminder(models.Model):
    """That a due day was announced so many days before; once each."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="reminders")
    key = models.CharField(max_length=40)
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key", "days"], name="one_reminder_per_step"
            )
        ]


class NumberCheck(models.Model):
    """A VAT number put to a register: what it answered and when, or why it is not confirmed.

    `outcome`: waiting, confirmed, refused (the register answered that it is not valid), unconfirmed.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "vat"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="number_checks")
    number = models.CharField(max_length=20)
    register = models.CharField(max_length=10)
    outcome = models.CharField(max_length=12, default="waiting")
    why_zh = models.CharField(max_length=300, blank=True)
    why_en = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=300, blank=True)
    consultation = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True, blank=True)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_check_per_number")
        ]
        indexes = [models.Index(fields=["next_try"], name="number_checks_waiting")]


class ProductTable(models.Model):
    """What the seller's products bring into a country, by SKU: the file as it came, and how many it describes."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="product_table")
    document = models.ForeignKey(Document, models.PROTECT, related_name="product_tables")
    skus = models.PositiveIntegerField()
    kept_by = models.CharField(max_length=120)
    kept_at = models.DateTimeField()


class ProducerPapers(models.Model):
    """Registrations, recycling contracts and declarations of a seller: the content of epr.yaml, checked before it is kept."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="producer_papers"
    )
    content = models.JSONField(default=dict)
    updated_by = models.CharField(max_length=120)
    updated_at = models.DateTimeField()


class EprCheck(models.Model):
    """Producer duties of one year worked out from reports on file: table and papers as they were, law by digest."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "epr"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="epr_checks")
    documents = models.ManyToManyField(Document, related_name="epr_checks")
    products = models.ForeignKey(Document, models.PROTECT, related_name="epr_checks_described")
    papers = models.JSONField()
    year = models.PositiveSmallIntegerField()
    on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    law_digest = models.CharField(max_length=64, blank=True)
    version = models.CharField(max_length=20, blank=True)
    error = models.JSONField(null=True, blank=True)
    started_by = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-started_at"], name="epr_checks_of_seller")
        ]
