"""What a partner says of a month: entered or uploaded by a party, and questions on figures, which go into a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pilotage.engines.statements import RejectedClaim, read_claims
from pilotage.engines.statements.claims import NAMES, REASONS
from pilotage.kernel.errors import Invalid
from pilotage.kernel.refs import new_ref
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases.actions.step import Told
from pilotage.platform.documents.actions import receive
from pilotage.platform.documents.models import Document
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.reports import actions, queries
from pilotage.web.reports.comparing import spelled, worded
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer

PER_PAGE = 20
_UNITS = {
    "ordered_product_sales": "EUR", "ad_spend": "EUR", "payouts_paid": "EUR", "settlement_total": "EUR",
    "acos": "%", "tacos": "%", "sla_attainment": "%", "units_ordered": "件", "stock_closing": "件",
    "units_shipped": "件", "inventory_days": "天", "days_of_supply": "天",
}  # fmt: skip


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """The form, and what was entered so far."""
    return _list(request, viewer(request))


@require_POST
@signed_in
def enter(request: HttpRequest) -> HttpResponse:
    """A file or typed rows, kept as the next entry of the month."""
    who = viewer(request)
    check_may(who, "case.write")
    contract, month = request.POST.get("contract", ""), request.POST.get("month", "")
    try:
        document, rows, unread = _given(request, who, contract)
        made = actions.claim(
            by=who, at=who.at, contract=contract, month=month, rows=rows, document=document, unread=unread
        )  # fmt: skip
    except Invalid as error:
        messages.error(request, in_words(error))
        return _list(request, who, 422)
    messages.success(request, say(Text("已登记。", "Entered.")))
    back = request.POST.get("report", "")
    return redirect("reports:detail", back) if back and who.is_seller else redirect("reports:claimed", made.ref)  # fmt: skip


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One entry as it was written, the others of its month, and the questions."""
    who = viewer(request)
    found = queries.claimed(who, ref)
    context = {
        "entry": found,
        "rows": [_row(one) for one in found.rows],
        "rejected": [(one["row"], one["value"], REASONS[one["reason"]]) for one in found.rejected],
        "entries": queries.entries(who, found),
        "questions": queries.questions(who, found.contract, found.month),
        "key": new_ref("key"),
    }
    return render(request, "reports/claimed.html", context)


@require_POST
@signed_in
def ask(request: HttpRequest) -> HttpResponse:
    """On to the case that the question is in."""
    who = viewer(request)
    contract, month = request.POST.get("contract", ""), request.POST.get("month", "")
    figure = request.POST.get("figure", "")[:80]
    told = Told(request.POST.get("text", ""), (), request.POST.get("key", "")[:64] or None)
    says = NAMES[figure][0] if figure in NAMES else Text(figure or "整份月报", figure or "the whole report")  # fmt: skip
    beside = request.POST.get("beside", "")[:300]
    case = actions.ask(
        by=who, at=who.at, contract=contract, month=month, figure=says, told=told, beside=beside
    )
    return redirect("cases:detail", case.ref)


def _given(
    request: HttpRequest, who: Viewer, contract: str
) -> tuple[Document | None, Sequence[Mapping[str, Any]], Sequence[RejectedClaim]]:
    """The file where one came, else what was typed; the file belongs to the seller, as the report does."""
    file = request.FILES.get("file")
    if file is None:
        return None, [
            {"figure": says.zh, "value": value, "unit": request.POST.get(f"unit:{key}", "")}
            for key, (says, _) in NAMES.items()
            if (value := request.POST.get(f"value:{key}", "").strip())
        ], ()  # fmt: skip
    found = contracts.contract(who, contract)
    contracts.side_of(who, found)
    document = receive(
        by=who, at=who.at, owner=found.seller, kind="claims", name=file.name or "", chunks=file.chunks()
    )  # fmt: skip
    kept, unread = read_claims(ports.files().path(document.sha256), document.name)
    rows = [{"figure": one.named, "value": str(one.value), "unit": one.unit, "period": one.period} for one in kept]  # fmt: skip
    return document, rows, unread


def _list(request: HttpRequest, who: Viewer, status: int = 200) -> HttpResponse:
    page = Paginator(queries.claims(who), PER_PAGE).get_page(request.GET.get("page"))
    last = timezone.localdate(who.at).replace(day=1) - timedelta(days=1)
    context = {
        "page": page,
        "contracts": queries.partners(who),
        "chosen": request.POST.get("contract") or request.GET.get("contract", ""),
        "month": request.POST.get("month") or request.GET.get("month") or f"{last:%Y-%m}",
        "figures": [
            (key, says, request.POST.get(f"value:{key}", ""), request.POST.get(f"unit:{key}") or _UNITS.get(key, ""))
            for key, (says, _) in NAMES.items()
        ],
    }  # fmt: skip
    return render(request, "reports/claims.html", context, status=status)


def _row(one: Mapping[str, str]) -> tuple[str, Text, str, Text, str]:
    key = one["key"]
    says = NAMES[key][0] if key else Text(one["figure"], one["figure"])
    value = spelled(Decimal(one["value"]), key, one["unit"])
    return key or one["figure"], says, value, worded(one["unit"]), one["period"]
