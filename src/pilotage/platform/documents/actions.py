"""Receiving a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.db import transaction

from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation


def receive(
    *, by: Viewer, at: datetime, owner: Organisation, kind: str, name: str, chunks: Iterable[bytes]
) -> Document:
    """Keep the bytes and note whose they are. The caller has checked that `by` may do this for `owner`.

    Raises `Invalid("UPLOAD_TOO_LARGE")`; nothing is kept then.
    """
    sha256, size = ports.files().keep(chunks, limit=settings.UPLOAD_LIMIT_BYTES)
    with transaction.atomic():
        document = Document.objects.create(
            owner=owner,
            kind=kind,
            name=PurePath(name).name[:255] or "file",
            sha256=sha256,
            size=size,
            uploaded_by=by.actor,
            uploaded_at=at,
        )
        record(
            by=by.actor,
            at=at,
            tenant=owner.ref,
            action="document.received",
            object=f"document:{document.ref}",
            after={"name": document.name, "kind": kind, "sha256": sha256, "size": size},
        )
    return document
