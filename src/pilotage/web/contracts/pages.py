"""Pages of contracts: the list, one contract, versions side by side, and what a side does with a click."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.engines.contracts import LEVEL, PARTIES, SEAL
from pilotage.kernel.errors import Invalid, NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts import actions, queries, second_factor, states
from pilotage.platform.engagements.contracts.states import NAMES, State
from pilotage.platform.engagements.models import Contract
from pilotage.web.contracts.forms import SignForm
from pilotage.web.contracts.showing import TONES, changes, paragraphs
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer

PER_PAGE = 20


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """The viewer's contracts; the programme's without their terms."""
    who = viewer(request)
    page = Paginator(queries.contracts(who), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, NAMES[State(one.state)], TONES[one.state]) for one in page]
    return render(request, "contracts/list.html", {"page": page, "rows": rows})


@require_POST
@signed_in
def draft(request: HttpRequest, ref: str) -> HttpResponse:
    """The partner begins a contract for a request that it accepted."""
    who = viewer(request)
    made = actions.draft(by=who, at=who.at, referral_ref=ref)
    return redirect("contracts:terms", ref=made.ref)


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """How it stands; for the parties also what it says and what they can do."""
    who = viewer(request)
    found = queries.contract(who, ref)
    context = _standing(who, found)
    if not who.is_operator:
        context |= _terms(who, found)
    return render(request, "contracts/detail.html", context)


@require_GET
@signed_in
def compare(request: HttpRequest, ref: str) -> HttpResponse:
    """Two versions side by side: the last two, unless others are asked for."""
    who = viewer(request)
    kept = {str(one.number): one for one in queries.versions(who, ref)}
    after = kept.get(request.GET.get("after", "")) or kept[max(kept, key=int)]
    before = kept.get(request.GET.get("before", "")) or kept.get(str(after.number - 1))
    if before is None:
        raise NotFound(
            "ONE_VERSION_ONLY",
            Text("合同只有一个版本，没有可比较的。", "There is one version only; nothing to compare."),
        )  # fmt: skip
    context = {
        "contract": queries.contract(who, ref),
        "versions": list(kept.values()),
        "before": before,
        "after": after,
        "sides": PARTIES,
        "changes": changes(queries.differences(before, after)),
    }
    return render(request, "contracts/compare.html", context)


@require_POST
@signed_in
def offer(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.offer(by=who, at=who.at, ref=ref)
    return _back(request, ref, Text("报价已发给卖家。", "The offer is with the seller."))


@require_POST
@signed_in
def agree(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.agree(by=who, at=who.at, ref=ref, seen=request.POST.get("seen", ""))
    return _back(request, ref, Text("已同意，双方可以签署。", "Agreed; both sides may sign."))


@require_POST
@signed_in
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.withdraw(by=who, at=who.at, ref=ref)
    return _back(request, ref, Text("谈判已撤回。", "The negotiation is withdrawn."))


@require_POST
@signed_in
def give_notice(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    row = actions.give_notice(by=who, at=who.at, ref=ref)
    says = Text("已通知对方，合同于 {day} 终止。", "Notice is given; the contract ends on {day}.")
    return _back(request, ref, says.with_(day=row.ends_on))


@require_http_methods(["GET", "POST"])
@signed_in
def sign(request: HttpRequest, ref: str) -> HttpResponse:
    """The hash, what the signature is worth, and the code."""
    who = viewer(request)
    found = queries.contract(who, ref)
    queries.side_of(who, found)
    check_may(who, "contract.sign")
    form = SignForm(request.POST or None, initial={"seen": found.hash})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.sign(by=who, at=who.at, ref=ref, seen=given["seen"], code=given["code"])
        except Invalid as error:
            form.add_error(None, in_words(error))
        else:
            return _back(request, ref, Text("已签署。", "Signed."))
    context = _standing(who, found) | _terms(who, found)
    context |= {"form": form, "has_app": second_factor.is_set_up(who)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contracts/sign.html", context, status=status)


@require_GET
@signed_in
def paper(request: HttpRequest, ref: str) -> FileResponse:
    """The sealed PDF."""
    path = queries.paper(viewer(request), ref)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{ref}.pdf")


@require_GET
@signed_in
def evidence(request: HttpRequest, ref: str) -> FileResponse:
    """The evidence of both signatures."""
    path = queries.evidence(viewer(request), ref)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{ref}.json")


def _standing(who: Viewer, found: Contract) -> dict[str, object]:
    """What everybody who sees the contract sees."""
    return {
        "contract": found,
        "state": NAMES[State(found.state)],
        "tone": TONES[found.state],
        "hash": found.hash,
        "signatures": [(PARTIES[s.side], s) for s in queries.signatures(who, found.ref)],
        "amendments": [
            (one, NAMES[State(one.state)], TONES[one.state])
            for one in queries.amendments(who).filter(contract=found)
        ],
        "level": LEVEL,
        "seal": SEAL,
    }


def _terms(who: Viewer, found: Contract) -> dict[str, object]:
    kept = queries.versions(who, found.ref)
    last, side = kept[-1], queries.side_of(who, found)
    signed = {s.side for s in queries.signatures(who, found.ref)}

    def can(event: str, verb: str = "contract.negotiate") -> bool:
        return may(who, verb) and states.can(found.state, event, side)

    on = timezone.localdate(who.at)
    return {
        "version": last,
        "versions": [(PARTIES[v.side], v) for v in reversed(kept)],
        "paragraphs": list(paragraphs(last.body)),
        "year": queries.twelve_months(last, on) if found.state in states.OPEN else None,
        "can_edit": can("revise") or can("counter"),
        "can_offer": can("offer"),
        "can_agree": can("agree"),
        "can_sign": can("sign", "contract.sign") and side not in signed,
        "can_withdraw": can("withdraw"),
        "can_give_notice": can("give_notice", "contract.sign"),
        "can_amend": can("amend") and not found.amendments.filter(state__in=states.OPEN).exists(),
        "is_waiting": not can("agree") and found.state in (State.OFFERED, State.COUNTERED),
    }


def _back(request: HttpRequest, ref: str, says: Text) -> HttpResponse:
    messages.success(request, say(says))
    return redirect("contracts:detail", ref=ref)
