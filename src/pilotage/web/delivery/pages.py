"""Pages of work: a new order, one order with its steps, a file that was handed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pilotage.engines.contracts import library
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.delivery import actions, queries, reviews, terms
from pilotage.platform.delivery.models import Review, Step, WorkOrder
from pilotage.platform.delivery.templates import rule_of
from pilotage.platform.disputes.models import Subject
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.web.delivery.forms import HandInForm, ReviewForm, WhyForm, WorkForm
from pilotage.web.delivery.showing import WHO, Shown
from pilotage.web.disputes.forms import OpenForm
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer

# How a budget of time reads, as the clause on acceptance says it.
_ACCEPTANCE = library().newest("acceptance").variables[0]


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """Proposes work under a contract."""
    who = viewer(request)
    contract = contracts.contract(who, ref)
    contracts.side_of(who, contract)
    check_may(who, "work.plan")
    form = WorkForm(terms.covered(contract), terms.charges(contract), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose(by=who, at=who.at, contract=ref, work=form.work())
        except Invalid as error:
            form.add_error(None, in_words(error))
        else:
            messages.success(request, say(Text("已发给对方确认。", "The other side has it.")))
            return redirect("delivery:order", made.ref)
    context = {"form": form, "contract": contract}
    return render(request, "delivery/new.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def order(request: HttpRequest, ref: str) -> HttpResponse:
    """Its steps, whose turn it is, and what the reader can do."""
    return one(request, ref)


@require_GET
@signed_in
def file(request: HttpRequest, ref: str) -> FileResponse:
    """A file that was handed in."""
    found, path = queries.file(viewer(request), ref)
    return FileResponse(path.open("rb"), as_attachment=True, filename=found.name)


def one(request: HttpRequest, ref: str, status: int = 200, **bound: object) -> HttpResponse:
    """The page of one order, with a form that was typed into if there is one."""
    who = viewer(request)
    found = queries.work_order(who, ref)
    shown = Shown(found, who)
    proves = any(step.is_mine and step.row.proof == "filing" for step in shown.steps)
    forms = {
        "hand_in": HandInForm(queries.filings_to_show(who, found) if proves else ()),
        "why": WhyForm(),
        "dispute": OpenForm(Subject.DELIVERABLE),
        "dispute_review": OpenForm(Subject.REVIEW, called="review"),
        "review": ReviewForm(),
    }
    context = {
        "one": shown,
        "order": found,
        "rule": rule_of(found.rule),
        "acceptance": _ACCEPTANCE.spoken(found.acceptance),
        "forms": {**forms, **bound},
        **_reviews(who, found),
    }
    return render(request, "delivery/order.html", context, status=status)


def _reviews(who: Viewer, found: WorkOrder) -> dict[str, object]:
    """The published ones, or whether the reader can still write."""
    milestone = next((step for step in found.steps.all() if step.is_milestone), None)
    opened = reviews.published(who, found)
    has_written = reviews.has_written(who, found)
    return {
        "milestone": milestone,
        "reviews": [(WHO[row.side], row, _disputable(who, row)) for row in opened],
        "has_written": has_written,
        "may_review": not has_written and _is_open(who, milestone),
    }


def _disputable(who: Viewer, row: Review) -> bool:
    return row.side != who.kind and row.struck_at is None and may(who, "dispute.argue")


def _is_open(who: Viewer, milestone: Step | None) -> bool:
    if milestone is None or milestone.review_until is None or milestone.reviews_published_at:
        return False
    return who.at < milestone.review_until and may(who, "review.write")
