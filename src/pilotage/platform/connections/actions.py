"""The way to Amazon and back, the end of a connection, and the reminders before a consent or the secret lapses."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pilotage.engines import sp_api
from pilotage.engines.law.marketplaces import marketplaces
from pilotage.kernel.canonical import sha256
from pilotage.kernel.errors import Invalid, NotAllowed, WrongState
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.compliance.actions.calendar import STEPS
from pilotage.platform.compliance.models import Reminder
from pilotage.platform.connections import queries, sealing
from pilotage.platform.connections.application import application
from pilotage.platform.connections.models import Attempt, Connection
from pilotage.platform.notices.actions import tell
from pilotage.platform.parties.models import Kind, Organisation

# Amazon's own code lives five minutes; a person signs in there first.
LASTS = timedelta(minutes=10)
_ATTEMPTS_KEPT = timedelta(days=30)
_ACCOUNT = re.compile(r"[A-Za-z0-9._-]{1,40}")
_START_AGAIN = Text("请从「店铺连接」重新开始。", "Start again from “Connections”.")


@dataclass(frozen=True, slots=True)
class Way:
    """Where the browser goes, and until when it may come back. The address holds a secret: never logged."""

    address: str
    expires_at: datetime


@transaction.atomic
def ask(*, by: Viewer, at: datetime, site: str, session: str) -> Way:
    """A way to Amazon for this person in this browser, once. `session` names the browser.

    Raises `NotAllowed`, `Invalid` for an unknown site, `WrongState` where the application is not set.
    """
    check_may(by, "connection.open")
    registered = application()
    registered.check_set()
    if site not in sp_api.seller_central() or site not in marketplaces():
        raise Invalid("NO_SUCH_SITE", Text("不认识这个站点。", "This site is not known."), Text("请从列表选择。", "Choose one from the list."))  # fmt: skip
    owner, state = access.own_organisation(by), secrets.token_urlsafe(32)
    Attempt.objects.create(
        organisation=owner, person_id=by.person_id, digest=sha256(state.encode()),
        session=sha256(session.encode()), site=site, asked_at=at, expires_at=at + LASTS,
    )  # fmt: skip
    _note(owner, f"site:{site}", "asked", by, at, site=site)
    address = sp_api.authorise_address(site, registered.name, state, registered.back, registered.instead)  # fmt: skip
    return Way(address, at + LASTS)


def come_back(
    *, by: Viewer, at: datetime, state: str, session: str, code: str, account: str, denied: str = ""
) -> Connection:
    """The browser is back: the state is used up first, then the code is exchanged outside any transaction.

    Raises `NotAllowed`, `Invalid`, `WrongState` (denied, wrong, expired, used, refused), `SourceDown`.
    """
    check_may(by, "connection.open")
    registered = application()
    registered.check_set()
    went = _take(by, at, state, session)
    if denied or not code:
        raise WrongState("CONSENT_DENIED", Text("您在亚马逊没有同意授权，店铺未连接。", "You did not consent at Amazon; nothing is connected."), _START_AGAIN)  # fmt: skip
    if not _ACCOUNT.fullmatch(account):
        raise Invalid("ACCOUNT_MISSING", Text("亚马逊没有说明是哪个卖家。", "Amazon did not say which seller it is."), _START_AGAIN)  # fmt: skip
    return _keep(by, at, went, account, ports.consents().exchange(code, registered.back))


@transaction.atomic
def disconnect(*, by: Viewer, at: datetime, ref: str) -> Connection:
    """Forgets the token at once. Raises `NotAllowed`, `NotFound`, `WrongState` when it has ended already."""
    check_may(by, "connection.close")
    seen = queries.connection(by, ref)
    row = Connection.objects.select_for_update().get(pk=seen.pk)
    if row.ended_at is not None:
        raise WrongState("ENDED_ALREADY", Text("这家店铺已经断开。", "This account is disconnected already."))  # fmt: skip
    row.sealed, row.ended_by, row.ended_at = "", by.actor, at
    row.save()
    _note(row.organisation, f"connection:{row.ref}", "closed", by, at, account=row.account)
    return row


@transaction.atomic
def refuse(*, by: Viewer, at: datetime, ref: str) -> bool:
    """Amazon takes this consent no longer: the dead token is forgotten and the seller told, once. For the product."""
    check_may(by, "report.make")
    row = Connection.objects.select_for_update().get(pk=queries.connection(by, ref).pk)
    if row.ended_at is not None or row.refused_at is not None:
        return False
    row.sealed, row.refused_at = "", at
    row.save(update_fields=["sealed", "refused_at"])
    _note(row.organisation, f"connection:{row.ref}", "refused", by, at, account=row.account)
    tell(
        by=by, at=at, organisation=row.organisation, kind="connection.refused", about=f"connection:{row.ref}",
        title=_REFUSED.with_(account=row.account), body=_CONNECT_AGAIN, link=reverse("connections:list"),
    )  # fmt: skip
    return True


def remind_due(*, by: Viewer, at: datetime) -> int:
    """Tells sellers of consents and the programme of the secret, 30, 14, 7 and 2 days before; puts old attempts away."""
    Attempt.objects.filter(expires_at__lt=at - _ATTEMPTS_KEPT).delete()
    today = timezone.localdate(at)
    return sum(_remind(by, at, due, today) for due in (*_lapsing(at), *_rotating()))


@dataclass(frozen=True, slots=True)
class _Due:
    organisation: Organisation
    key: str
    day: date
    title: Text
    body: Text
    account: str = ""


def _lapsing(at: datetime) -> Iterator[_Due]:
    soon = Connection.objects.filter(ended_at=None, lapses_at__gt=at, lapses_at__lte=at + timedelta(days=STEPS[0] + 1))  # fmt: skip
    for one in (
        soon.exclude(sealed="").select_related("organisation").defer("sealed").order_by("pk")
    ):
        day = timezone.localdate(one.lapses_at)
        yield _Due(one.organisation, f"{one.ref}:{day}", day, _LAPSES, _RENEW, one.account)  # fmt: skip


def _rotating() -> Iterator[_Due]:
    if day := application().rotates_on:
        for one in Organisation.objects.filter(kind=Kind.OPERATOR).order_by("pk"):
            yield _Due(one, f"amazon-secret:{day}", day, _ROTATE, _HOW_TO_ROTATE)


@transaction.atomic
def _remind(by: Viewer, at: datetime, due: _Due, today: date) -> bool:
    left = (due.day - today).days
    reached = [days for days in STEPS if left <= days]
    said = set(Reminder.objects.filter(organisation=due.organisation, key=due.key).values_list("days", flat=True))  # fmt: skip
    if left < 0 or not reached or min(reached) in said:
        return False
    Reminder.objects.bulk_create(
        Reminder(organisation=due.organisation, key=due.key, days=days, at=at)
        for days in reached
        if days not in said
    )
    tell(
        by=by, at=at, organisation=due.organisation, kind="connection.due", about=due.key,
        title=due.title.with_(left=left, account=due.account), body=due.body.with_(day=due.day.isoformat()), link=reverse("connections:list"),
    )  # fmt: skip
    return True


@transaction.atomic
def _take(by: Viewer, at: datetime, state: str, session: str) -> Attempt:
    """Uses the state up. One of another person, firm or browser is as good as unknown, and stays theirs."""
    mine = Attempt.objects.select_for_update().filter(
        digest=sha256(state.encode()), session=sha256(session.encode()),
        person=by.person_id, organisation=by.organisation_id,
    )  # fmt: skip
    went = mine.first()
    if went is None:
        raise NotAllowed("STATE_WRONG", Text("这次返回与您发起的授权对不上，店铺未连接。", "This return does not belong to a consent you asked for; nothing is connected."), _START_AGAIN)  # fmt: skip
    if went.used_at is not None:
        raise WrongState("STATE_USED", Text("这次授权已经用过。", "This consent was used already."), Text("请在「店铺连接」查看结果。", "See “Connections” for how it ended."))  # fmt: skip
    if at >= went.expires_at:
        raise WrongState("STATE_EXPIRED", Text("授权用时超过 {minutes} 分钟，已失效。", "The consent took longer than {minutes} minutes and has expired."), _START_AGAIN, minutes=LASTS.seconds // 60)  # fmt: skip
    went.used_at = at
    went.save(update_fields=["used_at"])
    return went


@transaction.atomic
def _keep(by: Viewer, at: datetime, went: Attempt, account: str, token: str) -> Connection:
    """A consent given again renews the connection that is there."""
    region = marketplaces()[went.site].region
    # Two consents that come back at once: the second finds the connection of the first.
    Organisation.objects.select_for_update().get(pk=went.organisation_id)
    there = Connection.objects.select_for_update().filter(
        organisation=went.organisation, region=region, account=account, ended_at=None
    )
    before = there.first()
    row = before or Connection(organisation=went.organisation, region=region, account=account)
    row.site, row.roles = went.site, sp_api.requested_roles()
    row.sealed = sealing.sealed(row.ref, token)
    row.granted_by, row.granted_at, row.refused_at = by.actor, at, None
    row.lapses_at = at + timedelta(days=sp_api.lasting("consent").days)
    row.save()
    what = "renewed" if before else "opened"
    _note(
        row.organisation, f"connection:{row.ref}", what, by, at, account=account, region=region, roles=row.roles,
        lapses_at=row.lapses_at.isoformat(),
    )  # fmt: skip
    return row


def _note(
    owner: Organisation, about: str, what: str, by: Viewer, at: datetime, **after: object
) -> None:
    record(by=by.actor, at=at, tenant=owner.ref, action=f"connection.{what}", object=about, after=after)  # fmt: skip


_LAPSES = Text(
    "店铺 {account} 的授权还有 {left} 天到期", "The consent for {account} lapses in {left} days"
)
_RENEW = Text(
    "最迟 {day} 前由负责人在「店铺连接」重新授权，否则不能再读取。",
    "The owner authorises it again under “Connections” by {day}, or it can be read no longer.",
)
_REFUSED = Text(
    "亚马逊不再接受店铺 {account} 的授权", "Amazon takes the consent for {account} no longer"
)
_CONNECT_AGAIN = Text(
    "令牌已销毁，不再读取。由负责人在「店铺连接」重新连接后继续；文件可照旧自己上传。",
    "The token is gone and nothing is read. It goes on once the owner connects it again under “Connections”; files can be uploaded as before.",
)
_ROTATE = Text(
    "亚马逊应用密钥还有 {left} 天到期", "The client secret at Amazon ends in {left} days"
)
_HOW_TO_ROTATE = Text(
    "最迟 {day} 前在亚马逊轮换密钥，更新 PILOTAGE_AMAZON_SECRET 和 PILOTAGE_AMAZON_SECRET_SINCE 后重启。",
    "Rotate it at Amazon by {day}, set PILOTAGE_AMAZON_SECRET and PILOTAGE_AMAZON_SECRET_SINCE, and restart.",
)
