"""After-sales packs: for a site the return address and replies to buyers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.engines import law
from pilotage.kernel import places
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.localops import actions, after_sales, wording
from pilotage.web.directory import names
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import say
from pilotage.web.viewer import viewer


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Sites, each with whether there is an address and how many replies."""
    who = viewer(request)
    held = {one.site for one in after_sales.addresses(who)}
    count: dict[str, int] = {}
    for site in after_sales.replies(who).values_list("site", flat=True):
        count[site] = count.get(site, 0) + 1
    rows = [(code, name, code in held, count.get(code, 0)) for code, name in names.sites()]
    return render(request, "localops/packs.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@signed_in
def pack(request: HttpRequest, site: str) -> HttpResponse:
    """The address to write and the replies as they will read; POST keeps the address."""
    who = viewer(request)
    if request.method == "GET":
        return _page(request, site)
    given = {key: request.POST.get(key, "") for key in ("lines", "postcode", "country")}
    try:
        actions.keep_address(by=who, at=who.at, site=site, **given)
    except Invalid as refused:
        return _page(request, site, refused, **given)
    messages.success(request, say(Text("退货地址已保存。", "The return address is kept.")))
    return redirect("localops:pack", site)


def _page(request: HttpRequest, site: str, refused: Invalid | None = None, **typed: str) -> HttpResponse:  # fmt: skip
    """`typed` stands in the form that was `refused`."""
    who = viewer(request)
    law.check_marketplace(site)
    held = after_sales.addresses(who).filter(site=site).first()
    given = {"address": after_sales.printed(held)} if held else {}
    rows = [
        (one, names.language(one.language), wording.filled(one.text, given))
        for one in after_sales.replies(who, site)
    ]
    ref = request.GET.get("reply", "")
    changing = after_sales.replies(who, site).filter(ref=ref).first()
    languages = law.marketplaces()[site].languages
    context = {
        "refused": refused,
        "law": after_sales.buyer_rights(who, site),
        "written": typed.get("language") or (changing.language if changing else languages[0]),
        "title": typed.get("title", changing.title if changing else ""),
        "text": typed.get("text", changing.text if changing else ""),
        "site": site, "name": names.place(site), "rows": rows,
        "country": typed.get("country", held.country if held else site),
        "postcode": typed.get("postcode", held.postcode if held else ""),
        "lines": typed.get("lines", "\n".join(held.lines) if held else ""),
        "countries": sorted(places.NAMES.items()),
        "languages": [(code, names.language(code)) for code in wording.LANGUAGES],
        "known": " ".join(f"{{{name}}}" for name in wording.PLACES),
    }  # fmt: skip
    return render(request, "localops/pack.html", context, status=422 if refused else 200)


@require_POST
@signed_in
def reply(request: HttpRequest, site: str) -> HttpResponse:
    """Keep a reply; one of the same title and language is replaced."""
    who = viewer(request)
    given = {key: request.POST.get(key, "") for key in ("language", "title", "text")}
    try:
        actions.keep_reply(by=who, at=who.at, site=site, **given)
    except Invalid as refused:
        return _page(request, site, refused, **given)
    messages.success(request, say(Text("回复已保存。", "The reply is kept.")))
    return redirect("localops:pack", site)


@require_POST
@signed_in
def drop(request: HttpRequest, ref: str) -> HttpResponse:
    """Delete a reply."""
    who = viewer(request)
    site = actions.drop_reply(by=who, at=who.at, ref=ref)
    messages.success(request, say(Text("回复已删除。", "The reply is deleted.")))
    return redirect("localops:pack", site)
