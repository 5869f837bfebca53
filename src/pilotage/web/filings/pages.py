"""Filings as partner and seller see them."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.kernel import places
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions, comparing, queries
from pilotage.platform.compliance.filing_states import NAMES, RECEIPT, Receipt
from pilotage.platform.compliance.models import Filing
from pilotage.platform.compliance.models import State as CheckState
from pilotage.platform.documents.actions import receive
from pilotage.platform.documents.models import Document
from pilotage.web.filings.forms import ClaimForm
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words
from pilotage.web.tax.words import BOXES
from pilotage.web.uploads import still
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
    form = ClaimForm(queries.clients(who), request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("filings:detail", _claimed(who, form).ref)
        except Invalid as fault:
            form.add_error(None, in_words(fault))
    return render(request, "filings/new.html", {"form": form}, status=422 if form.errors else 200)


def _claimed(who: Viewer, form: ClaimForm) -> Filing:
    """From the file if there is one, which is kept whether or not it can be read; else from the figures."""
    given = form.cleaned_data
    place = {name: given[name] for name in ("kind", "jurisdiction", "period")}
    place["seller"] = form.clients[given["seller"]]
    if given["file"]:
        paper = _received(who, "filed", given["file"])
        return actions.claim_filed(by=who, at=who.at, document=paper, **place)
    return actions.claim_filing(by=who, at=who.at, figures=given["figures"], **place)


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Side by side with the seller's own figures; the receipt, and who may settle it."""
    who = viewer(request)
    filing = queries.filing(who, ref)
    state, tone = _state(filing.state)
    events = {event for at, event in RECEIPT if at == filing.state}
    context = _checked(who, filing) | {
        "country": places.name(filing.jurisdiction),
        "state": state,
        "tone": tone,
        "most_rows": MOST_ROWS,
        "may_receive": "receive" in events and may(who, "filing.claim"),
        "may_settle": sorted(events & {"confirm", "differ"}) if may(who, "filing.settle") else [],
    }
    return render(request, "filings/detail.html", context)


@require_GET
@signed_in
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of the page that changes while the worker compares."""
    who = viewer(request)
    return still(request, "filings/_checking.html", _checked(who, queries.filing(who, ref)))


@require_POST
@signed_in
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Compare again, after it could not be done."""
    who = viewer(request)
    actions.check_filing(by=who, at=who.at, ref=ref)
    return redirect("filings:detail", ref)


def _checked(who: Viewer, filing: Filing) -> dict[str, object]:
    """The kept check; one that is due is asked for here too, so that nobody waits for nothing."""
    made = queries.worked_out(who, filing)
    how, found = comparing.shown(filing, made) if made else ("", None)
    if how == CheckState.WAITING:
        comparing.ask(filing, who.at)
    return {
        "filing": filing,
        "made": made,
        "found": found,
        "boxes": [
            (side, BOXES.get(f"{filing.jurisdiction}.{side.box}"))
            for side in (found.boxes if found else ())
        ],
        "unfinished": how == CheckState.WAITING,
        "failed": how == CheckState.FAILED,
        "rows_open": made is not None and queries.rows_open(who, made.run),
    }


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
    document = _received(who, "receipt", file)
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


def _received(who: Viewer, kind: str, file: UploadedFile) -> Document:
    owner = access.own_organisation(who)
    name = file.name or ""
    return receive(by=who, at=who.at, owner=owner, kind=kind, name=name, chunks=file.chunks())


def _state(state: str) -> tuple[Text, str]:
    return NAMES[Receipt(state)], TONES[Receipt(state)]
