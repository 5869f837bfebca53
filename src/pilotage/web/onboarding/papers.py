"""Papers of an application: added, looked at, taken away. Who looks is written down."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.onboarding import actions, queries
from pilotage.web.fence import unfenced
from pilotage.web.onboarding.naming import placed
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import say
from pilotage.web.uploads import on_to
from pilotage.web.viewer import viewer


@require_POST
@signed_in
def add(request: HttpRequest, ref: str) -> HttpResponse:
    """Files by the name of their field; each takes the place of the one before."""
    who = viewer(request)
    check_may(who, "dossier.keep")
    row = queries.application(who, ref)
    files = [(name, file) for name in queries.NAMES if (file := request.FILES.get(name))]
    together = request.FILES.getlist("files")
    taken = queries.papers(who, row).values_list("name", flat=True)
    sorted_out = zip(placed([file.name or "" for file in together], taken), together, strict=True)
    files += (sorted_files := [(name, file) for name, file in sorted_out if name])
    if len(sorted_files) < len(together):
        kept = {id(file) for _, file in sorted_files}
        unknown = [file.name or "" for file in together if id(file) not in kept]
        says = Text("认不出是哪种资料，请逐份上传：{names}", "Not told which paper it is, upload them one by one: {names}")  # fmt: skip
        messages.warning(request, say(says.with_(names="、".join(unknown)[:500])))
    if not files and not together:
        raise Invalid(
            "NO_FILE",
            Text("没有收到文件。", "No file arrived."),
            Text("请选择 png、jpg 或 pdf 文件。", "Choose a png, jpg or pdf file."),
        )
    for name, file in files:
        actions.add_paper(
            by=who, at=who.at, ref=ref, name=name, file_name=file.name or "", chunks=file.chunks()
        )
    return on_to(request, reverse("onboarding:detail", args=[ref]))


@require_POST
@signed_in
def remove(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    paper = actions.remove_paper(by=who, at=who.at, ref=ref)
    messages.success(request, say(Text("已移除。", "Removed.")))
    return redirect("onboarding:detail", paper.application.ref)


@unfenced  # looking at a paper is written down
@require_GET
@signed_in
def original(request: HttpRequest, ref: str) -> HttpResponse:
    """The file as it came, to be kept; never shown by the browser itself."""
    who = viewer(request)
    paper = actions.note_opened(by=who, at=who.at, ref=ref)
    answer = StreamingHttpResponse(queries.bytes_of(who, paper), "application/octet-stream")
    answer.headers["Content-Disposition"] = content_disposition_header(True, paper.file_name) or ""
    return private(answer)


@unfenced  # looking at a paper is written down
@require_GET
@signed_in
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """The page upright, as our own picture of it."""
    who = viewer(request)
    paper = actions.note_opened(by=who, at=who.at, ref=ref)
    content = b"".join(queries.bytes_of(who, paper, page=True))
    return private(HttpResponse(content, "image/jpeg"))


def private(answer: HttpResponse | StreamingHttpResponse) -> HttpResponse:
    """Kept by no browser, taken for no other type."""
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer  # type: ignore[return-value]
