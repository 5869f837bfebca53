"""Taking everything along, and being erased. Handing over to another firm is in `handovers`."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pilotage.kernel.canonical import canonical_json
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.exits import actions, queries, shelf
from pilotage.platform.exits.belonging import kinds_kept
from pilotage.platform.exits.keys import EXIT_KEY, public_key
from pilotage.platform.exits.models import ErasureState, ExitBag
from pilotage.web.shell.door import check_still_you, signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.uploads import still
from pilotage.web.viewer import viewer

PER_PAGE = 10
_UNFINISHED = ("waiting", "running")


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """What each side sees of leaving: the seller all of it, a firm the hand-overs, the programme the erasures."""
    who = viewer(request)
    if who.is_operator:
        page = Paginator(queries.erasures(who), PER_PAGE).get_page(request.GET.get("page"))
        return render(request, "exits/erasures.html", {"page": page})
    page = Paginator(queries.handovers(who), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "exits/list.html", {"page": page, **_own(who)})


@require_POST
@signed_in
def take(request: HttpRequest) -> HttpResponse:
    """Queue a bag."""
    who = viewer(request)
    check_may(who, "exit.take")
    check_still_you(request)
    return redirect("exits:bag", actions.ask(by=who, at=who.at).ref)


@require_GET
@signed_in
def bag(request: HttpRequest, ref: str) -> HttpResponse:
    """Progress while it is made, then how to fetch and check it."""
    return _bag(request, ref)


@require_GET
@signed_in
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of the page that changes."""
    return still(request, "exits/_progress.html", _of_bag(viewer(request), ref))


@require_POST
@signed_in
def fetch(request: HttpRequest, ref: str) -> FileResponse:
    """The file; the chain says who took it and when."""
    who = viewer(request)
    queries.bag(who, ref)
    check_still_you(request)
    made = actions.fetched(by=who, at=who.at, ref=ref)
    name = f"pilotage-{made.organisation.ref}-{made.started_at:%Y-%m-%d}.zip"
    return FileResponse(shelf.packed(ref).open("rb"), as_attachment=True, filename=name)


@require_POST
@signed_in
def confirm(request: HttpRequest, ref: str) -> HttpResponse:
    """The seller says which root its own check found."""
    who = viewer(request)
    try:
        actions.confirm(by=who, at=who.at, ref=ref, root=request.POST.get("root", ""))
    except Invalid as error:
        return _bag(request, ref, in_words(error))
    messages.success(request, say(Text("已记下：与平台的根一致。", "Noted: it is the same root.")))
    return redirect("exits:bag", ref)


@require_POST
@signed_in
def erase(request: HttpRequest) -> HttpResponse:
    """Ask to be erased; nothing happens for thirty days."""
    who = viewer(request)
    check_may(who, "exit.erase")
    check_still_you(request)
    made = actions.ask_erasure(by=who, at=who.at)
    says = Text("已申请，{day} 之前可以撤回。", "Asked for; you can take it back until {day}.")
    messages.success(request, say(says.with_(day=made.due_on.isoformat())))
    return redirect("exits:list")


@require_POST
@signed_in
def keep(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the request back."""
    who = viewer(request)
    actions.withdraw_erasure(by=who, at=who.at, ref=ref)
    messages.success(request, say(Text("已撤回，数据保持原样。", "Taken back; everything stays.")))
    return redirect("exits:list")


@require_GET
def certificate(request: HttpRequest, ref: str) -> HttpResponse:
    """The signed certificate. It names tables and counts, nobody and nothing else."""
    done = queries.certificate(viewer(request), ref)
    answer = HttpResponse(canonical_json(done.certificate), "application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{done.ref}.json"'
    return answer


def _own(who: Viewer) -> dict[str, object]:
    """The sections of a seller, each only for roles that may act on it."""
    context: dict[str, object] = {
        "may_take": may(who, "exit.take"),
        "may_hand_over": may(who, "exit.hand_over"),
        "may_erase": may(who, "exit.erase"),
    }
    if context["may_take"]:
        context["bags"] = queries.bags(who)[:PER_PAGE]
    if context["may_erase"]:
        context["erasure"] = queries.erasures(who).filter(state=ErasureState.ASKED).first()
        context["kept"] = queries.held_back(who, kinds_kept())
    return context


def _bag(request: HttpRequest, ref: str, error: str = "") -> HttpResponse:
    context = _of_bag(viewer(request), ref)
    context |= {"key_name": EXIT_KEY, "public_key": public_key(), "error": error}
    return render(request, "exits/bag.html", context, status=422 if error else 200)


def _of_bag(who: Viewer, ref: str) -> dict[str, object]:
    found: ExitBag = queries.bag(who, ref)
    done, total = queries.progress(who, found)
    work = {"state": found.state, "done": done, "total": total}
    return {"bag": found, "work": work, "unfinished": found.state in _UNFINISHED}
