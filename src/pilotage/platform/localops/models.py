"""The tables of listing checks and the choices about them, after-sales packs and translation memory."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation


class CheckState(models.TextChoices):
    """How a check stands."""

    WAITING = "waiting", "排队中 · Waiting"
    RUNNING = "running", "检查中 · Running"
    DONE = "done", "完成 · Done"
    FAILED = "failed", "未完成 · Failed"


UNFINISHED = (CheckState.WAITING, CheckState.RUNNING)


class ListingCheck(models.Model):
    """A file checked as listings of a site by the rules of the day `on`.

    `firm` asked for it; the seller itself where it is none. `summary` is the account of the engine; the `…_sha256` name
    files of the store: rows of the findings, the findings as JSON, the corrected listings as workbook and as JSON, once
    somebody asked for them (`ordered_at`). From then on nothing is chosen any more.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "lst"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="listing_checks")
    firm = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="listing_checks_asked"
    )
    site = models.CharField(max_length=2)
    on = models.DateField()
    document = models.ForeignKey(Document, models.PROTECT, related_name="listing_checks")
    state = models.CharField(max_length=10, choices=CheckState, default=CheckState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    summary = models.JSONField(null=True, blank=True)
    error = models.JSONField(null=True, blank=True)
    rows_sha256 = models.CharField(max_length=64, blank=True)
    json_sha256 = models.CharField(max_length=64, blank=True)
    sheet_sha256 = models.CharField(max_length=64, blank=True)
    plain_sha256 = models.CharField(max_length=64, blank=True)
    started_by = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ordered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-started_at"], name="checks_of_seller")]

    @property
    def writing(self) -> bool:
        """Whether the corrected listings are being written."""
        return self.ordered_at is not None and not self.sheet_sha256


class FixChoice(models.Model):
    """Somebody accepted suggestions of a check, or left them; the last word on a suggestion counts.

    `spans`: runs of positions of findings, [[first, last], …]; `count` of them. Rows are added and never changed.
    """

    listing_check = models.ForeignKey(ListingCheck, models.CASCADE, related_name="choices")
    verdict = models.CharField(
        max_length=10, choices=[("accepted", "采纳 · Accepted"), ("left", "不改 · Left as it is")]
    )
    spans = models.JSONField()
    count = models.PositiveIntegerField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()


class ReturnSpot(models.Model):
    """Where buyers of a site send goods back: one address a site, its `lines` as on a label."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="return_addresses")
    site = models.CharField(max_length=2)
    lines = models.JSONField()
    postcode = models.CharField(max_length=12, blank=True)
    country = models.CharField(max_length=2)
    changed_by = models.CharField(max_length=120)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "site"], name="one_return_address_a_site"
            )
        ]


class Reply(models.Model):
    """A reply to buyers of a site in one language, under a title that is its own there."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "rpl"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="buyer_replies")
    site = models.CharField(max_length=2)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=80)
    text = models.TextField()
    changed_by = models.CharField(max_length=120)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "site", "language", "title"], name="one_reply_a_title"
            )
        ]


class TmUnit(models.Model):
    """A text and its translation, as `engines.memory.Unit`; `same` is the SHA-256 of what makes two of them one.

    `origin` is what the file said it came from; `brought_by` whoever brought the file.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "tmu"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="tm_units")
    same = models.CharField(max_length=64)
    source_language = models.CharField(max_length=12)
    target_language = models.CharField(max_length=12)
    source = models.TextField()
    target = models.TextField()
    origin = models.CharField(max_length=120, blank=True)
    created = models.DateTimeField(null=True, blank=True)
    changed = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=255)
    brought_by = models.CharField(max_length=120)
    brought_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "same"], name="one_unit_of_a_kind")
        ]
        indexes = [
            models.Index(
                fields=["organisation", "source_language", "target_language"],
                name="units_of_languages",
            )
        ]
