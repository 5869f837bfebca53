"""What a seller can grant: scopes, datasets, and the two things that can never be granted. Closed lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pilotage.engines import sp_api
from pilotage.kernel.text import Text

EVERYTHING = "*"
"""Every store, or every site, of the seller."""

DATASETS: Mapping[str, Text] = MappingProxyType(
    {
        "tax": Text("税务计算", "tax returns"),
        "filings": Text("申报与回执", "filings and receipts"),
        "diagnosis": Text("需求诊断", "needs diagnosis"),
        "advertising": Text("广告计划与效果", "advertising plans and proofs"),
        "orders": Text("订单与物流", "orders and shipping"),
        "listings": Text("商品与价格", "listings and prices"),
        "stock": Text("库存", "stock"),
        "sales": Text("销售指标", "sales figures"),
        "finances": Text("结算与财务", "settlements and finances"),
        "reports": Text("报告", "reports"),
        "messages": Text("买家消息", "messages to buyers"),
        "account": Text("账户信息", "account details"),
    }
)


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing a partner may do. `confidential` needs a signed NDA; `platform` names its one dataset here."""

    name: str
    says: Text
    writes: bool = False
    confidential: bool = False
    platform: str = ""


SCOPES: Mapping[str, Scope] = MappingProxyType(
    {
        one.name: one
        for one in (
            Scope("tax.read", Text("查看各国申报表", "see the returns worked out"), platform="tax"),
            Scope(
                "tax.rows",
                Text("查看并下载报告明细", "see and download report rows"),
                confidential=True,
                platform="tax",
            ),
            Scope(
                "diagnosis.read",
                Text("查看深度诊断", "see the deep diagnosis"),
                confidential=True,
                platform="diagnosis",
            ),
            Scope(
                "filing.read",
                Text("查看申报与回执", "see filings and receipts"),
                platform="filings",
            ),
            Scope(
                "filing.write",
                Text("代为登记申报、提交回执", "enter filings and bring receipts"),
                writes=True,
                platform="filings",
            ),
            Scope(
                "ads.read",
                Text("查看广告计划与效果核验", "see advertising plans and proofs"),
                confidential=True,
                platform="advertising",
            ),
            Scope(
                "ads.plan",
                Text("准备广告计划，提交卖家批准", "prepare advertising plans for approval"),
                writes=True,
                platform="advertising",
            ),
            Scope(
                "ads.approve",
                Text("代卖家批准广告计划", "approve advertising plans for the seller"),
                writes=True,
                platform="advertising",
            ),
            Scope(
                "listings.read",
                Text("查看商品检查", "see checks of listings"),
                platform="listings",
            ),
            Scope(
                "listings.check",
                Text("检查商品信息", "check listings"),
                writes=True,
                platform="listings",
            ),
            Scope("store.read", Text("经亚马逊接口读取店铺数据", "read store data from Amazon")),
            Scope(
                "store.write",
                Text("经亚马逊接口修改商品内容与消息", "change content and messages at Amazon"),
                writes=True,
            ),
        )
    }
)

NEVER: Mapping[str, Text] = MappingProxyType(
    {
        "never.stock": Text("操作库存调拨", "moving stock"),
        "never.funds": Text("提现或转移资金", "moving money"),
    }
)

_ACTION_OF = {
    sp_api.Kind.READ: "store.read",
    sp_api.Kind.WRITE_OK: "store.write",
    sp_api.Kind.NEVER_FUNDS: "never.funds",
    sp_api.Kind.NEVER_STOCK: "never.stock",
    sp_api.Kind.REVIEW: "review",
}


def sp_api_actions() -> Mapping[str, str]:
    """The key of every classified operation and feed type → the action that it is a case of."""
    known = (*sp_api.operations().values(), *sp_api.feeds().values())
    return {one.key: _ACTION_OF[one.kind] for one in known}
