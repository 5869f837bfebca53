"""Proofs: what changes did, per class and per author, with intervals, or that no effect can be shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising import actions, queries
from pilotage.platform.advertising.models import AdProof, ProofState
from pilotage.web.advertising import asking, effects, showing, words
from pilotage.web.advertising.pages import asked_of
from pilotage.web.shell.door import signed_in
from pilotage.web.uploads import on_to, still
from pilotage.web.viewer import viewer

MOST_SPANS = 20
_UNFINISHED = (ProofState.WAITING, ProofState.RUNNING)
MEASURES = {
    "sales": Text("销售额", "Sales"),
    "spend": Text("花费", "Spend"),
    "gain": Text("按目标 ACoS 计的收益", "Gain at the target ACoS"),
    "acos": Text("ACoS", "ACoS"),
}


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Upload the history of changes and daily reports, and queue the proof."""
    who = viewer(request)
    if request.method == "GET":
        return render(request, "advertising/proof_new.html", asked_of(who))
    site = asking.site(request.POST)
    seller = queries.seller(who, request.POST.get("seller", ""), site)
    documents = asking.documents(request, who, seller)
    made = actions.start_proof(
        by=who, at=who.at, seller=seller, site=site, documents=documents,
        wishes=_wishes(request.POST),
    )  # fmt: skip
    return on_to(request, reverse("advertising:proof", args=[made.ref]))


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """The total first, then per author and per class, with everything that was left out."""
    return render(request, "advertising/proof.html", _context(viewer(request), ref))


@require_GET
@signed_in
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of the page that changes."""
    return still(request, "advertising/_proof_progress.html", _context(viewer(request), ref))


def _wishes(given: QueryDict) -> dict[str, Any]:
    return {
        "start": given.get("start", ""),
        "until": given.get("until", ""),
        "target_acos": asking.fraction(given.get("target_acos", "")),
        "partner": asking.listed(given.get("partner", "")),
        "seller": asking.listed(given.get("own", "")),
        "default": given.get("default", ""),
    }


def _context(who: Viewer, ref: str) -> dict[str, object]:
    made = queries.proof(who, ref)
    found = (made.result or {}).get("proof") or {}
    total = _part(found["total"], found) if found else None
    authors, classes = (
        [_part(one, found) for one in found.get(name, ())] for name in ("authors", "classes")
    )
    return {
        "proof": made,
        "site": words.site(made.site),
        "unfinished": made.state in _UNFINISHED,
        "documents": [one.document for one in made.inputs.select_related("document")],
        "found": found,
        "files": showing.files_told(_files(made)),
        "total": total,
        "whose": authors[0]["title"] if len(authors) == 1 else None,
        "chart": effects.chart([total, *(authors if len(authors) > 1 else ()), *classes] if total else ()),
        "groups": [
            (Text("谁的更改", "By author"), authors if len(authors) > 1 else []),
            (Text("哪类更改", "By kind of change"), classes),
        ],
        "notes": [_said(one) for one in found.get("notes", ())],
    }  # fmt: skip


def _files(made: AdProof) -> list[dict[str, Any]]:
    return list((made.result or {}).get("files", ()))


def _part(one: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """A part with its measures as rows and the first of its spans."""
    currency = found.get("currency") or ""
    return {
        **one,
        "title": Text(one["title_zh"], one["title_en"]),
        "says": _said(one),
        "rows": [_measure(name, measure, currency) for name, measure in one["measures"].items()],
        "spans": one.get("spans", [])[:MOST_SPANS],
        "more": max(0, len(one.get("spans", ())) - MOST_SPANS),
    }


def _measure(name: str, one: dict[str, Any], currency: str) -> dict[str, Any]:
    def told(value: float | None, signed: bool) -> str:
        if value is None:
            return "—"
        if name == "acos":
            return f"{value * 100:+.2f} pp" if signed else f"{value:.2%}"
        return (
            f"{value:+,.2f} {currency}".rstrip() if signed else f"{value:,.2f} {currency}".rstrip()
        )

    return {
        "name": name,
        "title": words.word(MEASURES, name),
        "bounds": (one["low"], one["effect"], one["high"]),
        "observed": told(one["observed"], False),
        "expected": told(one["expected"], False),
        "effect": told(one["effect"], True),
        "low": told(one["low"], True),
        "high": told(one["high"], True),
        "shown": one["shown"],
        "says": _said(one),
    }


def _said(one: dict[str, Any]) -> Text:
    return Text(one["says_zh"], one["says_en"])
