"""What the codes of a plan say to a person: kinds of change, guards, verdicts, files, figures."""

from __future__ import annotations

from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.platform.access.scopes import EVERYTHING
from pilotage.platform.advertising.states import NAMES, State

EVERY_SITE = Text("全部站点", "every site")
KINDS = {
    "bid": Text("出价", "Bids"),
    "pause": Text("暂停", "Pauses"),
    "negative": Text("否定词", "Negatives"),
    "harvest": Text("单列搜索词", "Harvests"),
    "budget": Text("预算", "Budgets"),
    "placement": Text("广告位", "Placements"),
}
GUARDS = {
    "cool_down": Text("刚改过，冷却期", "changed lately, cooling down"),
    "new_campaign": Text("新广告活动", "new campaign"),
    "out_of_stock": Text("缺货", "out of stock"),
    "frozen_sku": Text("商品冻结", "SKU frozen"),
    "brand": Text("品牌词", "brand term"),
    "no_clicks": Text("没有点击", "no clicks"),
    "return_rate": Text("退货率，不升价", "returns: never raised"),
    "least_data": Text("数据少，步幅减半", "little data: half a step"),
    "largest_step": Text("最大步幅", "largest step"),
    "bid_floor": Text("最低出价", "lowest bid"),
    "bid_ceiling": Text("最高出价", "highest bid"),
}
VERDICTS = {
    "open": (Text("待定", "Open"), "wait"),
    "accepted": (Text("采纳", "Accepted"), "good"),
    "refused": (Text("不采纳", "Refused"), "off"),
}
FILES = {
    "terms": Text("搜索词报告", "Search-term report"),
    "targeting": Text("投放报告", "Targeting report"),
    "bulk": Text("批量文件", "Bulk sheet"),
    "history": Text("变更记录", "Change history"),
}
FIGURES = {
    "clicks": Text("点击", "clicks"),
    "orders": Text("订单", "orders"),
    "spend": Text("花费", "spend"),
    "sales": Text("销售额", "sales"),
    "value": Text("每次点击价值", "value of a click"),
    "probability": Text("后验概率", "posterior probability"),
    "ratio": Text("与其余广告位之比", "ratio to other placements"),
    "limit": Text("账户日上限", "limit a day"),
    "clicks_per_day": Text("日点击", "clicks a day"),
    "spend_per_day": Text("日花费", "spend a day"),
    "spend_per_day_before": Text("现日花费", "spend a day now"),
    "sales_per_day": Text("日销售额", "sales a day"),
    "conversion": Text("转化率", "conversion"),
    "interval_90": Text("90% 区间", "90 % interval"),
    "value_per_click": Text("每次点击价值（后验均值）", "value of a click (posterior mean)"),
    "shape": Text("后验形状", "posterior shape"),
    "rate": Text("后验率", "posterior rate"),
}
SUMS = {
    "clicks": Text("点击", "Clicks"),
    "orders": Text("订单", "Orders"),
    "spend": Text("花费", "Spend"),
    "sales": Text("销售额", "Sales"),
}
# What the engine says to whoever types commands, for who reads pages.
NOTES = {
    "NO_BIDS": Text(
        "没有批量文件，出价和编号未知：下面只是建议，不能写入上传表格。请连同批量文件重新建一份计划。",
        "Without a bulk file bids and ids are unknown: what follows is advice, and no sheet can be made. Make a new plan with the bulk file.",
    ),
}
VALUES = {
    "enabled": Text("启用", "enabled"),
    "paused": Text("暂停", "paused"),
    "negativeExact": Text("精准否定", "negative exact"),
}
TONES = {
    State.WAITING: "wait",
    State.RUNNING: "info",
    State.REVIEW: "info",
    State.PROPOSED: "late",
    State.APPROVED: "good",
    State.APPLIED: "good",
    State.DROPPED: "off",
    State.FAILED: "bad",
}
# Offered as a start; any words will do.
REASONS = (
    Text("近期有促销或调价", "A promotion or price change is coming"),
    Text("库存不足", "Stock is short"),
    Text("新品推广期，暂不调整", "A launch: leave it alone for now"),
    Text("品牌词由我们自己控制", "Brand terms are our own matter"),
    Text("数据不足，下次再看", "Too little data, look again next time"),
)
REJECTED = {
    "NOT_A_NUMBER": Text("数字无法读取", "the number cannot be read"),
    "TOO_MANY_CELLS": Text("单元格多于表头", "more cells than the header names"),
    "LINE_TOO_LONG": Text("这一行过长", "the row is too long"),
}


def site(code: str) -> Text:
    """A site's name."""
    return EVERY_SITE if code == EVERYTHING else places.name(code)


def state(code: str) -> tuple[Text, str]:
    """What a plan's state says, and its tone."""
    return NAMES[State(code)], TONES[State(code)]


def word(table: dict[str, Text], code: str) -> Text:
    """A code's words; the code itself where nobody wrote any."""
    return table.get(code) or Text(code, code)
