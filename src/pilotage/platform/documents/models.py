"""Table of documents."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.parties.models import Organisation


class Document(models.Model):
    """A file that an organisation owns; the bytes lie in the file store under `sha256`."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "doc"))
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    uploaded_by = models.CharField(max_length=120)
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner", "-uploaded_at"], name="documents_of_owner")]

    def __str__(self) -> str:
        return self.name
