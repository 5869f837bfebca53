"""Tables of notices and of the mail that waits to go out."""

from __future__ import annotations

from django.db import models

from pilotage.platform.parties.models import Organisation, Person


class Notice(models.Model):
    """One message to everybody in an organisation, in both languages, with the page it is about."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=120)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-at"], name="notice_by_reader")]


class Read(models.Model):
    """Up to which notice a person has read in an organisation."""

    person = models.ForeignKey(Person, models.CASCADE)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    up_to = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="one_read_mark")
        ]


class Rank(models.IntegerChoices):
    """Which letters go out before others: the lower."""

    AWAITED = 0, "somebody sits before the screen: sign-in, password, confirmation"
    NOTICE = 1, "one organisation is told"
    BULK = 2, "many are told the same"


class Letter(models.Model):
    """An e-mail in the outbox; written with the change it reports, sent later by the worker."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    rank = models.PositiveSmallIntegerField(choices=Rank.choices, default=Rank.NOTICE)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try"],
                condition=models.Q(sent_at__isnull=True),
                name="letters_waiting",
            ),
            models.Index(
                fields=["rank", "next_try"],
                condition=models.Q(sent_at__isnull=True),
                name="letters_by_rank",
            ),
        ]
