"""Who is told what at each step. Partners are never told the seller's name or contacts before accepting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from pilotage.engines import law
from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.models import Referral, Request
from pilotage.platform.engagements.reasons import DECLINE
from pilotage.platform.notices.actions import tell


def needs_text(needs: Iterable[Iterable[str]]) -> Text:
    """`德国 增值税申报、法国 包装法` / `VAT filing in Germany, …`."""
    names = {code: c.name for code, c in law.service_categories().items()}
    pairs = [
        (names.get(category, Text(category, category)), places.name(country))
        for category, country in needs
    ]
    return Text(
        "、".join(f"{country.zh}{service.zh}" for service, country in pairs),
        ", ".join(f"{service.en} ({country.en})" for service, country in pairs),
    )


def stored_terms(terms: Iterable[object]) -> list[dict[str, object]]:
    """Ranking terms as JSON for replay: name, exact value, and how it reads."""
    return [
        {"name": term.name, "value": str(term.value), "zh": term.says.zh, "en": term.says.en}  # type: ignore[attr-defined]
        for term in terms
    ]


def partner_of_referral(referral: Referral, *, at: datetime) -> None:
    _partner(
        referral,
        at,
        "referral.sent",
        Text("新的服务请求：{what}", "A new request: {what}"),
        Text(
            "请在期限前接受或婉拒；超时将转给下一家。",
            "Accept or decline before the time runs out; then it moves on.",
        ),
    )


def partner_of_expiry(referral: Referral, *, at: datetime) -> None:
    _partner(
        referral,
        at,
        "referral.expired",
        Text("请求已超时转出：{what}", "A request moved on unanswered: {what}"),
        Text(
            "未在期限前答复会影响响应率。", "Unanswered requests count against the response rate."
        ),
    )


def partner_of_withdrawal(referral: Referral, *, at: datetime) -> None:
    _partner(
        referral,
        at,
        "referral.withdrawn",
        Text("卖家撤回了请求：{what}", "The seller withdrew a request: {what}"),
        Text("无需再处理。", "Nothing more to do."),
    )


def seller_of_acceptance(referral: Referral, *, at: datetime) -> None:
    _seller(
        referral.request,
        at,
        "request.accepted",
        Text("{partner} 接受了您的请求", "{partner} accepted your request").with_(
            partner=_name(referral)
        ),
        Text("现在双方可以看到联系方式。", "You can now see each other's contacts."),
    )


def seller_of_decline(referral: Referral, *, at: datetime) -> None:
    _seller(
        referral.request,
        at,
        "referral.declined",
        Text("{partner} 婉拒：{why}", "{partner} declined: {why}").with_(
            partner=_name(referral), why=DECLINE[referral.decline_code]
        ),
        Text("正在转给下一位合格的服务商。", "It is being handed on to the next eligible partner."),
    )


def seller_of_hand_on(referral: Referral, *, at: datetime) -> None:
    _seller(
        referral.request,
        at,
        "referral.sent",
        Text("请求已转给 {partner}", "Your request is now with {partner}").with_(
            partner=_name(referral)
        ),
        Text("答复期限见请求页面。", "See the request for the time to answer."),
    )


def seller_of_unplaced(request: Request, *, at: datetime) -> None:
    _seller(
        request,
        at,
        "request.unplaced",
        Text("暂时没有服务商可以接您的请求", "Nobody can take your request for now"),
        Text(
            f"原因：{request.why_zh}。您可以拆分需求、放宽语言或预算后重新发送。",
            f"Because: {request.why_en}. Split the needs, or widen language or budget, and send again.",
        ),
    )


def _name(referral: Referral) -> Text:
    firm = referral.partner
    return firm.name


def _partner(referral: Referral, at: datetime, kind: str, title: Text, body: Text) -> None:
    tell(
        by=Viewer.product("requests", at),
        at=at,
        organisation=referral.partner,
        kind=kind,
        about=f"referral:{referral.ref}",
        title=title.with_(what=needs_text(referral.request.needs)),
        body=body,
        link=reverse("requests:incoming", args=[referral.ref]),
    )


def _seller(request: Request, at: datetime, kind: str, title: Text, body: Text) -> None:
    tell(
        by=Viewer.product("requests", at),
        at=at,
        organisation=request.seller,
        kind=kind,
        about=f"request:{request.ref}",
        title=title,
        body=body,
        link=reverse("requests:detail", args=[request.ref]),
    )
