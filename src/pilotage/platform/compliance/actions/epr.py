"""Producer duties (生产者责任): keeping the product table and the papers, starting a check, keeping its answer."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any, Literal

from django.db import transaction

from pilotage.engines.epr import kept_of, product_faults, read_products
from pilotage.kernel.errors import Invalid, NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may, check_own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.compliance.models import EprCheck, ProducerPapers, ProductTable, State
from pilotage.platform.compliance.work import check_reports, note, queue
from pilotage.platform.documents.actions import receive
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation

LARGEST_TABLE = 8 * 1024**2  # bytes; some two hundred thousand parts
FIRST_YEAR = 2000
MOST_PAPERS = 500

Kind = Literal["registrations", "contracts", "declarations"]
KINDS: tuple[Kind, ...] = ("registrations", "contracts", "declarations")
_PAPERS = Text("登记与合同资料", "your papers")


class Faults(Invalid):
    """A product table with lines that cannot be used: every one of them in `faults`, the first in words."""

    def __init__(self, faults: Sequence[Invalid]) -> None:
        first = faults[0]
        super().__init__(first.code, first.says, first.next_step)
        self.faults = tuple(faults)


def keep_products(*, by: Viewer, at: datetime, name: str, content: bytes) -> ProductTable:
    """Replace the product table; raises `Faults` with every line that cannot be used, and nothing is kept."""
    check_may(by, "epr.check")
    skus = _described(name, content)
    seller = access.own_organisation(by)
    with transaction.atomic():
        document = receive(
            by=by, at=at, owner=seller, kind="epr_products", name=name, chunks=[content]
        )
        before = ProductTable.objects.filter(organisation=seller).select_related("document").first()
        facts = {"document": document, "skus": skus, "kept_by": by.actor, "kept_at": at}
        table, _ = ProductTable.objects.update_or_create(organisation=seller, defaults=facts)
        record(
            by=by.actor,
            at=at,
            tenant=seller.ref,
            action="epr_products.kept",
            object=f"organisation:{seller.ref}",
            before={"sha256": before.document.sha256} if before else None,
            after={"sha256": document.sha256, "skus": skus},
        )
    return table


@transaction.atomic
def add_paper(*, by: Viewer, at: datetime, kind: Kind, paper: dict[str, Any]) -> ProducerPapers:
    """Keep one more paper; raises `Invalid` for one that the engine cannot read."""
    check_may(by, "epr.check")
    seller = access.own_organisation(by)
    kept = _papers(seller)
    held = [*kept.get(kind, ()), paper]
    if len(held) > MOST_PAPERS:
        raise Invalid(
            "TOO_MANY_PAPERS",
            Text("每类资料最多 {n} 份。", "At most {n} papers of a kind."),
            Text("请先移除不再需要的。", "Take away what is no longer needed first."),
            n=MOST_PAPERS,
        )
    return _keep_papers(seller, {**kept, kind: held}, by=by, at=at)


@transaction.atomic
def remove_paper(*, by: Viewer, at: datetime, kind: Kind, number: int) -> ProducerPapers:
    """Take paper `number` (from 1) of its kind away; the audit chain keeps what it said."""
    check_may(by, "epr.check")
    seller = access.own_organisation(by)
    kept = _papers(seller)
    held = list(kept.get(kind, ()))
    if not 1 <= number <= len(held):
        raise NotFound(
            "NO_SUCH_PAPER",
            Text("没有这份资料。", "There is no such paper."),
            Text("请刷新页面后再试。", "Load the page again."),
        )
    del held[number - 1]
    return _keep_papers(seller, {**kept, kind: held}, by=by, at=at)


@transaction.atomic
def start_epr(*, by: Viewer, at: datetime, documents: Sequence[Document], year: int) -> EprCheck:
    """Queue a check of `year` over the seller's own reports. Raises `Invalid`, `NotAllowed`."""
    check_may(by, "epr.check")
    check_reports(documents)
    for document in documents:
        check_own(by, document.owner_id)
    on = at.date()
    if not FIRST_YEAR <= year <= on.year:
        raise Invalid(
            "YEAR_INVALID",
            Text("年份 {year} 无法计算。", "Year {year} cannot be computed."),
            year=year,
        )
    seller = access.own_organisation(by)
    table = ProductTable.objects.filter(organisation=seller).select_related("document").first()
    if table is None:
        raise Invalid(
            "NO_PRODUCTS",
            Text("还没有商品表。", "There is no product table yet."),
            Text("请先上传商品表。", "Upload the product table first."),
        )
    check = EprCheck.objects.create(
        organisation=seller,
        products=table.document,
        papers=_papers(seller),
        year=year,
        on=on,
        started_by=by.actor,
        started_at=at,
    )
    check.documents.set(documents)
    after = {
        "reports": [document.sha256 for document in documents],
        "products": table.document.sha256,
        "papers": check.papers,
        "year": year,
    }
    queue(check, by=by, at=at, after=after)
    return check


@transaction.atomic
def finish_epr(*, by: Viewer, at: datetime, ref: str, answer: dict[str, Any]) -> None:
    """Keep the answer. Doing it again after a crash writes the same."""
    check = EprCheck.objects.select_for_update().get(ref=ref)
    if check.state == State.DONE:
        return
    check.state, check.ended_at, check.error = State.DONE, at, None
    check.result = answer["result"]
    check.law_digest, check.version = answer["law_digest"], answer["version"]
    check.save()
    note(check, "finished", by=by, at=at, after={"law_digest": check.law_digest})


def _described(name: str, content: bytes) -> int:
    """How many SKUs a table describes."""
    if len(content) > LARGEST_TABLE:
        raise Invalid(
            "PRODUCTS_TOO_LARGE",
            Text("商品表不能超过 8 MB。", "A product table is at most 8 MB."),
            Text("请只保留需要的列。", "Keep the needed columns only."),
        )
    with tempfile.TemporaryDirectory(prefix="pilotage-epr-") as folder:
        path = Path(folder) / (PurePath(name).name or "products.csv")
        path.write_bytes(content)
        if faults := product_faults(path):
            raise Faults(faults)
        return len(read_products(path).parts)


def _papers(seller: Organisation) -> dict[str, Any]:
    kept = ProducerPapers.objects.filter(organisation=seller).first()
    return kept.content if kept else {}


def _keep_papers(
    seller: Organisation, content: dict[str, Any], *, by: Viewer, at: datetime
) -> ProducerPapers:
    kept_of(content, _PAPERS)
    before = _papers(seller)
    facts = {"content": content, "updated_by": by.actor, "updated_at": at}
    papers, _ = ProducerPapers.objects.update_or_create(organisation=seller, defaults=facts)
    record(
        by=by.actor,
        at=at,
        tenant=seller.ref,
        action="epr_papers.kept",
        object=f"organisation:{seller.ref}",
        before=before,
        after=content,
    )
    return papers
