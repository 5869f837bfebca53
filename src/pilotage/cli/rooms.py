"""The commands by their first word; a room module has `configure(parser)` that sets `run`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """Where a command lives and what it is for."""

    module: str
    says: str


ROOMS: dict[str, Room] = {
    "fit": Room(
        "pilotage.cli.fit",
        "需不需要服务商、需要哪些服务 · what you need, and whether you need a partner",
    ),
    "mill": Room(
        "pilotage.cli.mill", "读取增值税交易报告 · read a VAT Transactions Report into typed rows"
    ),
    "tax": Room("pilotage.cli.tax", "从报告到申报表 · from the report to returns"),
    "epr": Room(
        "pilotage.cli.epr", "生产者责任：数量与申报核对 · producer duties: quantities and papers"
    ),
    "search": Room(
        "pilotage.cli.search", "按名录的引擎排序 · rank documents with the directory's engine"
    ),
    "fees": Room("pilotage.cli.fees", "报价与赔偿的计算 · quotes and service credits"),
    "sla": Room("pilotage.cli.sla", "工作时间与服务等级 · working time and service levels"),
    "report": Room("pilotage.cli.report", "结算报告核对 · whether settlements add up"),
    "audit": Room("pilotage.cli.audit", "审计证据的离线验证 · check audit evidence offline"),
    "exit": Room(
        "pilotage.cli.exit",
        "带走一切：导出、离线验证、导入 · leave with everything: export, verify, import",
    ),
    "dossier": Room(
        "pilotage.cli.dossier",
        "开店资料预审：读取、核对 · pre-audit of a shop application's documents",
    ),
    "listings": Room(
        "pilotage.cli.listings",
        "商品信息检查：长度、字符、单位、安全数据 · check listings against a store's rules",
    ),
    "ads": Room(
        "pilotage.cli.ads",
        "广告：报表汇总与调整方案 · advertising: what a file says, what to change",
    ),
    "marks": Room("pilotage.cli.marks", "商标局的期限 · deadlines at trade-mark offices"),
    "law": Room(
        "pilotage.cli.law", "法规表：查询与过期提醒 · the law tables: ask, list what is stale"
    ),
    "serve": Room("pilotage.cli.serve", "启动网站 · start the web site"),
    "mcp": Room(
        "pilotage.cli.mcp",
        "把智能助手接进来：只读与提议 · let an assistant in: reading, and proposals",
    ),
    "sandbox": Room(
        "pilotage.cli.sandbox",
        "亚马逊接口的离线沙盒 · Amazon's interfaces offline, all data invented",
    ),
    "worker": Room("pilotage.cli.worker", "启动后台工作进程 · start the background worker"),
    "demo": Room("pilotage.cli.demo", "生成虚构的演示数据 · an invented world to try things in"),
    "manage": Room("pilotage.cli.manage", "Django 管理命令 · Django's management commands"),
}
