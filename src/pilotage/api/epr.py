"""Producer duties over the API: the product table, the papers, and checks of a year."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Body, File, Router, Schema, Status, UploadedFile

from pilotage.api.paging import Offset, page
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions, producer
from pilotage.platform.compliance.actions.epr import LARGEST_TABLE, Kind
from pilotage.platform.compliance.models import EprCheck, ProductTable
from pilotage.web.viewer import viewer

router = Router(tags=["epr · 生产者责任"])


class VatReportOut(Schema):
    """A VAT Transactions Report on file."""

    ref: str
    name: str
    sha256: str
    uploaded_at: datetime


class TableOut(Schema):
    """The product table on file: its name, its bytes by hash, how many SKUs it describes."""

    name: str
    sha256: str
    skus: int
    kept_at: datetime


class PapersOut(Schema):
    """The content of epr.yaml: entries by kind, kilograms as decimal strings."""

    registrations: list[dict[str, Any]] = []
    contracts: list[dict[str, Any]] = []
    declarations: list[dict[str, Any]] = []


class EprCheckIn(Schema):
    """Which reports on file (by reference) and which year."""

    reports: list[str]
    year: int


class EprCheckOut(Schema):
    """A check; `result` is what `pilotage epr check --json` says, once `state` is `done`."""

    ref: str
    state: str
    year: int
    on: date
    reports: list[str]
    products: str
    started_at: datetime
    ended_at: datetime | None
    law_digest: str
    version: str
    error: dict[str, Any] | None
    result: dict[str, Any] | None


@router.get("/reports", response=list[VatReportOut])
def epr_reports(request: HttpRequest) -> list[VatReportOut]:
    """The reports that a check may be worked out from."""
    same = ("ref", "name", "sha256", "uploaded_at")
    return [
        VatReportOut(**{name: getattr(one, name) for name in same})
        for one in producer.reports(_asking(request))
    ]


@router.get("/products", response=TableOut | None)
def epr_products(request: HttpRequest) -> TableOut | None:
    kept = producer.products(_asking(request))
    return _table(kept) if kept else None


@router.post("/products", response=TableOut)
def keep_epr_products(request: HttpRequest, products: File[UploadedFile]) -> TableOut:
    """Replace the table; a line that cannot be used is named, and the old table stays."""
    who = _asking(request)
    content = products.read(LARGEST_TABLE + 1)
    kept = actions.keep_products(by=who, at=who.at, name=products.name or "", content=content)
    return _table(kept)


@router.get("/papers", response=PapersOut)
def epr_papers(request: HttpRequest) -> PapersOut:
    return PapersOut(**producer.papers(_asking(request)))


@router.post("/papers/{kind}", response=PapersOut)
def add_epr_paper(request: HttpRequest, kind: Kind, paper: Body[dict[str, Any]]) -> PapersOut:
    """One more entry of its kind, in the shape of epr.yaml."""
    who = _asking(request)
    return PapersOut(**actions.add_paper(by=who, at=who.at, kind=kind, paper=paper).content)


@router.delete("/papers/{kind}/{number}", response=PapersOut)
def remove_epr_paper(request: HttpRequest, kind: Kind, number: int) -> PapersOut:
    """Take entry `number` of its kind away, counted from 1."""
    who = _asking(request)
    return PapersOut(**actions.remove_paper(by=who, at=who.at, kind=kind, number=number).content)


@router.get("/checks", response=list[EprCheckOut])
def epr_checks(request: HttpRequest, offset: Offset = 0) -> list[EprCheckOut]:
    """The latest 50 checks from `offset` on."""
    return [_check(one) for one in page(producer.checks(_asking(request)), offset)]


@router.post("/checks", response={202: EprCheckOut})
def start_epr_check(request: HttpRequest, asked: EprCheckIn) -> Status[EprCheckOut]:
    """Queue a check; ask for it by its reference until `state` is `done`."""
    who = _asking(request)
    documents = [one for one in producer.reports(who) if one.ref in set(asked.reports)]
    check = actions.start_epr(by=who, at=who.at, documents=documents, year=asked.year)
    return Status(202, _check(check))


@router.get("/checks/{ref}", response=EprCheckOut)
def epr_check(request: HttpRequest, ref: str) -> EprCheckOut:
    return _check(producer.check(_asking(request), ref))


def _asking(request: HttpRequest) -> Viewer:
    who = viewer(request)
    check_may(who, "epr.check")
    return who


def _table(kept: ProductTable) -> TableOut:
    document = kept.document
    return TableOut(
        name=document.name, sha256=document.sha256, skus=kept.skus, kept_at=kept.kept_at
    )


def _check(check: EprCheck) -> EprCheckOut:
    same = "ref state year on started_at ended_at law_digest version error result".split()
    return EprCheckOut(
        **{name: getattr(check, name) for name in same},
        reports=[document.name for document in check.documents.all()],
        products=check.products.name,
    )
