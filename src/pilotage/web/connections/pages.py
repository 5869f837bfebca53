"""Accounts at Amazon: which, until when, connect, come back, disconnect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pilotage.engines import sp_api
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.connections import actions, queries
from pilotage.platform.connections.application import application
from pilotage.platform.connections.models import Connection
from pilotage.web.directory import names
from pilotage.web.fence import unfenced
from pilotage.web.shell.door import check_still_you, signed_in
from pilotage.web.speech import say
from pilotage.web.viewer import viewer

PER_PAGE = 20
_SOON_DAYS = 30
REGIONS = {
    "na": Text("北美", "North America"),
    "eu": Text("欧洲（含中东、印度）", "Europe, Middle East, India"),
    "fe": Text("远东", "Far East"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A connection as its page has it."""

    one: Connection
    at: datetime

    @property
    def is_live(self) -> bool:
        held = bool(getattr(self.one, "is_held", False))
        return held and self.one.ended_at is None and self.at < self.one.lapses_at

    @property
    def days_left(self) -> int:
        return (self.one.lapses_at - self.at).days

    @property
    def state(self) -> Text:
        if self.one.ended_at is not None:
            return Text("已断开", "disconnected")
        if self.at >= self.one.lapses_at:
            return Text("授权已到期", "consent has lapsed")
        if not self.is_live:
            return Text("令牌不在此处，请重新连接", "no token here: connect again")
        soon = self.days_left < _SOON_DAYS
        return Text("即将到期", "lapses soon") if soon else Text("已连接", "connected")

    @property
    def tone(self) -> str:
        if self.one.ended_at is not None:
            return "off"
        if not self.is_live:
            return "bad"
        return "late" if self.days_left < _SOON_DAYS else "good"

    @property
    def region(self) -> Text:
        return REGIONS[self.one.region]

    @property
    def site(self) -> Text:
        return names.place(self.one.site)


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """The seller's connections; for the programme, the application and how many there are."""
    who = viewer(request)
    check_may(who, "connection.see")
    registered = application()
    context = {
        "application": registered,
        "consent": sp_api.lasting("consent"),
        "secret": sp_api.lasting("secret"),
        "roles": [role.name for role in sp_api.roles() if role.requested],
        "overdue": registered.rotates_on is not None and registered.rotates_on < who.at.date(),
    }
    if who.is_operator:
        return render(
            request, "connections/application.html", {**context, "many": queries.how_many(who)}
        )
    page = Paginator(queries.connections(who), PER_PAGE).get_page(request.GET.get("page"))
    context |= {
        "page": page,
        "shown": [Shown(one, who.at) for one in page],
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
        "roles": [role.name for role in sp_api.roles() if role.requested],
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


def _session(request: HttpRequest) -> str:
    return request.session.session_key or ""


def _unsaid(response: HttpResponse) -> HttpResponse:
    """Amazon asks that no address with a state be told onwards; nor is such a page kept."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
