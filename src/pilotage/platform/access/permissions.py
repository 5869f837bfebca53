"""What each role may do. Plain data: a verb, who has it, and how it is explained to a person."""

from __future__ import annotations

from dataclasses import dataclass

from pilotage.kernel.errors import NotAllowed
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.parties.models import Role

_ANY = (Role.OWNER, Role.MANAGER, Role.MEMBER)
_ACTING = (Role.OWNER, Role.MANAGER)
_OWNER = (Role.OWNER,)


@dataclass(frozen=True, slots=True)
class Verb:
    """One permission: which roles of which kind of organisation hold it."""

    says: Text
    held_by: frozenset[tuple[str, str]]


def _verb(zh: str, en: str, **roles: tuple[str, ...]) -> Verb:
    return Verb(Text(zh, en), frozenset((kind, r) for kind, held in roles.items() for r in held))


VERBS: dict[str, Verb] = {
    "report.upload": _verb("上传报告", "upload reports", seller=_ANY),
    "fit.run": _verb("生成需求诊断", "run the fit advice", seller=_ANY),
    "tax.run": _verb("计算税务申报", "work out tax returns", seller=_ANY),
    "calendar.keep": _verb(
        "查看期限日历", "keep the calendar of due days", seller=_ANY, partner=_ANY
    ),
    "epr.check": _verb("核对生产者责任", "check producer duties", seller=_ANY),
    "filing.claim": _verb("登记申报", "enter a filing", seller=_ACTING, partner=_ACTING),
    "filing.settle": _verb("确认申报", "settle a filing", seller=_ACTING),
    "evidence.oversee": _verb("查看重复凭证", "see evidence used twice", operator=_ANY),
    "evidence.judge": _verb("判定重复凭证", "judge evidence used twice", operator=_ACTING),
    "shortlist.plan": _verb("生成短名单", "plan a shortlist", seller=_ANY),
    "request.send": _verb("发出服务请求", "send a request", seller=_ACTING),
    "request.close": _verb("结束服务请求", "close a request", seller=_ACTING),
    "request.answer": _verb("接受或婉拒请求", "accept or decline a request", partner=_ACTING),
    "request.oversee": _verb("查看所有请求", "oversee every request", operator=_ANY),
    "contract.negotiate": _verb(
        "谈判合同", "negotiate a contract", seller=_ACTING, partner=_ACTING
    ),
    "contract.sign": _verb("签署合同", "sign a contract", seller=_OWNER, partner=_OWNER),
    "contract.oversee": _verb("查看合同状态", "oversee contracts", operator=_ANY),
    "work.plan": _verb("安排工作", "plan work", seller=_ACTING, partner=_ACTING),
    "work.do": _verb("完成工作步骤", "do the steps of work", seller=_ANY, partner=_ANY),
    "work.accept": _verb("验收交付", "accept what is delivered", seller=_ACTING),
    "review.write": _verb("评价对方", "review the other side", seller=_ACTING, partner=_ACTING),
    "dispute.argue": _verb("提出与处理争议", "argue a dispute", seller=_ACTING, partner=_ACTING),
    "dispute.oversee": _verb("查看提交平台的争议", "see disputes put to it", operator=_ANY),
    "dispute.decide": _verb("裁定争议", "decide a dispute", operator=_ACTING),
    "invoice.issue": _verb("开具账单", "issue invoices", partner=_ACTING),
    "invoice.note_payment": _verb("登记付款", "note a payment", seller=_ACTING, partner=_ACTING),
    "case.write": _verb("处理服务单", "write in a case", seller=_ANY, partner=_ANY),
    "profile.edit": _verb("编辑服务商资料", "edit the partner profile", partner=_ACTING),
    "offer.edit": _verb("编辑服务与价格", "edit offers and prices", partner=_ACTING),
    "credential.file": _verb("提交资质", "file evidence of qualification", partner=_ACTING),
    "application.submit": _verb("提交认证申请", "submit an application", partner=_OWNER),
    "application.review": _verb("审核认证申请", "review applications", operator=_ANY),
    "standing.set": _verb("警告或暂停服务商", "warn or suspend a partner", operator=_ACTING),
    "intake.move": _verb("推进对接流程", "move the process on", seller=_ACTING, partner=_ACTING),
    "intake.check": _verb("核对对接资料", "check the papers", operator=_ANY),
    "dossier.keep": _verb("管理开店资料", "keep shop applications", seller=_ACTING),
    "brand.keep": _verb("管理商标", "keep marks", seller=_ANY),
    "brand.decide": _verb("处理商标提醒", "decide alerts about marks", seller=_ACTING),
    "report.make": _verb("生成运营月报", "make monthly reports", seller=_ANY),
    "report.approve": _verb("确认运营月报", "approve monthly reports", seller=_ACTING),
    "ads.plan": _verb("准备广告计划", "prepare advertising plans", seller=_ANY, partner=_ANY),
    "ads.approve": _verb(
        "批准广告计划", "approve advertising plans", seller=_ACTING, partner=_ACTING
    ),
    "listings.check": _verb("检查商品信息", "check listings", seller=_ANY, partner=_ANY),
    "aftersales.keep": _verb("保管售后资料", "keep after-sales packs", seller=_ANY),
    "incident.follow": _verb("处理服务商变动", "follow changes at partners", seller=_ANY),
    "incident.open": _verb("开立事件", "open an incident", operator=_ACTING),
    "incident.oversee": _verb("查看事件", "see incidents", operator=_ANY),
    "members.manage": _verb(
        "管理成员", "manage members", seller=_OWNER, partner=_OWNER, operator=_OWNER
    ),
    "tokens.manage": _verb(
        "管理接口密钥", "manage API keys", seller=_ACTING, partner=_ACTING, operator=_ACTING
    ),
    "webhooks.manage": _verb(
        "管理消息推送", "manage webhooks", seller=_OWNER, partner=_OWNER, operator=_OWNER
    ),
    "grant.give": _verb("授权数据", "grant data to a partner", seller=_OWNER),
    "grant.revoke": _verb("收回授权", "revoke a grant", seller=_ACTING),
    "connection.open": _verb("连接亚马逊店铺", "connect a selling account", seller=_OWNER),
    "connection.close": _verb("断开亚马逊店铺", "disconnect a selling account", seller=_ACTING),
    "connection.see": _verb("查看店铺连接", "see connections", seller=_ANY, operator=_ANY),
    "grant.oversee": _verb("查看授权数量", "see how many grants there are", operator=_ANY),
    "outcomes.read": _verb(
        "查看成效数据", "see outcomes", seller=_ANY, partner=_ANY, operator=_ANY
    ),
    "programme.announce": _verb("发布规则公告", "announce changes of rules", operator=_ACTING),
    "programme.allot": _verb("开放名额与抽签", "open rounds of places", operator=_ACTING),
    "resource.read": _verb(
        "查看项目资源", "see resources of the programme", seller=_ANY, partner=_ANY, operator=_ANY
    ),
    "resource.apply": _verb("申请项目资源", "apply for resources", seller=_ACTING, partner=_ACTING),
    "programme.oversee": _verb("管理项目资源与公告", "see the programme's affairs", operator=_ANY),
    "exit.take": _verb("带走全部数据", "take everything along", seller=_OWNER),
    "exit.hand_over": _verb("更换服务商", "hand duties over", seller=_ACTING),
    "exit.erase": _verb("注销并删除数据", "have everything erased", seller=_OWNER),
    "exit.oversee": _verb("查看删除请求", "see what is to be erased", operator=_ANY),
    "audit.read": _verb("查看审计记录", "read the audit chain", seller=_ACTING, operator=_ANY),
}


def may(viewer: Viewer, verb: str) -> bool:
    """Whether the viewer's role holds the verb; the product itself holds all, a visitor none."""
    return bool(viewer.job) or (viewer.kind, viewer.role) in VERBS[verb].held_by


def check_may(viewer: Viewer, verb: str) -> None:
    """Raises `NotAllowed` with the reason a person reads."""
    if not may(viewer, verb):
        raise NotAllowed(
            "ROLE_LACKS_PERMISSION",
            Text("您的角色不能{what}。", "Your role cannot {what}."),
            Text("请联系本组织的负责人。", "Ask the owner of your organisation."),
            what=VERBS[verb].says,
            verb=verb,
        )


def check_own(viewer: Viewer, organisation_id: int | None) -> None:
    """Raises `NotAllowed` unless the thing belongs to the viewer's organisation (or the product acts)."""
    if viewer.job or (organisation_id is not None and organisation_id == viewer.organisation_id):
        return
    raise NotAllowed(
        "NOT_YOURS",
        Text("这不属于您的组织。", "This does not belong to your organisation."),
        Text("请切换到正确的组织后再试。", "Switch to the right organisation and try again."),
    )
