"""The navigation of each kind of reader."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.parties.models import Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu below a heading, and what it is for; with a verb, only roles that hold it see the line."""

    under: Text
    says: Text
    hint: Text
    name: str
    icon: str
    seen_by: tuple[str, ...]
    verb: str = ""


VISITOR, SELLER, PARTNER, OPERATOR = "", Kind.SELLER, Kind.PARTNER, Kind.OPERATOR

START = Text("", "")
REPORTS = Text("诊断与申报", "Diagnosis and returns")
FINDING = Text("找服务商", "Finding a partner")
WORKING = Text("合作", "Working together")
STANDING = Text("资质", "Qualification")
RIGHTS = Text("权限与记录", "Rights and records")

ENTRIES: tuple[Entry, ...] = (
    Entry(
        START,
        Text("首页", "Home"),
        Text("接下来做什么", "What comes next"),
        "home",
        "home",
        (VISITOR, SELLER, PARTNER, OPERATOR),
    ),
    Entry(
        START,
        Text("使用指南", "Guide"),
        Text("每件事怎么做，用页面上的原话说", "How each thing is done, in the screens' own words"),
        "guide:list",
        "lifebuoy",
        (VISITOR, SELLER, PARTNER, OPERATOR),
    ),
    Entry(
        START,
        Text("规则公告", "Announcements"),
        Text(
            "规则变更至少提前七天公布，历史版本公开",
            "Changes of rules, seven days ahead; every version is public",
        ),
        "programme:announcements",
        "bell",
        (VISITOR, SELLER, PARTNER, OPERATOR),
    ),
    Entry(
        START,
        Text("成效", "Outcomes"),
        Text(
            "由平台记录算出，附人群、分母与区间",
            "Counted from the programme's own records, with cohort and interval",
        ),
        "programme:outcomes",
        "report-search",
        (SELLER, PARTNER, OPERATOR),
    ),
    Entry(
        START,
        Text("项目资源", "Resources"),
        Text(
            "Vine 推荐与活动席位：条件、排队、可重演的抽签",
            "Vine referrals and seats at events: conditions, the queue, draws anybody can do again",
        ),
        "programme:resources",
        "category",
        (SELLER, PARTNER, OPERATOR),
    ),
    Entry(
        REPORTS,
        Text("需求诊断", "What you need"),
        Text("上传报告，看清缺什么、要不要服务商", "Upload a report, see what is missing"),
        "fit:list",
        "report-search",
        (SELLER,),
    ),
    Entry(
        REPORTS,
        Text("开店预审", "Shop application"),
        Text(
            "提交亚马逊之前，逐份核对开店资料",
            "The papers of a shop application, checked before Amazon does",
        ),
        "onboarding:list",
        "building-store",
        (SELLER,),
        "dossier.keep",
    ),
    Entry(
        REPORTS,
        Text("税务申报", "Tax returns"),
        Text(
            "从报告算出各国申报表，每个数字都能追到行",
            "Every return from your report, each figure traced to its rows",
        ),
        "tax:list",
        "receipt-tax",
        (SELLER,),
        "tax.run",
    ),
    Entry(
        REPORTS,
        Text("期限日历", "Due days"),
        Text(
            "哪天必须申报，合同承诺何时到期", "Which return is due when, and what a contract owes"
        ),
        "calendar:list",
        "calendar-due",
        (SELLER, PARTNER),
        "calendar.keep",
    ),
    Entry(
        REPORTS,
        Text("生产者责任", "Producer duties"),
        Text(
            "包装、电子、电池：登记、合同、申报与发货对得上",
            "Packaging, electronics, batteries: papers beside shipments",
        ),
        "epr:list",
        "refresh",
        (SELLER,),
        "epr.check",
    ),
    Entry(
        REPORTS,
        Text("申报核对", "Filings checked"),
        Text("已申报的数字与报告逐栏对照", "What was filed beside the report, box by box"),
        "filings:list",
        "receipt",
        (SELLER, PARTNER),
    ),
    Entry(
        REPORTS,
        Text("运营月报", "Monthly reports"),
        Text(
            "结算、库存、广告、时效，用自己的文件算一遍",
            "Settlements, stock, advertising, service levels, from your own files",
        ),
        "reports:list",
        "book",
        (SELLER,),
        "report.make",
    ),
    Entry(
        REPORTS,
        Text("月度数字", "Figures of the month"),
        Text(
            "登记当月数字，卖家用自己的文件核对",
            "Enter the month's figures; sellers compare them with their own files",
        ),
        "reports:claims",
        "book",
        (PARTNER,),
        "case.write",
    ),
    Entry(
        REPORTS,
        Text("广告", "Advertising"),
        Text(
            "下周改什么、逐项采纳、批准下载；改了有没有用",
            "What to change, accepted one by one; and whether it helped",
        ),
        "advertising:list",
        "columns",
        (SELLER, PARTNER),
        "ads.plan",
    ),
    Entry(
        REPORTS,
        Text("商品检查", "Listing checks"),
        Text(
            "标题、搜索词、单位、安全信息，按站点规则逐条检查",
            "Titles, search terms, units, safety data against the rules of a site",
        ),
        "localops:list",
        "list-check",
        (SELLER, PARTNER),
        "listings.check",
    ),
    Entry(
        REPORTS,
        Text("品牌保护", "Brand protection"),
        Text(
            "商标与期限、查重、监测、品牌备案还缺什么",
            "Marks and deadlines, clearance, watch, what Brand Registry would miss",
        ),
        "brand:list",
        "rosette-discount-check",
        (SELLER,),
        "brand.keep",
    ),
    Entry(
        REPORTS,
        Text("开店结果", "Shops: results"),
        Text("登记亚马逊的答复与首单", "What Amazon answered, and the first sale"),
        "programme:shops",
        "building-store",
        (SELLER,),
        "dossier.keep",
    ),
    Entry(
        REPORTS,
        Text("税号核验", "VAT numbers"),
        Text("向 VIES 与 HMRC 核验税号", "Numbers put to VIES and HMRC"),
        "numbers:list",
        "fingerprint",
        (SELLER,),
        "tax.run",
    ),
    Entry(
        FINDING,
        Text("服务商名录", "Directory"),
        Text("逐项核验过资质的服务商", "Partners checked item by item"),
        "directory:search",
        "compass",
        (VISITOR, SELLER, PARTNER, OPERATOR),
    ),
    Entry(
        FINDING,
        Text("短名单", "Shortlist"),
        Text(
            "几家组合覆盖全部需求，算好十二个月总价",
            "The best set for all your needs, with its cost",
        ),
        "shortlist:plan",
        "list-check",
        (SELLER,),
        "shortlist.plan",
    ),
    Entry(
        FINDING,
        Text("服务请求", "Requests"),
        Text("每一步都看得见，一个工作日内必有答复", "Every step in sight, an answer within a day"),
        "requests:list",
        "send",
        (SELLER, PARTNER, OPERATOR),
    ),
    Entry(
        WORKING,
        Text("工作台", "Workspace"),
        Text("计时、交付、账单、消息，等谁处理", "Clocks, work, money, messages: whose turn it is"),
        "workspace:list",
        "briefcase",
        (SELLER, PARTNER),
    ),
    Entry(
        WORKING,
        Text("合同", "Contracts"),
        Text("报价、还价、并排比较、双方签署", "Offer, counter, compare, and sign"),
        "contracts:list",
        "file-text",
        (SELLER, PARTNER, OPERATOR),
    ),
    Entry(
        WORKING,
        Text("争议", "Disputes"),
        Text("双方协商不成的，由平台裁定", "What the parties cannot settle is decided"),
        "disputes:list",
        "scale",
        (OPERATOR,),
    ),
    Entry(
        WORKING,
        Text("对接流程", "Before the contract"),
        Text(
            "资料、授权、保密、诊断、方案：轮到谁，用了几天",
            "Papers, data, secrecy, diagnosis, proposal: whose move, how many days",
        ),
        "intakes:list",
        "list-check",
        (SELLER, PARTNER, OPERATOR),
    ),
    Entry(
        WORKING,
        Text("服务商变动", "Changes at partners"),
        Text(
            "资质失效、暂停或失联：期限与接手方",
            "Lost evidence, suspension, silence: who takes over",
        ),
        "incidents:list",
        "alert-triangle",
        (SELLER,),
    ),
    Entry(
        STANDING,
        Text("事件", "Incidents"),
        Text("影响范围、停止匹配、通知、接手", "Whom it reaches, stop, tell, successors"),
        "incidents:list",
        "alert-triangle",
        (OPERATOR,),
    ),
    Entry(
        STANDING,
        Text("公司资料", "Profile"),
        Text("服务、国家、语言、价格与余力", "Services, places, languages, prices, room"),
        "profile:edit",
        "id-badge",
        (PARTNER,),
        "profile.edit",
    ),
    Entry(
        STANDING,
        Text("资质认证", "Certification"),
        Text("提交证明，查看审核意见与到期日", "File evidence, see decisions and dates"),
        "certification:mine",
        "certificate",
        (PARTNER,),
    ),
    Entry(
        STANDING,
        Text("认证审核", "Reviews"),
        Text("逐项审核申请与到期的资质", "Decide applications item by item"),
        "certification:queue",
        "certificate",
        (OPERATOR,),
    ),
    Entry(
        RIGHTS,
        Text("数据授权", "Data grants"),
        Text("谁能看什么、到哪天为止，随时收回", "Who may see what until when, revocable at once"),
        "grants:list",
        "key",
        (SELLER, PARTNER, OPERATOR),
    ),
    Entry(
        RIGHTS,
        Text("店铺连接", "Connections"),
        Text(
            "连接自己的亚马逊店铺，看到期日，随时断开",
            "Your accounts at Amazon, when they lapse, cut at once",
        ),
        "connections:list",
        "link",
        (SELLER, OPERATOR),
    ),
    Entry(
        RIGHTS,
        Text("消息推送", "Webhooks"),
        Text(
            "通知推送到您自己的系统，签名可验证",
            "Notices to your own systems, signed so that you can verify them",
        ),
        "webhooks:list",
        "send",
        (SELLER, PARTNER, OPERATOR),
        "webhooks.manage",
    ),
    Entry(
        RIGHTS,
        Text("助手提议", "Proposals"),
        Text("智能助手想做的，由您批准", "What assistants would do, for you to approve"),
        "proposals:list",
        "message",
        (SELLER, PARTNER),
    ),
    Entry(
        RIGHTS,
        Text("带走与交接", "Leaving"),
        Text("导出全部数据、更换服务商、注销", "Take everything, change firms, be erased"),
        "exits:list",
        "download",
        (SELLER, PARTNER, OPERATOR),
    ),
    Entry(
        RIGHTS,
        Text("审计", "Audit"),
        Text("谁在何时改了什么，一键验证", "Who changed what, and whether it holds"),
        "audit:chain",
        "shield-check",
        (SELLER, OPERATOR),
        "audit.read",
    ),
)


def entries(viewer: Viewer, path: str) -> list[dict[str, object]]:
    """The lines this viewer sees, the current one marked."""
    shown = [(entry, reverse(entry.name)) for entry in ENTRIES if sees(viewer, entry)]
    return [
        {
            "under": entry.under,
            "says": entry.says,
            "hint": entry.hint,
            "icon": entry.icon,
            "href": href,
            "active": _is_here(path, href),
        }
        for entry, href in shown
    ]


def sees(viewer: Viewer, entry: Entry) -> bool:
    """Whether the line is for this kind of reader and the reader's role holds its verb."""
    return viewer.kind in entry.seen_by and (not entry.verb or may(viewer, entry.verb))


def _is_here(path: str, href: str) -> bool:
    return path == href if href == "/" else path.startswith(href)
