"""Advertising plans: files in, changes decided, approved, and a sheet out."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.engines.ads.kept_plan import Only
from pilotage.kernel.text import Text
from pilotage.platform.access.queries import called
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising import actions, queries
from pilotage.platform.advertising.models import AdPlan
from pilotage.platform.advertising.states import UNFINISHED, State
from pilotage.platform.advertising.verdicts import CODES, Verdicts
from pilotage.platform.advertising.wishing import day
from pilotage.web.advertising import asking, showing, words
from pilotage.web.directory import names
from pilotage.web.shell.door import signed_in
from pilotage.web.shell.filters import Option, Pick, Sought
from pilotage.web.speech import say
from pilotage.web.uploads import on_to, still
from pilotage.web.viewer import viewer

PER_PAGE = 20
MOST_ADVICE = 20
LATEST = 12
MOST_CAMPAIGNS = 300
_FILTER = ("what", "guard", "campaign", "words", "verdict", "page")


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Plans, and the way to proofs."""
    who = viewer(request)
    page = Paginator(queries.plans(who), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, words.site(one.site), *words.state(one.state)) for one in page]
    proofs = [(one, words.site(one.site)) for one in queries.proofs(who)[:LATEST]]
    context = {"page": page, "rows": rows, "proofs": proofs, "may_plan": queries.sellers(who).exists()}  # fmt: skip
    return render(request, "advertising/list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Upload files, say the target, and queue the plan."""
    who = viewer(request)
    if request.method == "GET":
        return render(request, "advertising/new.html", asked_of(who))
    site = asking.site(request.POST)
    seller = queries.seller(who, request.POST.get("seller", ""), site)
    documents = asking.documents(request, who, seller)
    wishes = asking.wishes(request.POST)
    made = actions.start(by=who, at=who.at, seller=seller, site=site, documents=documents, wishes=wishes)  # fmt: skip
    return on_to(request, reverse("advertising:detail", args=[made.ref]))


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """The summary, the changes a page at a time, and what the viewer can do."""
    who = viewer(request)
    plan = queries.plan(who, ref)
    context = _frame(who, plan)
    if plan.rows_sha256:
        context |= _reviewed(request, who, plan)
    return render(request, "advertising/detail.html", context)


@require_GET
@signed_in
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of the page that changes."""
    who = viewer(request)
    return still(request, "advertising/_progress.html", _frame(who, queries.plan(who, ref)))


@require_POST
@signed_in
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """One change or many; back to where the reader was."""
    who, given = viewer(request), request.POST
    plan = queries.plan(who, ref)

    def here() -> list[int]:
        page = asking.number(given.get("page", ""))
        found = queries.changes(who, plan, asking.only(given), given.get("verdict", ""), page)
        return [one.change["position"] for one in found.rows]

    made = actions.decide(by=who, at=who.at, ref=plan.ref, **asking.decision(given, here))
    says = Text("{n} 项更改：{verdict}", "{n} changes: {verdict}")
    messages.success(request, say(says.with_(n=made.count, verdict=words.VERDICTS[made.verdict][0])))  # fmt: skip
    kept = {name: given[name] for name in _FILTER if given.get(name)}
    address = reverse("advertising:detail", args=[ref])
    return redirect(f"{address}?{urlencode(kept)}#changes" if kept else f"{address}#changes")


@require_POST
@signed_in
def propose(request: HttpRequest, ref: str) -> HttpResponse:
    """Put it before the seller."""
    who = viewer(request)
    actions.propose(by=who, at=who.at, ref=ref, words=request.POST.get("note", ""))
    return _done(request, ref, Text("已提交卖家批准。", "It is before the seller now."))


@require_POST
@signed_in
def give_back(request: HttpRequest, ref: str) -> HttpResponse:
    """The seller sends it back."""
    who = viewer(request)
    actions.give_back(by=who, at=who.at, ref=ref, words=request.POST.get("note", ""))
    return _done(request, ref, Text("已退回。", "It was sent back."))


@require_POST
@signed_in
def approve(request: HttpRequest, ref: str) -> HttpResponse:
    """What is accepted, as it was seen."""
    who = viewer(request)
    actions.approve(by=who, at=who.at, ref=ref, seen=request.POST.get("seen", ""))
    return _done(request, ref, Text("已批准，正在生成上传表格。", "Approved; the sheet is being written."))  # fmt: skip


@require_POST
@signed_in
def again(request: HttpRequest, ref: str) -> HttpResponse:
    """Write the sheet again, after it could not be written."""
    who = viewer(request)
    actions.make_sheet(by=who, at=who.at, ref=ref)
    return redirect("advertising:detail", ref)


@require_POST
@signed_in
def apply(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody uploaded the sheet."""
    who = viewer(request)
    actions.apply(by=who, at=who.at, ref=ref, on=day(request.POST.get("on", "")))
    return _done(request, ref, Text("已登记上传日期。", "The day is on record."))


@require_POST
@signed_in
def drop(request: HttpRequest, ref: str) -> HttpResponse:
    """The seller wants none of it."""
    who = viewer(request)
    actions.drop(by=who, at=who.at, ref=ref)
    return _done(request, ref, Text("计划已作废。", "The plan was dropped."))


@require_GET
@signed_in
def file(request: HttpRequest, ref: str, what: str) -> FileResponse:
    """The plan as JSON or workbook, or the sheet to upload."""
    who = viewer(request)
    path, name = queries.file(who, ref, what)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def asked_of(who: Viewer) -> dict[str, object]:
    """For whom and for which site a plan or a proof can be asked for."""
    sites = [(code, names.place(code)) for code in names.site_codes()]
    return {"sellers": queries.sellers(who), "sites": sites}


def _done(request: HttpRequest, ref: str, says: Text) -> HttpResponse:
    messages.success(request, say(says))
    return redirect("advertising:detail", ref)


def _frame(who: Viewer, plan: AdPlan) -> dict[str, object]:
    """What every state of the page shows."""
    says, tone = words.state(plan.state)
    writing = plan.state in (State.APPROVED, State.APPLIED) and not plan.sheet_sha256
    return {
        "plan": plan,
        "site": words.site(plan.site),
        "says": says,
        "tone": tone,
        "unfinished": plan.state in UNFINISHED or (writing and not plan.error),
        "writing": writing,
        "work": {"state": "running", "done": 0, "total": 0} if writing else plan,
        "documents": [one.document for one in plan.inputs.select_related("document")],
        "wishes": showing.wishes(plan.wishes),
    }


def _reviewed(request: HttpRequest, who: Viewer, plan: AdPlan) -> dict[str, object]:
    given = request.GET
    only, standing = asking.only(given), given.get("verdict", "")
    page = queries.changes(who, plan, only, standing, asking.number(given.get("page", "")))
    currency = (plan.summary or {}).get("summary", {}).get("currency") or ""
    files = showing.files_told((plan.summary or {}).get("files", ()))
    advice = [
        showing.shown(queries.Decided(row, "open", None), currency)
        for row in queries.advice(who, plan, MOST_ADVICE)
    ]
    return {
        "rows": [showing.shown(one, currency) for one in page.rows],
        "found": page,
        "only": only,
        "standing": standing,
        "picks": _picks(who, plan, only, standing),
        "sought": Sought(Text("词或名称", "Words or names"), only.words),
        "filtered": only != Only() or bool(standing),
        "steps": queries.steps(who, plan),
        "advice": advice,
        "summary": showing.summary(plan),
        "notes": showing.notes(plan),
        "files": files,
        "unused": [one for one in files if one["says"]],
        "reasons": words.REASONS,
        "today": who.at.date().isoformat(),
        **_counted(who, plan, page.state),
    }


def _picks(who: Viewer, plan: AdPlan, only: Only, standing: str) -> list[Pick]:
    guards: list[Option] = [
        (code, words.word(words.GUARDS, code), n) for code, n in queries.guards(who, plan)
    ]
    campaigns: list[Option] = [
        (name, name, n) for name, n in queries.campaigns(who, plan, MOST_CAMPAIGNS)
    ]
    return [
        Pick("what", Text("种类", "Kind"), [(code, says, None) for code, says in words.KINDS.items()], only.what),
        Pick("campaign", Text("广告活动", "Campaign"), campaigns, only.campaign, wide=3),
        Pick("verdict", Text("决定", "Verdict"), [(code, words.VERDICTS[code][0], None) for code in CODES], standing),
        Pick("guard", Text("保护规则", "Guard"), guards, only.guard),
    ]  # fmt: skip


def _counted(who: Viewer, plan: AdPlan, state: Verdicts) -> dict[str, object]:
    latest = state.decisions[: -LATEST - 1 : -1]
    names = called(who, (one.by for one in latest))
    return {
        "counts": [
            (kind, words.word(words.KINDS, kind), each)
            for kind, each in queries.counts(who, plan, state)
        ],
        "all": state.counts,
        "seen": state.seen,
        "latest": [(one, words.VERDICTS[one.verdict], names[one.by]) for one in latest],
    }
