"""What waits for the reader, role by role: at most a few lines, each with the page to go to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import queries as certification
from pilotage.platform.compliance import queries as compliance
from pilotage.platform.compliance.models import FitCheck
from pilotage.platform.directory import queries as directory
from pilotage.platform.engagements import queries as engagements
from pilotage.platform.engagements import states
from pilotage.platform.engagements.telling import needs_text

MOST = 4
LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to look at; where `when` is set, the hint leads up to it."""

    icon: str
    says: Text
    hint: Text
    href: str
    when: datetime | None = None


def waiting(who: Viewer) -> list[Line]:
    """The lines of the reader's desk."""
    if who.is_seller:
        return list(_seller(who))
    return list(_partner(who)) if who.is_partner else list(_operator(who))


def _seller(who: Viewer) -> Iterator[Line]:
    check = compliance.fit_checks(who).first()
    yield _check(check) if check else _first_report()
    for one in engagements.requests(who).filter(state=states.Request.OPEN)[:MOST]:
        yield Line(
            "send",
            needs_text(one.needs),
            Text("等待服务商答复，最迟有结果", "Waiting for an answer; result by"),
            reverse("requests:detail", args=[one.ref]),
            one.match_by,
        )


def _check(check: FitCheck) -> Line:
    here = reverse("fit:detail", args=[check.ref])
    if check.result:
        verdict = check.result["verdict"]["says"]
        hint = Text("最近一次诊断的结论", "What the latest check says")
        return Line("report-search", Text(verdict["zh"], verdict["en"]), hint, here)
    if check.error:
        return Line(
            "report-search",
            Text("诊断没有完成", "The check did not finish"),
            Text("查看原因和下一步", "See why, and what to do"),
            here,
        )
    return Line(
        "report-search",
        Text("诊断进行中", "The check is running"),
        Text("查看进度", "Progress"),
        here,
    )


def _first_report() -> Line:
    return Line(
        "report-search",
        Text("上传一份增值税交易报告", "Upload a VAT Transactions Report"),
        Text("几分钟看清缺什么、要不要服务商", "See within minutes what is missing"),
        reverse("fit:list"),
    )


def _partner(who: Viewer) -> Iterator[Line]:
    try:
        firm = certification.own_partner(who)
    except NotFound:
        yield Line(
            "certificate",
            Text("登记为服务商", "Register as a partner"),
            Text("登记后提交资质，逐项审核", "Then file evidence, checked item by item"),
            reverse("certification:mine"),
        )
        return
    for one in [one for one in engagements.incoming(who) if one.is_open][:MOST]:
        yield Line(
            "send",
            one.needs_text,
            Text("答复期限", "Answer by"),
            reverse("requests:incoming", args=[one.ref]),
            one.accept_by,
        )
    if may(who, "profile.edit"):
        yield from _profile(who)
    if not certification.items(who, firm).exists():
        yield Line(
            "certificate",
            Text("还没有申请任何服务的认证", "No service is applied for yet"),
            Text("通过后才会在名录中展示", "The directory shows approved services only"),
            reverse("certification:mine"),
        )


def _profile(who: Viewer) -> Iterator[Line]:
    profile, here = directory.own_profile(who), reverse("profile:edit")
    if profile.pk is None:
        says, hint = _NO_PROFILE
    elif not profile.accepting:
        says, hint = _PAUSED
    elif profile.taken >= profile.capacity:
        says, hint = _FULL
    else:
        return
    yield Line("id-badge", says, hint, here)


def _operator(who: Viewer) -> Iterator[Line]:
    queue = certification.queue(who)
    oldest, many = queue.first(), queue.count()
    if oldest:
        yield Line(
            "certificate",
            Text("{n} 份认证申请待审核", "{n} applications to review").with_(n=many),
            Text("最早提交于", "The oldest was submitted"),
            reverse("certification:queue"),
            oldest.submitted_at,
        )
    lately = engagements.requests(who).filter(opened_at__gte=who.at - LATELY)
    unplaced = lately.filter(state=states.Request.UNPLACED).count()
    if unplaced:
        yield Line(
            "send",
            Text(
                "近 7 天有 {n} 份请求没有服务商能接", "{n} requests of 7 days nobody could take"
            ).with_(n=unplaced),
            Text("看看缺哪类服务商", "See which partners are lacking"),
            reverse("requests:list"),
        )


_NO_PROFILE = (
    Text("填写公司资料", "Write your profile"),
    Text("简介、语言、服务与价格", "Summary, languages, services and prices"),
)
_PAUSED = (
    Text("您已暂停接单", "You have paused new work"),
    Text("开启后才会收到请求", "Requests reach you once it is on"),
)
_FULL = (
    Text("承接名额已满", "All places are taken"),
    Text("提高同时承接量，才会收到新请求", "Raise the number to receive new requests"),
)
