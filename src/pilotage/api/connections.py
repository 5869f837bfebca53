"""A seller's accounts at Amazon over the API: how each stands, the way to Amazon's consent, the end. Never a token or secret."""

from __future__ import annotations

from datetime import date, datetime

from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Schema

from pilotage.api.listed import Site
from pilotage.api.paging import Offset, page
from pilotage.engines import sp_api
from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.connections import actions, queries
from pilotage.platform.connections.application import application
from pilotage.platform.connections.models import Connection
from pilotage.platform.connections.standing import days_left, standing
from pilotage.web.shell.door import check_still_you
from pilotage.web.viewer import viewer

router = Router(tags=["connections · 店铺连接"])


class ConnectionOut(Schema):
    """`standing`: live, soon (lapses within 30 days), or why it reads nothing now: ended, lapsed, refused, no_token.

    `roles` is what it is for, as asked for when the seller consented; `days_left` while it is live.
    """

    ref: str
    region: str
    site: str
    account: str
    roles: list[str]
    standing: str
    granted_at: datetime
    lapses_at: datetime
    days_left: int | None
    ended_at: datetime | None


class AmazonApplicationOut(Schema):
    """The programme's application at Amazon. `missing` names settings that lack; the secret lapses after `secret_until`.

    `connections` counts those of all sellers that are good, of your own for a seller; both dates are the programme's.
    """

    set: bool
    missing: list[str]
    roles: list[str]
    consent_days: int
    secret_since: date | None
    secret_until: date | None
    connections: int


class ConsentIn(Schema):
    """`site`: the shop's marketplace, e.g. DE."""

    site: Site


class ConsentWayOut(Schema):
    """Open `address` in the browser whose session asked, before `expires_at`, once; Amazon sends it on to `back`.

    `address` holds a one-time secret: it belongs in no log.
    """

    address: str
    expires_at: datetime
    back: str
    roles: list[str]


@router.get("", response=list[ConnectionOut])
def amazon_connections(request: HttpRequest, offset: Offset = 0) -> list[ConnectionOut]:
    """Your own: live ones first, then the newest, fifty from `offset` on."""
    who = viewer(request)
    return [_connection(who, one) for one in page(queries.connections(who), offset)]


@router.get("/application", response=AmazonApplicationOut)
def amazon_application(request: HttpRequest) -> AmazonApplicationOut:
    """What connections go through, and until when."""
    who = viewer(request)
    many, registered = queries.how_many(who), application()
    for_desk = who.is_operator
    return AmazonApplicationOut(
        set=not registered.missing,
        missing=list(registered.missing) if for_desk else [],
        roles=sp_api.requested_roles(),
        consent_days=sp_api.lasting("consent").days,
        secret_since=registered.secret_since if for_desk else None,
        secret_until=registered.rotates_on if for_desk else None,
        connections=many,
    )


@router.post("/consents", response=ConsentWayOut)
def begin_consent(request: HttpRequest, given: ConsentIn) -> ConsentWayOut:
    """For the owner in a browser's session, who has confirmed within five minutes who they are, as on the page."""
    who = viewer(request)
    check_may(who, "connection.open")
    application().check_set()
    session = _session(request)
    way = actions.ask(by=who, at=who.at, site=given.site, session=session)
    return ConsentWayOut(
        address=way.address,
        expires_at=way.expires_at,
        back=application().back,
        roles=sp_api.requested_roles(),
    )


@router.get("/{ref}", response=ConnectionOut)
def amazon_connection(request: HttpRequest, ref: str) -> ConnectionOut:
    who = viewer(request)
    return _connection(who, queries.connection(who, ref))


@router.post("/{ref}/end", response=ConnectionOut)
def end_connection(request: HttpRequest, ref: str) -> ConnectionOut:
    """The token is forgotten at once."""
    who = viewer(request)
    actions.disconnect(by=who, at=who.at, ref=ref)
    return _connection(who, queries.connection(who, ref))


def _connection(who: Viewer, one: Connection) -> ConnectionOut:
    return ConnectionOut(
        ref=one.ref, region=one.region, site=one.site, account=one.account, roles=one.roles, standing=standing(one, who.at),
        granted_at=one.granted_at, lapses_at=one.lapses_at,
        days_left=days_left(one, who.at), ended_at=one.ended_at,
    )  # fmt: skip


def _session(request: HttpRequest) -> str:
    """Of the browser that Amazon sends back. Raises `WrongState` for a key, and for a session left open."""
    key = request.session.session_key
    if not key or "Authorization" in request.headers:
        raise WrongState(
            "BROWSER_NEEDED",
            Text("授权必须由负责人本人在登录的浏览器里开始。", "Consent begins in the signed-in browser of the owner."),
            Text("请在「店铺连接」页面开始，接口密钥不能代替。", "Begin it on the page “Connections”; a key cannot."),
        )  # fmt: skip
    try:
        check_still_you(request)
    except ReauthenticationRequired as asked:
        raise WrongState(
            "CONFIRM_YOURSELF",
            Text(
                "五分钟内没有再次确认身份。",
                "You have not confirmed within five minutes that it is you.",
            ),
            Text(
                "请在同一浏览器打开 {address} 输入密码后再试。",
                "Open {address} in the same browser, give the password, and retry.",
            ),
            address=reverse("account_reauthenticate"),
        ) from asked
    return key
