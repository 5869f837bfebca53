"""What the sellers, the partner and the programme hear of an incident."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.telling import needs_text
from pilotage.platform.incidents.models import Affected, Incident, Kind
from pilotage.platform.notices.actions import tell, tell_all
from pilotage.platform.notices.models import Rank
from pilotage.platform.parties.models import Kind as OrganisationKind
from pilotage.platform.parties.models import Organisation

HAPPENED: dict[str, Text] = {
    Kind.CREDENTIAL: Text(
        "{partner} 的一项资质不再有效，平台已停止为其匹配：{what}",
        "Evidence of {partner} no longer holds; the programme has stopped matching it for: {what}",
    ),
    Kind.STANDING: Text(
        "{partner} 已被平台暂停：{what}", "{partner} was suspended by the programme: {what}"
    ),
    Kind.NUMBER: Text(
        "{partner} 使用的执业或代理编号被处罚，平台已停止为其匹配：{what}",
        "A practice or agent number of {partner} was sanctioned; the programme has stopped matching it for: {what}",
    ),
    Kind.SILENCE: Text(
        "{partner} 已多日没有任何动作，而法定期限临近：{what}",
        "{partner} has done nothing for days and a legal day is near: {what}",
    ),
}
_SELLER = Text("您的服务商出现变化，请选择接手方", "A change at your partner: choose a successor")
_CHECK = Text(
    "不等于您的申报有误。请打开查看临近期限与可接手的服务商。",
    "It does not mean that your returns are wrong. Open it to see what is due and who can take over.",
)
_PARTNER = Text("平台就贵司开立事件：{reason}", "The programme opened an incident: {reason}")
_MARKS = Text("登记了该编号的商标", "marks in whose record the number stands")
_SILENT = Text("{partner} 失联，{seller} 有法定期限临近", "{partner} is silent; a legal day of {seller} is near")  # fmt: skip
_CLOSED = Text("事件已结束：{outcome}", "The incident is closed: {outcome}")


def happened(incident: Incident, needs: list[list[str]]) -> Text:
    """What a seller is told in a sentence."""
    what = needs_text(needs) if needs else _MARKS
    return HAPPENED[incident.kind].with_(partner=incident.partner.name, what=what)


def seller(row: Affected, *, by: Viewer, at: datetime) -> None:
    body = Text(f"{row.says_zh}。{_CHECK.zh}", f"{row.says_en}. {_CHECK.en}")
    tell(
        by=by, at=at, organisation=row.seller, kind="incident.told", about=f"affected:{row.ref}",
        title=_SELLER, body=body, link=reverse("incidents:mine", args=[row.ref]),
    )  # fmt: skip


def partner(row: Incident, *, by: Viewer, at: datetime) -> None:
    title = _PARTNER.with_(reason=Text(row.reason_zh, row.reason_en or row.reason_zh))
    tell(
        by=by, at=at, organisation=row.partner, kind="incident.opened",
        about=f"incident:{row.ref}", title=title, link=reverse("certification:mine"),
    )  # fmt: skip


def programme(row: Incident, reached: Organisation, *, by: Viewer, at: datetime) -> None:
    """The operators hear of what the product opened by itself."""
    title = _SILENT.with_(partner=row.partner.name, seller=reached.name)
    operators = Organisation.objects.filter(kind=OrganisationKind.OPERATOR)
    tell_all(
        by=by, at=at, organisations=operators, kind="incident.silence", about=f"incident:{row.ref}",
        title=title, link=reverse("incidents:detail", args=[row.ref]), rank=Rank.NOTICE,
    )  # fmt: skip


def closed(row: Incident, affected: Affected, *, by: Viewer, at: datetime) -> None:
    outcome = Text(row.outcome_zh, row.outcome_en or row.outcome_zh)
    tell(
        by=by, at=at, organisation=affected.seller, kind="incident.closed",
        about=f"affected:{affected.ref}", title=_CLOSED.with_(outcome=outcome),
        link=reverse("incidents:mine", args=[affected.ref]),
    )  # fmt: skip
