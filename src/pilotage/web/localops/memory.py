"""The translation memory: TMX in and out, what is near a text; nothing is written into a listing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage import __version__
from pilotage.engines.memory import REASONS, Account, Unit, write
from pilotage.kernel.text import Text
from pilotage.platform.localops import actions, memory
from pilotage.platform.localops.queries import CHECK
from pilotage.platform.parties.models import Organisation
from pilotage.web.localops import asking
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import say
from pilotage.web.uploads import on_to
from pilotage.web.viewer import viewer

_BROUGHT = Text("读入 {read} 条，未读入 {rejected} 条。", "{read} read, {rejected} not.")
_NOT_READ = Text("未读入：{why}（{n} 条，首见第 {line} 行）。", "Not read: {why} ({n}, first in line {line}).")  # fmt: skip
_CODED = Text("{n} 条去掉了格式代码，只留文本。", "{n} lost formatting codes; the text was kept.")
_DELETED = Text("已删除 {n} 条。", "{n} deleted.")


@require_http_methods(["GET", "POST"])
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Languages kept and what is near the text asked for; POST brings a TMX file in."""
    who = viewer(request)
    if request.method == "POST":
        of = memory.seller(who, request.POST.get("seller", ""), CHECK)
        file = asking.tmx(request)
        account = actions.bring(
            by=who, at=who.at, seller=of, name=file.name or "", size=file.size or 0, file=file
        )
        for one in _told(account):
            messages.success(request, say(one))
        return on_to(request, _address(of))
    sellers = memory.sellers(who)
    if not sellers.exists():
        return render(request, "localops/memory.html", {"sellers": sellers})
    asked = {name: request.GET.get(name, "") for name in ("seller", "text", "source", "target")}
    ref = asked["seller"] or sellers[0].ref
    of = memory.seller(who, ref)
    pair = (asked["source"], asked["target"])
    context = {
        "sellers": sellers, "of": of, "asked": asked, "languages": memory.languages(who, of),
        "near": memory.near(who, of, asked["text"], *pair) if asked["text"].strip() else None,
    }  # fmt: skip
    return render(request, "localops/memory.html", context)


@require_GET
@signed_in
def tmx(request: HttpRequest) -> FileResponse:
    """The memory, or a pair of languages of it, as a file."""
    who, given = viewer(request), request.GET
    of = memory.seller(who, given.get("seller", ""))
    return as_file(memory.whole(who, of, given.get("source", ""), given.get("target", "")))


def as_file(units: Iterator[Unit]) -> FileResponse:
    """Written whole before it is sent: the reading of the database ends with the request."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    out.writelines(write(units, __version__))
    out.seek(0)
    return FileResponse(
        out, as_attachment=True, filename="memory.tmx", content_type="application/x-tmx+xml"
    )


@require_POST
@signed_in
def drop_languages(request: HttpRequest) -> HttpResponse:
    """Delete a pair of languages."""
    who, given = viewer(request), request.POST
    of = memory.seller(who, given.get("seller", ""), CHECK)
    source, target = given.get("source", ""), given.get("target", "")
    gone = actions.drop_languages(by=who, at=who.at, seller=of, source=source, target=target)
    messages.success(request, say(_DELETED.with_(n=gone)))
    return redirect(_address(of))


@require_POST
@signed_in
def drop_unit(request: HttpRequest, ref: str) -> HttpResponse:
    """Delete one unit."""
    who = viewer(request)
    of = actions.drop_unit(by=who, at=who.at, ref=ref)
    messages.success(request, say(_DELETED.with_(n=1)))
    return redirect(_address(of))


def _address(of: Organisation) -> str:
    return f"{reverse('localops:memory')}?{urlencode({'seller': of.ref})}"


def _told(account: Account) -> list[Text]:
    told = [_BROUGHT.with_(read=account.read, rejected=account.rejected)]
    for reason, n in account.reasons.items():
        line = next((one.line for one in account.rejects if one.reason == reason), "—")
        told.append(_NOT_READ.with_(why=REASONS[reason], n=n, line=line))
    return [*told, _CODED.with_(n=account.coded)] if account.coded else told
