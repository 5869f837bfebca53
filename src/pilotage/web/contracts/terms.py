"""The terms in one form: the partner's draft, or either side's counter-offer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pilotage.engines.contracts import machine_values
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts import actions, queries, states
from pilotage.platform.engagements.contracts.queries import Version
from pilotage.platform.engagements.contracts.states import State
from pilotage.platform.engagements.models import Contract
from pilotage.web.contracts import charges
from pilotage.web.contracts.forms import TermsForm
from pilotage.web.profile.fee_rows import Row
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """What was typed stays when something is missing."""
    who = viewer(request)
    found = queries.contract(who, ref)
    side = queries.side_of(who, found)
    check_may(who, "contract.negotiate")
    event = "revise" if found.state == State.DRAFTED else "counter"
    states.after(found.state, event, side)
    last = queries.versions(who, ref)[-1]
    if request.method != "POST":
        rows = charges.rows_from(machine_values(last.body).get("fees.plan", []))
        return _page(request, found, last, TermsForm(last.body), rows)
    form, rows = TermsForm(last.body, request.POST), charges.rows_of(request.POST)
    if form.is_valid():
        try:
            _proposed(who, found, form, rows, request.POST.get("seen", ""))
        except Invalid as error:
            form.add_error(None, in_words(error))
        else:
            saved = Text("草稿已保存。", "The draft is kept.")
            sent = Text("新版本已发给对方。", "The new version is with the other side.")
            messages.success(request, say(saved if event == "revise" else sent))
            return redirect("contracts:detail", ref=ref)
    return _page(request, found, last, form, rows)


def _proposed(who: Viewer, found: Contract, form: TermsForm, rows: list[Row], seen: str) -> None:
    plan = charges.items_of(rows) if form.uses("fees") else []
    proposal = form.proposal(plan)
    if found.state == State.DRAFTED:
        actions.revise(by=who, at=who.at, ref=found.ref, proposal=proposal)
    else:
        actions.counter(by=who, at=who.at, ref=found.ref, seen=seen, proposal=proposal)


def _page(
    request: HttpRequest, found: Contract, last: Version, form: TermsForm, rows: list[Row]
) -> HttpResponse:
    context = {
        "contract": found,
        "version": last,
        "form": form,
        "rows": rows or [charges.EMPTY],
        "empty": charges.EMPTY,
        "is_draft": found.state == State.DRAFTED,
        **charges.choices(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contracts/terms.html", context, status=status)
