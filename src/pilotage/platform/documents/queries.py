"""Which files a viewer may see."""

from __future__ import annotations

from pathlib import Path

from django.db.models import QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.documents.models import Document


def documents(viewer: Viewer) -> QuerySet[Document]:
    """The documents of the viewer's own organisation, newest first; the product sees all."""
    return own(viewer, Document.objects.order_by("-uploaded_at"), "owner")


def document(viewer: Viewer, ref: str) -> Document:
    """One of them, or `NotFound` (which also hides that another organisation has it)."""
    return first(
        documents(viewer).filter(ref=ref),
        NotFound(
            "NO_SUCH_DOCUMENT",
            Text("没有这个文件。", "There is no such file."),
            Text("请从文件列表重新选择。", "Choose it again from the list of files."),
        ),
    )


def path(viewer: Viewer, ref: str) -> Path:
    """Where its bytes lie."""
    return ports.files().path(document(viewer, ref).sha256)
