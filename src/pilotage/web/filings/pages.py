"""Filings as partner and seller see them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.kernel import places
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.compliance import actions, comparing, queries
from pilotage.platform.compliance.filing_states import NAMES, RECEIPT, Receipt
from pilotage.platform.documents.actions import receive
from pilotage.web.filings.forms import ClaimForm
from pilotage.web.shell.door import signed_in
from pilotage.web.viewer import viewer

PER_PAGE = 20
MOST_ROWS = 12  # of the rows that explain a difference; the rest are a click away
TONES = {
    Receipt.CLAIMED: "wait",
    Receipt.RECEIVED: "info",
    Receipt.FORMAT_OK: "info",
    Receipt.CONFIRMED: "good",
    Receipt.MISMATCH: "bad",
    Receipt.UNVERIFIABLE: "late",
}


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """What was filed, newest first."""
    who = viewer(request)
    page = Paginator(queries.filings(who), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, places.name(one.jurisdiction), *_state(one.state)) for one in page]
    context = {"page": page, "rows": rows, "may_claim": may(who, "filing.claim")}
    return render(request, "filings/list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def claim(request: HttpRequest) -> HttpResponse:
    """Enter what was filed, box by box."""
    who = viewer(request)
    check_may(who, "filing.claim")
    form = ClaimForm(queries.clients(who), request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        filing = actions.claim_filing(
            by=who,
            at=who.at,
            seller=form.clients[given["seller"]],
            kind=given["kind"],
            jurisdiction=given["jurisdiction"],
            period=given["period"],
            figures=given["figures"],
        )
        return redirect("filings:detail", filing.ref)
    return render(request, "filings/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Side by side with the seller's own figures; the receipt, and who may settle it."""
    who = viewer(request)
    filing = queries.filing(who, ref)
    made = queries.worked_out(who, filing)
    state, tone = _state(filing.state)
    events = {event for at, event in RECEIPT if at == filing.state}
    found = comparing.compared(filing, made) if made else None
    context = {
        "filing": filing,
        "country": places.name(filing.jurisdiction),
        "state": state,
        "tone": tone,
        "made": made,
        "found": found,
        "rows_open": made is not None and queries.rows_open(who, made.run),
        "most_rows": MOST_ROWS,
        "may_receive": "receive" in events and may(who, "filing.claim"),
        "may_settle": sorted(events & {"confirm", "differ"}) if may(who, "filing.settle") else [],
    }
    return render(request, "filings/detail.html", context)


@require_POST
@signed_in
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    """The receipt arrives."""
    who = viewer(request)
    filing = queries.filing(who, ref)
    check_may(who, "filing.claim")
    file = request.FILES.get("receipt")
    if file is None:
        raise Invalid("NO_FILE", Text("没有收到文件。", "No file arrived."))
    document = receive(
        by=who,
        at=who.at,
        owner=access.own_organisation(who),
        kind="receipt",
        name=file.name or "",
        chunks=file.chunks(),
    )
    actions.receive_receipt(by=who, at=who.at, ref=filing.ref, document=document)
    return redirect("filings:detail", ref)


@require_POST
@signed_in
def settle(request: HttpRequest, ref: str) -> HttpResponse:
    """The seller compared it with the authority's own record."""
    who = viewer(request)
    said = request.POST.get("why", "").strip()
    event = request.POST.get("event", "")
    actions.settle_filing(by=who, at=who.at, ref=ref, event=event, why=Text(said, said))
    return redirect("filings:detail", ref)


def _state(state: str) -> tuple[Text, str]:
    return NAMES[Receipt(state)], TONES[Receipt(state)]
