"""Pages of the directory; open to visitors."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from pilotage.kernel.canonical import sha256
from pilotage.platform.access.permissions import may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.delivery import reviews
from pilotage.platform.directory import pricing, queries
from pilotage.platform.directory.queries.search import PER_PAGE
from pilotage.web.directory import comparing, names, showing
from pilotage.web.directory.asking import FIELDS, Question, question_of
from pilotage.web.viewer import viewer

SEED_DIGITS = 8


@require_GET
@vary_on_headers("HX-Request", "HX-History-Restore-Request")
def search(request: HttpRequest) -> HttpResponse:
    """Words and facets in, partners out; htmx gets the parts that change, and they are the same parts."""
    who, question = viewer(request), question_of(request.GET)
    swapped = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    template = "directory/_swap.html" if swapped else "directory/search.html"
    return render(request, template, _found(who, question))


@require_GET
def partner(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything public about one partner."""
    page = queries.partner(viewer(request), ref)
    context = {
        "page": page,
        "offers": showing.offers(page),
        "languages": names.listed(names.language(code) for code in page.languages),
        "cities": names.listed(page.cities),
        "stars": showing.stars(page.quality),
        "star_range": showing.star_range(page.quality),
        "answering": showing.percent(page.answering.mean),
        "reviews": reviews.facts(viewer(request), ref),
        "may_ask": _may_ask(viewer(request)),
        "needs": names.in_address((o.category, o.country) for o in page.offers[:1]),
    }
    return render(request, "directory/partner.html", context)


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """One to four partners side by side on the reader's own figures; wrong figures stay in the form."""
    who, form = viewer(request), comparing.form_of(request.GET)
    refs = request.GET.getlist("p")
    context: dict[str, object] = {"form": form, "refs": refs, "may_ask": _may_ask(who)}
    if not form.is_valid():
        context |= {"rows": comparing.rows(comparing.needs_of(request.GET))}
        return render(request, "directory/compare.html", context, status=422)
    needs = comparing.needs_of(request.GET) or comparing.offered_by(who, refs)
    on = who.at.date()
    forecast = pricing.flat_forecast(on, form.monthly_sales, form.monthly_units)
    found = queries.compare(who, refs, needs, forecast, form.chosen_currency, on)
    context |= {
        "rows": comparing.rows(needs),
        "found": found,
        "columns": [comparing.column(one) for one in found.columns],
        "rates": comparing.rates_used(found),
        "all_needs": names.in_address(needs),
    }
    return render(request, "directory/compare.html", context)


def _found(who: Viewer, question: Question) -> dict[str, object]:
    found = queries.search(
        who, question.text, question.filters, seed=_seed(who), page=question.page
    )
    return {
        "question": question,
        "found": found,
        "boxes": showing.boxes(found),
        "lines": [showing.line(hit, question) for hit in found.hits],
        "page": Paginator(range(found.total), PER_PAGE).get_page(found.page),
        "relaxed": [] if found.total else _relaxed(who, question),
        "may_ask": _may_ask(who),
    }


def _relaxed(who: Viewer, question: Question) -> list[dict[str, object]]:
    """Which facet to open again when nothing is left, and what that would bring."""
    tried = [(facet, question.without(facet)) for facet in question.held()]
    counts = [
        (facet, other, queries.search(who, other.text, other.filters, seed=0, page=1).total)
        for facet, other in tried
    ]
    return [
        {"title": FIELDS[facet][1], "address": other.address, "count": count}
        for facet, other, count in counts
        if count
    ]


def _seed(who: Viewer) -> int:
    """One order for each organisation and day, so that pages follow each other and nobody is last for ever."""
    return int(sha256(f"{who.organisation_ref}|{who.at.date()}".encode())[:SEED_DIGITS], 16)


def _may_ask(who: Viewer) -> bool:
    """Sellers may send a request; a visitor is asked to sign in on the way."""
    return who.person_id is None or may(who, "request.send")
