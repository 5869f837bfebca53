"""What was collected over connections, as its seller sees it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from pilotage.kernel.errors import NotFound, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.documents.models import Document
from pilotage.platform.reports.models import Answer, Collection, Fetched


def collections(viewer: Viewer) -> QuerySet[Collection]:
    """The viewer's own, the newest first; the token stays where it is."""
    check_may(viewer, "report.make")
    rows = Collection.objects.select_related("organisation", "connection")
    return own(viewer, rows.defer("connection__sealed").order_by("-started_at", "-pk"))


def collection(viewer: Viewer, ref: str) -> Collection:
    """One of them, or `NotFound`."""
    none = NotFound(
        "NO_SUCH_COLLECTION",
        Text("没有这次收取。", "There is no such collection."),
        Text("请从月报列表重新打开。", "Open it again from the list of reports."),
    )
    return first(collections(viewer).filter(ref=ref), none)


def files(viewer: Viewer, of: Iterable[Collection]) -> list[Fetched]:
    """Every file of these collections, in the order of the table."""
    check_may(viewer, "report.make")
    rows = own(viewer, Fetched.objects.filter(collection__in=list(of)), "collection__organisation")
    return list(rows.select_related("collection__connection", "document").defer("collection__connection__sealed").order_by("collection", "pk"))  # fmt: skip


def of_month(viewer: Viewer, month: str) -> list[Fetched]:
    """Every file of the month over all connections of the viewer."""
    return files(viewer, collections(viewer).filter(month=month))


def documents(viewer: Viewer, month: str) -> list[Document]:
    """The files that are there for the report of a month, each once."""
    return _kept(of_month(viewer, month), "month")


def vat_reports(viewer: Viewer, ref: str) -> list[Document]:
    """Of one collection: what a tax run reads. Raises `NotFound`, `WrongState` where there is none."""
    found = _kept(files(viewer, [collection(viewer, ref)]), "avtr")
    if not found:
        raise WrongState(
            "NO_VAT_REPORT",
            Text("这次没有收到增值税交易报告。", "No VAT transactions report was collected here."),
            Text(
                "请再收取一次，或在「税务申报」自己上传。",
                "Collect again, or upload it under “Tax returns”.",
            ),
        )
    return found


def _kept(rows: Iterable[Fetched], kind: str) -> list[Document]:
    there = {one.document_id: one.document for one in rows if one.state == Answer.KEPT}
    return [one for one in there.values() if one is not None and one.kind == kind]


def beside(viewer: Viewer, month: str, uploaded: list[Document]) -> list[Document]:
    """The uploaded files and those collected for the month; what was uploaded as well stands once."""
    there = {one.sha256 for one in uploaded}
    return [*uploaded, *(one for one in documents(viewer, month) if one.sha256 not in there)]
