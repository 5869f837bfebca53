"""Producer duties as the seller may see them: product table, papers, checks, and the reports on file."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance.models import EprCheck, ProducerPapers, ProductTable
from pilotage.platform.documents import queries as files
from pilotage.platform.documents.models import Document


def products(viewer: Viewer) -> ProductTable | None:
    """The table on file, if there is one."""
    return own(viewer, ProductTable.objects.select_related("document")).first()


def papers(viewer: Viewer) -> dict[str, Any]:
    """The content of epr.yaml; empty before the first paper."""
    kept = own(viewer, ProducerPapers.objects.all()).first()
    return kept.content if kept else {}


def reports(viewer: Viewer) -> list[Document]:
    """The VAT Transactions Reports on file, newest first; the same bytes stand once."""
    held: dict[str, Document] = {}
    for document in files.documents(viewer).filter(kind="avtr"):
        held.setdefault(document.sha256, document)
    return list(held.values())


def checks(viewer: Viewer) -> QuerySet[EprCheck]:
    """The seller's own, newest first; the product sees all."""
    every = EprCheck.objects.order_by("-started_at", "-pk").select_related("products")
    return own(viewer, every.prefetch_related("documents"))


def check(viewer: Viewer, ref: str) -> EprCheck:
    """One of them, or `NotFound`."""
    return first(
        checks(viewer).filter(ref=ref),
        NotFound(
            "NO_SUCH_EPR_CHECK",
            Text("没有这次核对。", "There is no such check."),
            Text("请从生产者责任页重新打开。", "Open it again from the page of producer duties."),
        ),
    )
