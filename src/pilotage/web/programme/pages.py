"""Outcomes with what they rest on, claims apart from them, and a seller's shops."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pilotage.engines.outcomes import LEAST
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.programme import actions, queries
from pilotage.platform.programme.claims import claims
from pilotage.web.programme.forms import ShopForm
from pilotage.web.programme.showing import blocks
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer


@require_GET
@signed_in
def outcomes(request: HttpRequest) -> HttpResponse:
    """What the reader may see of them, as last counted."""
    who = viewer(request)
    found = queries.outcomes(who)
    context = {
        "blocks": list(blocks(found)),
        "cohort": found[0].figure.cohort if found else None,
        "missing": queries.missing(who),
        "claims": claims(),
        "least": LEAST,
    }
    return render(request, "programme/outcomes.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def shops(request: HttpRequest) -> HttpResponse:
    """The seller's applications; the form notes one, or corrects it."""
    who = viewer(request)
    rows = queries.shops(who)
    form, error = ShopForm(request.POST or None), ""
    if form.is_bound and form.is_valid():
        try:
            actions.note_shop(by=who, at=who.at, **form.cleaned_data)
        except Invalid as refused:
            error = in_words(refused)
        else:
            messages.success(request, say(Text("已登记。", "Noted.")))
            return redirect("programme:shops")
    refused_ = bool(error) or (form.is_bound and not form.is_valid())
    context = {"rows": rows, "form": form, "error": error}
    return render(request, "programme/shops.html", context, status=422 if refused_ else 200)
