"""Duties of a contract: what is owed until when, what fulfilled it; and the dispute of a closed verdict."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import actions, queries
from pilotage.platform.cases import duties as owed
from pilotage.platform.cases.disputed import dispute_until
from pilotage.platform.cases.models import CaseVerdict, Duty
from pilotage.platform.cases.telling import PROMISES
from pilotage.platform.disputes import queries as disputes
from pilotage.platform.disputes.models import Dispute, Subject
from pilotage.platform.documents.actions import receive
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.web.cases import showing
from pilotage.web.cases.forms import DeliverForm
from pilotage.web.disputes.forms import OpenForm
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer


@dataclass(frozen=True, slots=True)
class Disputable:
    """What can be said against a verdict: the dispute there is, or the form and where it goes."""

    dispute: Dispute | None
    is_reversed: bool
    form: OpenForm | None
    address: str


def disputable(who: Viewer, row: CaseVerdict | Duty, form: OpenForm | None = None) -> Disputable:
    """For the page of the verdict; the form only while the contract's time for it runs."""
    last = disputes.about(who, Subject.VERDICT, row.ref)
    until = dispute_until(row)
    opens = until is not None and who.at < until and may(who, "dispute.argue")
    opens = opens and row.state in ("met", "breached") and (last is None or not last.outcome)
    opens = opens and (last is None or last.ended_at is not None)
    given = form or OpenForm(Subject.VERDICT, called=row.ref)
    address = reverse("cases:dispute-verdict", args=[row.ref])
    return Disputable(last, hasattr(row, "reversal"), given if opens else None, address)


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One duty: due when, by which clause, done or not, with its hash."""
    return _detail(request, viewer(request), ref, DeliverForm())


@require_POST
@signed_in
def deliver(request: HttpRequest, ref: str) -> HttpResponse:
    """The partner gives the document that fulfils it, which belongs to the seller."""
    who = viewer(request)
    found = owed.duty(who, ref)
    check_may(who, "case.write")
    owed.check_deliverer(who, found)
    form = DeliverForm(request.POST, request.FILES)
    if not form.is_valid():
        return _detail(request, who, ref, form, 422)
    file = form.cleaned_data["file"]
    try:
        document = receive(
            by=who, at=who.at, owner=found.contract.seller, kind="duty", name=file.name or "",
            chunks=file.chunks(),
        )  # fmt: skip
        text = form.cleaned_data["text"]
        actions.deliver_duty(by=who, at=who.at, ref=ref, document=document, text=text)
    except Invalid as error:
        form.add_error(None, in_words(error))
        return _detail(request, who, ref, form, 422)
    messages.success(
        request, say(Text("已交付，卖家已收到通知。", "Delivered; the seller is told."))
    )
    return redirect("cases:duty", ref)


@require_GET
@signed_in
def file(request: HttpRequest, ref: str) -> FileResponse:
    """What fulfilled it."""
    name, path = owed.file(viewer(request), ref)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@require_POST
@signed_in
def ask_export(request: HttpRequest, contract: str) -> HttpResponse:
    """The seller asks for its data; the days of the clause on exit begin."""
    who = viewer(request)
    row = actions.ask_export(by=who, at=who.at, contract=contract)
    messages.success(request, say(Text("已告知服务商。", "The partner is told.")))
    return redirect("cases:duty", row.ref)


@require_POST
@signed_in
def dispute(request: HttpRequest, ref: str) -> HttpResponse:
    """On to the dispute, which says what happens next."""
    who = viewer(request)
    is_duty = ref.startswith("dty_")
    row = owed.duty(who, ref) if is_duty else queries.verdict(who, ref)
    form = OpenForm(Subject.VERDICT, request.POST)
    back = ("cases:duty", ref) if isinstance(row, Duty) else ("cases:detail", row.case.ref)
    if not form.is_valid():
        messages.error(request, say(Text("请选择理由并写明原因。", "Choose a ground and say why.")))
        return redirect(*back)
    try:
        opened = actions.dispute_verdict(by=who, at=who.at, ref=ref, **form.cleaned_data)
    except Invalid as error:
        messages.error(request, in_words(error))
        return redirect(*back)
    return redirect("disputes:detail", opened.ref)


def _detail(
    request: HttpRequest, who: Viewer, ref: str, form: DeliverForm, status: int = 200
) -> HttpResponse:
    found = owed.duty(who, ref)
    side = contracts.side_of(who, found.contract)
    running = None if found.ended_at else owed.running_of(found, who.at)
    says, tone = showing.duty(found, running)
    is_theirs = side == "partner" and found.ended_at is None and may(who, "case.write")
    context = {
        "duty": found,
        "promise": PROMISES[found.kind],
        "state": says,
        "tone": tone,
        "late": showing.duration(found.overrun_seconds) if found.state == "breached" else None,
        "by_document": found.kind in owed.BY_PARTNER,
        "form": form if is_theirs and found.kind in owed.BY_PARTNER else None,
        "yours": is_theirs,
        "of": disputable(who, found),
    }
    return render(request, "cases/duty.html", context, status=status)
