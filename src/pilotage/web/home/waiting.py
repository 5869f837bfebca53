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
from pilotage.platform.advertising import queries as advertising
from pilotage.platform.advertising.states import State as AdState
from pilotage.platform.brand import queries as brand
from pilotage.platform.certification import queries as certification
from pilotage.platform.compliance import queries as compliance
from pilotage.platform.compliance.models import FitCheck
from pilotage.platform.directory import queries as directory
from pilotage.platform.disputes import queries as disputes
from pilotage.platform.disputes.states import State as DisputeState
from pilotage.platform.engagements import queries as engagements
from pilotage.platform.engagements import states
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts import states as contract_states
from pilotage.platform.engagements.models import Contract
from pilotage.platform.engagements.telling import needs_text
from pilotage.platform.incidents import queries as incidents
from pilotage.platform.onboarding import intakes
from pilotage.platform.onboarding.intake import NAMES
from pilotage.platform.programme import announcements
from pilotage.web.workspace.pages import WORKED, sections
from pilotage.web.workspace.pages import waiting as waiting_in

MOST = 4
LATELY = timedelta(days=7)
SOON = timedelta(days=14)
LATEST = 10
_CHANGED_RULES = Text("规则变更，{day} 起生效", "A change of rules, from {day}")


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
        return [*_announced(who), *_seller(who)]
    return [*_announced(who), *_partner(who)] if who.is_partner else list(_operator(who))


def _announced(who: Viewer) -> Iterator[Line]:
    """Changes of rules that nobody of the organisation has opened."""
    for one in announcements.unread(who)[:MOST]:
        says, here = Text(one.title_zh, one.title_en), reverse("programme:announcement", args=[one.ref])  # fmt: skip
        yield Line("bell", says, _CHANGED_RULES.with_(day=one.effective_on), here)


def _seller(who: Viewer) -> Iterator[Line]:
    for told in incidents.mine(who).filter(settled_at__isnull=True)[:MOST]:
        if incidents.is_open(who, told):
            yield Line(
                "alert-triangle",
                Text("您的服务商出现变化", "A change at your partner"),
                told.partner.name,
                reverse("incidents:mine", args=[told.ref]),
            )
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
    yield from _branded(who)
    yield from _before_contract(who)
    yield from _advertised(who)
    yield from _negotiated(who)
    yield from _worked(who)


def _branded(who: Viewer) -> Iterator[Line]:
    """Filings near the seller's marks that nobody decided about, and deadlines at offices that are near."""
    near = brand.undecided(who).count()
    if near:
        yield Line("rosette-discount-check", _NEAR, _FILINGS.with_(n=near), reverse("brand:alerts"))
    soon = who.at.date() + SOON
    for one in [due for due in brand.running(who) if due.day <= soon][:MOST]:
        hint = Text("{sign}，{office}，最迟", "{sign}, {office}, due by").with_(
            sign=one.event.mark.sign, office=one.event.mark.office
        )
        here = reverse("brand:mark", args=[one.event.mark.ref])
        yield Line("calendar-due", one.name, hint, here, one.end_cn)


def _advertised(who: Viewer) -> Iterator[Line]:
    """Plans that a partner put before the seller, or that the seller is still deciding."""
    if not may(who, "ads.approve"):
        return
    for one in advertising.waiting(who)[:MOST]:
        says = _AD_APPROVE if one.state == AdState.PROPOSED else _AD_DECIDE
        hint = one.firm.name if one.firm else _AD_CHANGES.with_(n=one.changes)
        yield Line("columns", says, hint, reverse("advertising:detail", args=[one.ref]))


def _before_contract(who: Viewer) -> Iterator[Line]:
    """Processes before a contract in which this side has the next move."""
    if not (may(who, "intake.move") or may(who, "intake.check")):
        return
    for one in intakes.waiting(who)[:MOST]:
        other = one.referral.partner if who.is_seller else one.referral.request.seller
        yield Line(
            "list-check", NAMES[one.state], other.name, reverse("intakes:detail", args=[one.ref])
        )


def _negotiated(who: Viewer) -> Iterator[Line]:
    """Contracts that wait for this side to answer or to sign."""
    for one in contracts.waiting(who)[:MOST]:
        says = _TO_SIGN if one.state in contract_states.SIGNABLE else _TO_ANSWER
        hint = one.partner if who.is_seller else one.seller
        yield Line("file-text", says, Text(str(hint), str(hint)), _contract(one))
    for change in contracts.amendments_waiting(who)[:MOST]:
        says = _AMEND_SIGN if change.state in contract_states.SIGNABLE else _AMEND_ANSWER
        other = change.contract.partner if who.is_seller else change.contract.seller
        here = reverse("contracts:amendment", args=[change.ref])
        yield Line("file-text", says, other.name, here)


def _worked(who: Viewer) -> Iterator[Line]:
    """What waits under the contracts changed last, a line a contract: the first thing and how many more."""
    if not may(who, "case.write"):
        return
    for one in contracts.contracts(who).filter(state__in=WORKED)[:LATEST]:
        lines = waiting_in(sections(who, one))
        if lines:
            other = one.partner if who.is_seller else one.seller
            more = _AND_MORE.with_(firm=str(other), n=len(lines)) if len(lines) > 1 else None
            here = (
                lines[0].href if len(lines) == 1 else reverse("workspace:contract", args=[one.ref])
            )
            yield Line("briefcase", lines[0].says, more or Text(str(other), str(other)), here)


def _contract(one: Contract) -> str:
    return reverse("contracts:detail", args=[one.ref])


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
    for one in [one for one in engagements.incoming(who) if one.is_open][:MOST]:
        yield Line(
            "send",
            one.needs_text,
            Text("答复期限", "Answer by"),
            reverse("requests:incoming", args=[one.ref]),
            one.accept_by,
        )
    yield from _before_contract(who)
    yield from _negotiated(who)
    yield from _worked(who)
    yield from _listed(who)


def _listed(who: Viewer) -> Iterator[Line]:
    """What keeps the firm from being found."""
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
    yield from _before_contract(who)
    if board := certification.boards(who).first():
        yield Line(
            "certificate",
            Text("{firm} 等待复议", "{firm} is before the board").with_(firm=board.partner.organisation.name),
            Text("提交于", "Since"),
            f"{reverse('certification:partner', args=[board.partner.ref])}#record",
            board.opened_at,
        )  # fmt: skip
    put = disputes.disputes(who).filter(state=DisputeState.ESCALATED).order_by("decide_by")
    if first := put.first():
        late = put.filter(decide_by__lt=who.at).count()
        yield Line(
            "scale",
            Text("{n} 件争议待裁决", "{n} disputes to decide").with_(n=put.count()),
            _DECIDE_LATE.with_(n=late)
            if late
            else Text("最早须裁决于", "The first is to be decided by"),
            reverse("disputes:detail", args=[first.ref]),
            first.decide_by,
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


_NEAR = Text("有新申请与您的商标相近", "New filings are near your marks")
_FILINGS = Text("{n} 条等您决定", "{n} wait for your decision")
_AD_APPROVE = Text("广告计划等您批准", "An advertising plan waits for your approval")
_AD_DECIDE = Text("广告计划等您逐项决定", "An advertising plan waits for your decisions")
_AD_CHANGES = Text("{n} 项更改", "{n} changes")
_DECIDE_LATE = Text("{n} 件已过裁决期限，最早的应在", "{n} past their day; the first was due by")
_TO_ANSWER = Text("合同等您答复", "A contract waits for your answer")
_AMEND_SIGN = Text("签署合同变更", "Sign an amendment")
_AMEND_ANSWER = Text("答复合同变更", "Answer an amendment")
_TO_SIGN = Text("合同等您签署", "A contract waits for your signature")
_AND_MORE = Text("{firm}，共 {n} 项", "{firm}, {n} things in all")
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
