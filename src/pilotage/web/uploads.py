"""Report files that come with a form: kept and named by what they are for, and where the browser goes next."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance.models import Role
from pilotage.platform.documents.actions import receive
from pilotage.platform.documents.models import Document
from pilotage.web.viewer import viewer

KINDS = {Role.REPORT: "avtr", Role.COSTS: "tax_costs", Role.RATES: "tax_rates"}


def arrived(request: HttpRequest, *roles: Role) -> list[tuple[Role, Document]]:
    """Every file of the fields named as the roles, in that order; `Invalid` NO_REPORT when there is none."""
    who = viewer(request)
    check_may(who, "report.upload")
    owner = access.own_organisation(who)
    files = [(role, file) for role in roles for file in request.FILES.getlist(role.value)]
    if not files:
        raise Invalid(
            "NO_REPORT",
            Text("没有收到文件。", "No file arrived."),
            Text(
                "请选择增值税交易报告（.csv 或 .txt）或要补充的表格后再上传。",
                "Choose the VAT Transactions Report (.csv or .txt), or the table to add, and upload again.",
            ),
        )
    return [
        (
            role,
            receive(
                by=who,
                at=who.at,
                owner=owner,
                kind=KINDS[role],
                name=file.name or "",
                chunks=file.chunks(),
            ),
        )
        for role, file in files
    ]


def kept(who: Viewer, kind: str, file: UploadedFile) -> Document:
    """A file that came with a form, kept as the organisation's own. The caller has checked that `who` may send it."""
    owner, name = access.own_organisation(who), file.name or ""
    return receive(by=who, at=who.at, owner=owner, kind=kind, name=name, chunks=file.chunks())


def on_to(request: HttpRequest, address: str) -> HttpResponse:
    """htmx and the upload script are sent on by a header, a plain form by a redirect."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def still(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """The part of a page that changes while `unfinished`; after that the whole page is loaded again."""
    response = render(request, template, context)
    if not context["unfinished"]:
        response.headers["HX-Refresh"] = "true"
    return response
