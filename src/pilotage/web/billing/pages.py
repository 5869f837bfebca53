"""Invoices and credits, for both parties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.kernel.errors import Invalid, NotFound
from pilotage.kernel.money import Money
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.billing import actions, queries
from pilotage.platform.billing.models import Invoice, Kind
from pilotage.platform.billing.periods import agreed, dispute_until
from pilotage.platform.billing.standing import standing as standing_of
from pilotage.platform.cases.telling import PROMISES
from pilotage.platform.disputes import queries as disputes
from pilotage.platform.disputes.models import Dispute, Subject
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts.legal_day import legal_day
from pilotage.web.billing.forms import CorrectForm, FiguresForm, PaymentForm
from pilotage.web.disputes.forms import OpenForm
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, contract: str, first: str) -> HttpResponse:
    """The partner bills a period that is over, with the figures that its charges follow from."""
    who = viewer(request)
    check_may(who, "invoice.issue")
    found = contracts.contract(who, contract)
    form = FiguresForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            stated = form.cleaned_data["figures"]
            made = actions.issue(
                by=who, at=who.at, contract=contract, first=_day(first), stated=stated
            )
        except Invalid as error:
            form.add_error(None, in_words(error))
        else:
            return _issued(request, contract, made)
    context = {
        "contract": found,
        "first": _day(first),
        "form": form,
        "needs_figures": agreed(found).needs_figures,
    }
    return render(request, "billing/new.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def invoice(request: HttpRequest, ref: str) -> HttpResponse:
    """One invoice with what became of it."""
    return _invoice(request, viewer(request), ref)


@require_POST
@signed_in
def note_payment(request: HttpRequest, ref: str) -> HttpResponse:
    """The seller says it paid, the partner that it received."""
    who = viewer(request)
    found = queries.invoice(who, ref)
    form = _payment_form(who, found, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        amount = Money(given["amount"], found.currency)
        try:
            actions.note_payment(
                by=who, at=who.at, ref=ref, amount=amount, on=given["on"], key=given["key"]
            )
        except Invalid as error:
            form.add_error(None, in_words(error))
        else:
            messages.success(request, say(Text("已登记。", "Noted.")))
            return redirect("billing:invoice", ref)
    return _invoice(request, who, ref, 422, payment=form)


@require_http_methods(["GET", "POST"])
@signed_in
def correct(request: HttpRequest, ref: str, position: int) -> HttpResponse:
    """The partner takes back part of a line."""
    who = viewer(request)
    check_may(who, "invoice.issue")
    line = queries.line(who, ref, position)
    form = CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.issue_credit_note(
                by=who, at=who.at, ref=ref, position=position,
                amount=Money(given["amount"], line.invoice.currency), reason=given["reason"],
                key=given["key"],
            )  # fmt: skip
        except Invalid as error:
            form.add_error(None, in_words(error))
        else:
            messages.success(request, say(Text("红字账单已开具。", "The credit note is issued.")))
            return redirect("billing:invoice", ref)
    context = {"form": form, "line": line, "invoice": line.invoice}
    return render(request, "billing/correct.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def dispute_invoice(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole of it."""
    who = viewer(request)
    queries.invoice(who, ref)
    return _disputed(request, who, ref, Subject.INVOICE, actions.dispute_invoice)


@require_GET
@signed_in
def credit(request: HttpRequest, ref: str) -> HttpResponse:
    """A service credit: which promises, what the contract says, the arithmetic."""
    who = viewer(request)
    found = queries.credit(who, ref)
    side = contracts.side_of(who, found.contract)
    in_time = who.at < found.dispute_until
    lines = [
        {
            "row": one,
            "promise": PROMISES.get(one.key, Text(one.key, one.key)),
            "dispute": disputes.about(who, Subject.CREDIT, one.ref),
            "reversal": getattr(one, "reversal", None),
            "form": OpenForm(Subject.CREDIT, called=one.ref),
        }
        for one in found.lines.all()
    ]
    context = {
        "credit": found,
        "lines": lines,
        "verdicts": [(PROMISES.get(one["promise"], one["promise"]), one) for one in found.verdicts],
        "may_dispute": side == "partner" and in_time and may(who, "dispute.argue"),
    }
    return render(request, "billing/credit.html", context)


@require_POST
@signed_in
def dispute_credit(request: HttpRequest, ref: str) -> HttpResponse:
    """One line of a credit."""
    who = viewer(request)
    queries.credit_line(who, ref)
    return _disputed(request, who, ref, Subject.CREDIT, actions.dispute_credit)


def _invoice(
    request: HttpRequest,
    who: Viewer,
    ref: str,
    status: int = 200,
    payment: PaymentForm | None = None,
) -> HttpResponse:
    found = queries.invoice(who, ref)
    side = contracts.side_of(who, found.contract)
    standing = standing_of(found)
    dispute = disputes.about(who, Subject.INVOICE, found.ref)
    context = {
        "invoice": found,
        "side": side,
        "standing": standing,
        "is_overdue": standing.is_overdue(legal_day(found.contract, who.at)),
        "kinds": Kind,
        "payment": payment or _payment_form(who, found),
        "may_note": may(who, "invoice.note_payment"),
        "may_correct": may(who, "invoice.issue"),
        "dispute": dispute,
        "form": OpenForm(Subject.INVOICE),
        "may_dispute": dispute is None
        and who.at < dispute_until(found)
        and may(who, "dispute.argue"),
        "credits": found.contract.service_credits.filter(
            first=found.first, currency=found.currency
        ),
    }
    return render(request, "billing/invoice.html", context, status=status)


def _payment_form(who: Viewer, found: Invoice, data: object = None) -> PaymentForm:
    return PaymentForm(who.at.date(), standing_of(found).left, data)


def _disputed(
    request: HttpRequest, who: Viewer, ref: str, kind: str, opens: Callable[..., Dispute]
) -> HttpResponse:
    """On to the dispute, which says what happens next."""
    form = OpenForm(kind, request.POST)
    if not form.is_valid():
        raise Invalid(
            "SAY_WHY",
            Text("请选择理由并写明。", "Choose a ground and say why."),
            Text("返回上一页补充后再提交。", "Go back, add it, and send it again."),
        )
    given = form.cleaned_data
    row = opens(by=who, at=who.at, ref=ref, ground=given["ground"], text=given["text"])
    return redirect("disputes:detail", row.ref)


def _issued(request: HttpRequest, contract: str, made: list[Invoice]) -> HttpResponse:
    if len(made) == 1:
        messages.success(request, say(Text("账单已开具。", "The invoice is issued.")))
        return redirect("billing:invoice", made[0].ref)
    says = Text("开具了 {n} 份账单。", "{n} invoices were issued.").with_(n=len(made))
    messages.success(request, say(says))
    return redirect("workspace:contract", contract)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(
            "NO_SUCH_PERIOD", Text("没有这个账期。", "There is no such period.")
        ) from None
