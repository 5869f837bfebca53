"""Shop applications over the API: type, hand in papers, run the pre-audit, read the answer of `dossier check`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile

from pilotage.api.examples import such_as
from pilotage.api.listed import Site
from pilotage.api.paging import Offset, page
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.onboarding import actions, queries
from pilotage.platform.onboarding.models import Dossier
from pilotage.web.viewer import viewer

router = Router(tags=["onboarding · 开店预审"])


class TypedIn(Schema):
    """The words of `dossier.yaml`."""

    model_config = such_as(
        marketplace="DE", company_name_zh="示例贸易有限公司", company_name_en="Shili Trading Co., Ltd.", target_sites=["DE", "FR"]
    )  # fmt: skip
    marketplace: Site
    company_name_zh: str = ""
    company_name_en: str = ""
    unified_social_credit_code: str = ""
    legal_representative: str = ""
    legal_representative_en: str = ""
    id_number: str = ""
    registered_address: str = ""
    bank_statement_holder: str = ""
    existing_store_id: str = ""
    target_sites: list[str] = []


class PaperOut(Schema):
    """`print` is the SHA-256 of the file as it came."""

    ref: str
    name: str
    file_name: str
    size: int
    print: str
    added_at: datetime


class UnsureOut(Schema):
    """A field that the reader was unsure of or could not read. `box`: left, top, right, bottom on the upright page."""

    application: str
    paper: str
    name: str
    field: str
    read: str
    box: list[int] | None


class FieldIn(Schema):
    """What stands in a field; days as `2043-07-30`, or `长期`."""

    field: str = Field(max_length=40)
    value: str = Field(max_length=1000)


class ShopOut(Schema):
    ref: str
    marketplace: str
    opened_at: datetime
    changed_at: datetime
    keep_until: datetime
    gone_at: datetime | None


class AuditOut(Schema):
    """`answer` is the one of `dossier check`; `error` why there is none."""

    ref: str
    state: str
    done: int
    total: int
    verdict: str
    started_at: datetime
    ended_at: datetime | None
    answer: dict[str, Any] | None
    error: dict[str, Any] | None


class ApplicationWhole(ShopOut):
    typed: dict[str, Any]
    papers: list[PaperOut]
    audit: AuditOut | None


@router.get("", response=list[ShopOut])
def shop_applications(request: HttpRequest, offset: Offset = 0) -> list[ShopOut]:
    """Your own, the newest first, fifty from `offset` on."""
    rows = page(queries.applications(viewer(request)), offset)
    return [ShopOut.from_orm(one) for one in rows]


@router.post("", response={201: ApplicationWhole})
def open_shop_application(request: HttpRequest, given: TypedIn) -> Status[ApplicationWhole]:
    who = viewer(request)
    typed = given.dict()
    made = actions.open_application(
        by=who, at=who.at, marketplace=typed.pop("marketplace"), typed=typed
    )
    return Status(201, _whole(who, made.ref))


@router.get("/unsure", response=list[UnsureOut])
def unsure_fields(request: HttpRequest) -> list[UnsureOut]:
    """What waits for a person's eyes, of your own applications."""
    return _unsure(viewer(request))


@router.post("/papers/{ref}/fields", response=list[UnsureOut])
def settle_field(request: HttpRequest, ref: str, given: FieldIn) -> list[UnsureOut]:
    """Say what stands there; what still waits comes back. Ask for a pre-audit when nothing does."""
    who = viewer(request)
    actions.settle(by=who, at=who.at, ref=ref, field=given.field, value=given.value)
    return _unsure(who)


@router.get("/{ref}", response=ApplicationWhole)
def shop_application(request: HttpRequest, ref: str) -> ApplicationWhole:
    return _whole(viewer(request), ref)


@router.put("/{ref}", response=ApplicationWhole)
def retype_shop_application(request: HttpRequest, ref: str, given: TypedIn) -> ApplicationWhole:
    """The words anew; the papers stay."""
    who, typed = viewer(request), given.dict()
    site = typed.pop("marketplace")
    actions.retype(by=who, at=who.at, ref=ref, marketplace=site, typed=typed)
    return _whole(who, ref)


@router.post("/{ref}/papers", response=ApplicationWhole)
def add_paper(
    request: HttpRequest, ref: str, name: Form[str], file: File[UploadedFile]
) -> ApplicationWhole:
    """`name` as in the contract of `dossier check`: `business_licence`, `platform_statement_1`, …"""
    who = viewer(request)
    check_may(who, "dossier.keep")
    actions.add_paper(
        by=who, at=who.at, ref=ref, name=name, file_name=file.name or "", chunks=file.chunks()
    )
    return _whole(who, ref)


@router.post("/{ref}/audits", response={202: ApplicationWhole})
def start_pre_audit(request: HttpRequest, ref: str) -> Status[ApplicationWhole]:
    """Queued; read the application again until `audit.state` is `done`."""
    who = viewer(request)
    actions.start(by=who, at=who.at, ref=ref)
    return Status(202, _whole(who, ref))


@router.delete("/{ref}/papers", response=ApplicationWhole)
def put_away_papers(request: HttpRequest, ref: str) -> ApplicationWhole:
    """Papers and words go for good."""
    who = viewer(request)
    actions.put_away(by=who, at=who.at, ref=ref)
    return _whole(who, ref)


def _unsure(who: Viewer) -> list[UnsureOut]:
    return [
        UnsureOut(
            application=one.application.ref, paper=one.paper.ref, name=one.paper.name,
            field=one.field, read=one.read, box=list(one.box) if one.box else None,
        )
        for one in queries.unsure(who)
    ]  # fmt: skip


def _whole(who: Viewer, ref: str) -> ApplicationWhole:
    row: Dossier = queries.application(who, ref)
    audit = queries.last_audit(who, row)
    facts = {name: getattr(row, name) for name in ShopOut.model_fields}
    return ApplicationWhole(
        **facts,
        typed=row.typed,
        papers=[PaperOut.from_orm(one) for one in queries.papers(who, row)],
        audit=audit
        and AuditOut(
            **{n: getattr(audit, n) for n in AuditOut.model_fields if n != "answer"},
            answer=audit.result,
        ),
    )
