"""The page of the shortlist; everything asked stands in its address, so that it can be kept and sent on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pilotage.kernel.errors import Invalid
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.directory import pricing, queries
from pilotage.web.directory import comparing
from pilotage.web.shell.door import signed_in
from pilotage.web.shortlist import planning, showing
from pilotage.web.speech import in_words
from pilotage.web.viewer import viewer


@require_GET
@signed_in
def plan(request: HttpRequest) -> HttpResponse:
    """Needs, figures and limits in; up to three sets out. What was typed stays when something is wrong."""
    who = viewer(request)
    check_may(who, "shortlist.plan")
    advice = planning.advice_of(who, request.GET.get("fit", ""))
    form = planning.form_of(request.GET, advice, who.at.date())
    needs = planning.needs_of(request.GET, advice)
    context = {
        "form": form,
        "rows": comparing.rows(needs),
        "fit": advice,
        "may_ask": may(who, "request.send"),
    }
    if not (needs or planning.was_sent(request.GET)):
        return render(request, "shortlist/plan.html", context)
    if form.is_valid():
        try:
            found = queries.shortlist(
                who,
                needs=needs,
                languages=form.chosen_languages,
                budget=form.budget_money,
                most_partners=int(form.cleaned_data["most"]),
                currency=form.chosen_currency,
                forecast=pricing.flat_forecast(
                    who.at.date(), form.monthly_sales, form.monthly_units
                ),
                on=who.at.date(),
                objective=form.cleaned_data["objective"],
            )
        except Invalid as refused:
            form.add_error(None, in_words(refused))
        else:
            context |= {"found": found, "sets": showing.sets(found)}
            context["compare"] = showing.comparison(found, needs, form.figures)
            context["raised"] = found.most_partners > int(form.cleaned_data["most"])
            return render(request, "shortlist/plan.html", context)
    return render(request, "shortlist/plan.html", context, status=422)
