"""The watch: the portfolio against new filings, and what is done about what came near."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import may
from pilotage.platform.brand import actions, queries
from pilotage.platform.brand.case_file import case_file, opposition
from pilotage.platform.brand.models import Kind
from pilotage.platform.brand.states import can
from pilotage.web.brand.words import ALERTS, COUNSEL
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import say
from pilotage.web.uploads import on_to
from pilotage.web.viewer import viewer

PER_PAGE = 20


@require_POST
@signed_in
def start(request: HttpRequest) -> HttpResponse:
    """Watch with one register."""
    who = viewer(request)
    made = actions.start_watch(by=who, at=who.at, register=request.POST.get("register", ""))
    return on_to(request, reverse("brand:work", args=[made.ref]))


@require_GET
@signed_in
def alerts(request: HttpRequest) -> HttpResponse:
    """The undecided first."""
    who = viewer(request)
    page = Paginator(queries.alerts(who), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": [(one, *ALERTS[one.state]) for one in page],
        "registers": queries.usable(who), "last": queries.works(who, Kind.WATCH).first(),
        "has_marks": queries.marks(who).exists(), "counsel": COUNSEL,
    }  # fmt: skip
    return render(request, "brand/alerts.html", context)


@require_GET
@signed_in
def alert(request: HttpRequest, ref: str) -> HttpResponse:
    """The file of one alert, and what can be done."""
    who = viewer(request)
    row = queries.alert(who, ref)
    may_decide = may(who, "brand.decide")
    context = {
        "row": row, "standing": ALERTS[row.state], "file": case_file(row), "due": opposition(row),
        "can_dismiss": may_decide and can(row.state, "dismiss"),
        "can_reopen": may_decide and can(row.state, "reopen"),
        "contracts": queries.contracts_open(who) if may_decide and can(row.state, "open_case") else [],
        "counsel": COUNSEL,
    }  # fmt: skip
    return render(request, "brand/alert.html", context)


@require_POST
@signed_in
def dismiss(request: HttpRequest, ref: str) -> HttpResponse:
    """Nothing is done, for a reason."""
    who = viewer(request)
    actions.dismiss(by=who, at=who.at, ref=ref, why=request.POST.get("why", ""))
    return _done(request, Text("已忽略；同一申请不再提醒。", "Dismissed; the same filing is not told again."))  # fmt: skip


@require_POST
@signed_in
def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    """Taken up again."""
    who = viewer(request)
    actions.reopen(by=who, at=who.at, ref=ref)
    return _done(request, Text("已重新列为待处理。", "It is to be decided again."))


@require_POST
@signed_in
def open_case(request: HttpRequest, ref: str) -> HttpResponse:
    """To the partner, with the file."""
    who = viewer(request)
    row = actions.open_case(by=who, at=who.at, ref=ref, contract=request.POST.get("contract", ""))
    return redirect("cases:detail", row.case)


def _done(request: HttpRequest, says: Text) -> HttpResponse:
    messages.success(request, say(says))
    return redirect("brand:alerts")
