"""Certification as the firm sees it: how it stands, what is missing, what it files."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.engines import law
from pilotage.kernel.errors import Invalid, NotFound, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import actions, queries, states
from pilotage.platform.certification.models import Partner
from pilotage.platform.documents import queries as documents
from pilotage.platform.documents.actions import receive
from pilotage.web.certification import forms, rulebook, showing
from pilotage.web.directory import names
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer

KINDS_OF_FILE = (".pdf", ".png", ".jpg", ".jpeg")


@require_GET
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Everything about the firm's certification, or the way to register."""
    who = viewer(request)
    try:
        firm = queries.own_partner(who)
    except NotFound:
        if not who.is_partner:
            raise
        return render(request, "certification/register.html", {"may": may(who, "profile.edit")})
    return render(request, "certification/mine.html", _standing(who, firm))


@require_POST
@signed_in
def register(request: HttpRequest) -> HttpResponse:
    who = viewer(request)
    actions.register_partner(by=who, at=who.at, organisation=access.own_organisation(who))
    messages.success(
        request, say(Text("已登记，请提交资质。", "Registered; now file your evidence."))
    )
    return redirect("certification:mine")


@require_http_methods(["GET", "POST"])
@signed_in
def apply(request: HttpRequest) -> HttpResponse:
    """Choose services and countries; what was approved before is kept and not asked again."""
    who = viewer(request)
    check_may(who, "application.submit")
    firm = queries.own_partner(who)
    chosen, error = forms.items_of(request.POST), ""
    if request.method == "POST":
        try:
            actions.submit_application(
                by=who,
                at=who.at,
                partner=firm,
                items=chosen,
                message=request.POST.get("message", ""),
            )
        except (Invalid, WrongState) as refused:
            error = say(refused.says)
        else:
            messages.success(request, say(Text("申请已提交。", "The application is submitted.")))
            return redirect("certification:mine")
    context = {
        "services": _services(who, firm, set(chosen)),
        "message": request.POST.get("message", ""),
        "error": error,
    }
    return render(request, "certification/apply.html", context, status=422 if error else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def file_credential(request: HttpRequest) -> HttpResponse:
    """File evidence with its document; what was typed stays (a chosen file must be chosen again)."""
    who = viewer(request)
    check_may(who, "credential.file")
    firm = queries.own_partner(who)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.credential_form(who, firm, *posted)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["document"]
        if _done(form, lambda: _file(who, firm, form.content(), file)):
            messages.success(
                request, say(Text("已提交，等待平台核验。", "Filed; the programme will check it."))
            )
            return redirect("certification:mine")
    return _form_page(request, "certification/credential.html", form)


@require_POST
@signed_in
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Evidence that counts no longer; services that need it leave the list at once."""
    who = viewer(request)
    credential = actions.withdraw_credential(by=who, at=who.at, ref=ref)
    messages.success(request, say(Text("资质已撤回。", "The evidence is withdrawn.")))
    if who.is_operator:
        return redirect("certification:partner", credential.partner.ref)
    return redirect("certification:mine")


@require_GET
@signed_in
def document(request: HttpRequest, ref: str) -> FileResponse:
    """The paper behind a credential, for the firm and for the programme that checks it."""
    who = viewer(request)
    credential = queries.credential(who, ref)
    # Whoever may see the credential may see its paper, which belongs to the firm.
    product = Viewer.product("credential-document", who.at)
    kept = documents.document(product, credential.document)
    path = documents.path(product, credential.document)
    return FileResponse(path.open("rb"), as_attachment=True, filename=kept.name)


@require_http_methods(["GET", "POST"])
@signed_in
def add_company(request: HttpRequest) -> HttpResponse:
    who = viewer(request)
    check_may(who, "credential.file")
    firm = queries.own_partner(who)
    form = forms.CompanyForm(request.POST or None, initial={"country": "CN"})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        if _done(form, lambda: actions.add_legal_entity(by=who, at=who.at, partner=firm, **data)):
            return redirect("certification:mine")
    return _form_page(request, "certification/company.html", form)


@require_http_methods(["GET", "POST"])
@signed_in
def add_staff(request: HttpRequest) -> HttpResponse:
    who = viewer(request)
    check_may(who, "profile.edit")
    firm = queries.own_partner(who)
    form = forms.StaffForm(request.POST or None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        if _done(form, lambda: actions.add_staff(by=who, at=who.at, partner=firm, **data)):
            return redirect("certification:mine")
    return _form_page(request, "certification/staff.html", form)


def _standing(who: Viewer, firm: Partner) -> dict[str, object]:
    return {
        "firm": firm,
        "standing": showing.mark(states.Standing, firm.standing),
        "history": queries.standing_history(who, firm),
        "items": showing.item_lines(firm, queries.items(who, firm), who.at),
        "papers": showing.papers(
            queries.credentials(who, firm), who.at, queries.register_checks(who, firm)
        ),
        "record": rulebook.record(who, firm, who.at),
        "companies": showing.companies(queries.legal_entities(who, firm)),
        "staff": queries.staff(who, firm),
        "open_application": queries.applications(who, firm)
        .filter(state=states.Application.SUBMITTED)
        .first(),
        "may_file": may(who, "credential.file"),
        "may_apply": may(who, "application.submit"),
    }


def _services(who: Viewer, firm: Partner, chosen: set[tuple[str, str]]) -> list[dict[str, object]]:
    """Every service with its countries, each ticked, already approved, or open."""
    known = {(item.category, item.country): item.state for item in queries.items(who, firm)}
    asked = chosen or {pair for pair, state in known.items() if state == states.Item.NEEDS_REVISION}
    services = []
    for code, category in law.service_categories().items():
        places = [
            {
                "value": f"{code}:{country}",
                "says": names.place(country),
                "approved": known.get((code, country)) == states.Item.APPROVED,
                "ticked": (code, country) in asked,
            }
            for country in names.site_codes()
        ]
        ticked = sum(bool(place["ticked"]) for place in places)
        services.append({"says": category.name, "places": places, "ticked": ticked})
    return services


def _file(
    who: Viewer, firm: Partner, content: dict[str, object], file: UploadedFile | None
) -> object:
    kept = _received(who, firm, file) if file else ""
    return actions.file_credential(by=who, at=who.at, partner=firm, document=kept, **content)  # type: ignore[arg-type]


def _received(who: Viewer, firm: Partner, file: UploadedFile) -> str:
    name = file.name or ""
    if not name.lower().endswith(KINDS_OF_FILE):
        raise Invalid(
            "NOT_A_PAPER",
            Text("请上传 PDF、PNG 或 JPG 文件。", "Upload a PDF, PNG or JPG file."),
        )
    return receive(
        by=who,
        at=who.at,
        owner=firm.organisation,
        kind="credential",
        name=name,
        chunks=file.chunks(),
    ).ref


def _done(form: Form, act: Callable[[], object]) -> bool:
    """Whether the action went through; if not, the form says why and keeps what was typed."""
    try:
        act()
    except Invalid as refused:
        form.add_error(None, in_words(refused))
        return False
    return True


def _form_page(request: HttpRequest, template: str, form: Form) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form}, status=status)
