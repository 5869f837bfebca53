"""Pages of amendments: proposing and countering with the terms in one form, the changes side by side, signing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.engines.contracts import LEVEL, PARTIES, SEAL, machine_values
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts import actions, queries, second_factor, states
from pilotage.platform.engagements.contracts.queries import Version
from pilotage.platform.engagements.contracts.states import NAMES, State
from pilotage.platform.engagements.models import Amendment
from pilotage.web.contracts import charges
from pilotage.web.contracts.forms import AmendForm, SignForm
from pilotage.web.contracts.showing import TONES, changes, open_cases
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer


@require_http_methods(["GET", "POST"])
@signed_in
def propose(request: HttpRequest, ref: str) -> HttpResponse:
    """The terms in force as a form; what is changed is proposed to the other side."""
    who = viewer(request)
    contract = queries.contract(who, ref)
    states.after(contract.state, "amend", queries.side_of(who, contract))
    check_may(who, "contract.negotiate")
    last = queries.versions(who, ref)[-1]
    return _edit(request, who, ref, contract, last, is_new=True)


@require_http_methods(["GET", "POST"])
@signed_in
def terms(request: HttpRequest, ref: str) -> HttpResponse:
    """A counter-proposal."""
    who = viewer(request)
    row = queries.amendment(who, ref)
    states.after(row.state, "counter", queries.side_of(who, row.contract))
    check_may(who, "contract.negotiate")
    last = queries.proposals(who, ref)[-1]
    return _edit(request, who, ref, row.contract, last, is_new=False)


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """What would change, clause by clause, and what this side can do now; the programme sees how it stands."""
    who = viewer(request)
    row = queries.amendment(who, ref)
    context = _standing(who, row)
    if not who.is_operator:
        context |= _changes(who, row)
    return render(request, "contracts/amendment.html", context)


@require_POST
@signed_in
def agree(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.agree_amendment(by=who, at=who.at, ref=ref, seen=request.POST.get("seen", ""))
    return _back(request, ref, Text("已同意，双方可以签署。", "Agreed; both sides may sign."))


@require_POST
@signed_in
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.withdraw_amendment(by=who, at=who.at, ref=ref)
    return _back(request, ref, Text("变更已撤回，合同照旧。", "Withdrawn; the contract goes on as it is."))  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def sign(request: HttpRequest, ref: str) -> HttpResponse:
    """The hash, what the signature is worth, and the code."""
    who = viewer(request)
    row = queries.amendment(who, ref)
    queries.side_of(who, row.contract)
    check_may(who, "contract.sign")
    form = SignForm(request.POST or None, initial={"seen": row.hash})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.sign_amendment(
                by=who, at=who.at, ref=ref, seen=given["seen"], code=given["code"]
            )
        except Invalid as error:
            form.add_error(None, in_words(error))
        else:
            return _back(request, ref, Text("已签署。", "Signed."))
    context = _standing(who, row) | _changes(who, row)
    context |= {"form": form, "has_app": second_factor.is_set_up(who)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contracts/sign.html", context, status=status)


def _edit(
    request: HttpRequest, who: Viewer, ref: str, contract: object, last: Version, *, is_new: bool
) -> HttpResponse:
    """What was typed stays when something is missing."""
    if request.method == "POST":
        form, rows = AmendForm(last.body, request.POST), charges.rows_of(request.POST)
        if form.is_valid():
            try:
                made = _proposed(who, ref, form, rows, request.POST.get("seen", ""), is_new)
            except Invalid as error:
                form.add_error(None, in_words(error))
            else:
                says = Text("变更已发给对方，合同照旧执行。", "The amendment is with the other side; the contract goes on as it is.")  # fmt: skip
                return _back(request, made.ref, says)
    else:
        form = AmendForm(last.body)
        rows = charges.rows_from(machine_values(last.body).get("fees.plan", []))
    context = {
        "contract": contract,
        "version": last,
        "form": form,
        "rows": rows or [charges.EMPTY],
        "empty": charges.EMPTY,
        "amends": True,
        "amendment": None if is_new else ref,
        **charges.choices(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contracts/terms.html", context, status=status)


def _proposed(
    who: Viewer, ref: str, form: AmendForm, rows: list[charges.Row], seen: str, is_new: bool
) -> Amendment:
    proposal = form.proposal(charges.items_of(rows) if form.uses("fees") else [])
    act = actions.propose if is_new else actions.counter_amendment
    chosen = actions.Open(form.cleaned_data["open_cases"])
    return act(by=who, at=who.at, ref=ref, seen=seen, proposal=proposal, open_cases=chosen)


def _standing(who: Viewer, row: Amendment) -> dict[str, object]:
    return {
        "amendment": row,
        "contract": row.contract,
        "state": NAMES[State(row.state)],
        "tone": TONES[row.state],
        "hash": row.hash,
        "signatures": [(PARTIES[s.side], s) for s in queries.amendment_signatures(who, row.ref)],
        "level": LEVEL,
        "seal": SEAL,
    }


def _changes(who: Viewer, row: Amendment) -> dict[str, object]:
    kept = queries.proposals(who, row.ref)
    before, last = kept[0], kept[-1]
    side = queries.side_of(who, row.contract)
    signed = {s.side for s in queries.amendment_signatures(who, row.ref)}

    def can(event: str, verb: str = "contract.negotiate") -> bool:
        return may(who, verb) and states.can(row.state, event, side)

    return {
        "before": before,
        "after": last,
        "version": last,
        "changes": changes(queries.differences(before, last), without="amendment"),
        "open_cases": open_cases(row.open_cases),
        "can_edit": can("counter"),
        "can_agree": can("agree"),
        "can_sign": can("sign", "contract.sign") and side not in signed,
        "can_withdraw": can("withdraw"),
        "is_waiting": not can("agree") and row.state in (State.OFFERED, State.COUNTERED),
    }


def _back(request: HttpRequest, ref: str, says: Text) -> HttpResponse:
    messages.success(request, say(says))
    return redirect("contracts:amendment", ref=ref)
