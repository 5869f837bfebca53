"""Accounts at Amazon: which, until when, connect, come back, disconnect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pilotage.engines import sp_api
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.connections import actions, queries
from pilotage.platform.connections.application import application
from pilotage.platform.connections.models import Connection
from pilotage.platform.connections.standing import Standing, days_left, standing
from pilotage.web.directory import names
from pilotage.web.fence import unfenced
from pilotage.web.shell.door import check_still_you, signed_in
from pilotage.web.speech import say
from pilotage.web.viewer import viewer

PER_PAGE = 20
REGIONS = {
    "na": Text("北美", "North America"),
    "eu": Text("欧洲（含中东、印度）", "Europe, Middle East, India"),
    "fe": Text("远东", "Far East"),
}


_SAID = {
    Standing.ENDED: (Text("已断开", "disconnected"), "off"),
    Standing.LAPSED: (Text("授权已到期", "consent has lapsed"), "bad"),
    Standing.REFUSED: (
        Text("亚马逊不再接受授权，请重新连接", "Amazon takes the consent no longer: connect again"),
        "bad",
    ),
    Standing.NO_TOKEN: (Text("令牌不在此处，请重新连接", "no token here: connect again"), "bad"),
    Standing.SOON: (Text("即将到期", "lapses soon"), "late"),
    Standing.LIVE: (Text("已连接", "connected"), "good"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A connection as its page has it; `days_left` while it is live."""

    one: Connection
    state: Text
    tone: str
    region: Text
    site: Text
    days_left: int | None


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """The seller's connections; for the programme, the application and how many there are."""
    who = viewer(request)
    check_may(who, "connection.see")
    if who.is_operator:
        return _for_programme(request, who)
    page = Paginator(queries.connections(who), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "application": application(),
        "consent": sp_api.lasting("consent"),
        "page": page,
        "shown": [_shown(one, who.at) for one in page],
        "sites": [(code, names.place(code)) for code in sp_api.seller_central()],
        "may_open": may(who, "connection.open"),
        "may_close": may(who, "connection.close"),
    }
    return render(request, "connections/list.html", context)


@require_POST
@signed_in
def ask(request: HttpRequest) -> HttpResponse:
    """Says what will be asked and where, with the link that goes there.

    A link and no redirect: the policy of this site lets no form lead elsewhere.
    """
    who = viewer(request)
    check_may(who, "connection.open")
    application().check_set()
    check_still_you(request)
    site = request.POST.get("site", "")
    way = actions.ask(by=who, at=who.at, site=site, session=_session(request))
    context = {
        "way": way,
        "host": urlsplit(way.address).netloc,
        "roles": sp_api.requested_roles(),
        "minutes": actions.LASTS.seconds // 60,
        "site": names.place(site),
    }
    return _unsaid(render(request, "connections/go.html", context))


# The browser comes back by a GET that Amazon chose, and what it brings is written down: before the fence.
@unfenced
@require_GET
@signed_in
def back(request: HttpRequest) -> HttpResponse:
    """Back from Amazon. The address holds a one-time code: the answer goes on to one that does not."""
    who, given = viewer(request), request.GET
    actions.come_back(
        by=who, at=who.at, state=given.get("state", ""), session=_session(request),
        code=given.get("spapi_oauth_code", ""), account=given.get("selling_partner_id", ""),
        denied=given.get("error", ""),
    )  # fmt: skip
    messages.success(request, say(Text("店铺已连接。", "The account is connected.")))
    return _unsaid(redirect("connections:list"))


@require_POST
@signed_in
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """At once."""
    who = viewer(request)
    actions.disconnect(by=who, at=who.at, ref=ref)
    says = Text("已断开，令牌已销毁。", "Disconnected; the token is gone.")
    messages.success(request, say(says))
    return redirect("connections:list")


def _for_programme(request: HttpRequest, who: Viewer) -> HttpResponse:
    registered = application()
    context = {
        "application": registered,
        "secret": sp_api.lasting("secret"),
        "roles": sp_api.requested_roles(),
        "overdue": registered.rotates_on is not None
        and registered.rotates_on < timezone.localdate(who.at),
        "many": queries.how_many(who),
    }
    return render(request, "connections/application.html", context)


def _shown(one: Connection, at: datetime) -> Shown:
    region, site = REGIONS[one.region], names.place(one.site)
    return Shown(one, *_SAID[standing(one, at)], region, site, days_left(one, at))


def _session(request: HttpRequest) -> str:
    return request.session.session_key or ""


def _unsaid(response: HttpResponse) -> HttpResponse:
    """Amazon asks that no address with a state be told onwards; nor is such a page kept."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
