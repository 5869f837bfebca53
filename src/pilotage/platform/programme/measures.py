"""What is measured, of whom, and what is left out: a line an outcome, read by pages and counted by `counting`."""

from __future__ import annotations

from dataclasses import dataclass

from pilotage.kernel.text import Text

EPR = frozenset({"epr_packaging", "epr_weee", "epr_batteries", "epr_textile", "epr_other"})


@dataclass(frozen=True, slots=True)
class Measure:
    """`unit`: how a value reads. `public`: sellers see it. `categories`: services whose contract makes a seller one with a partner."""

    name: str
    says: Text
    how: Text
    unit: str
    public: bool
    categories: frozenset[str] | None = None


MEASURES: dict[str, Measure] = {
    one.name: one
    for one in (
        Measure(
            "approval", Text("开店申请通过率", "Shop applications approved"),
            Text("已有答复的申请中通过的；未答复的不算失败，撤回的不计。由卖家登记", "of applications with an answer, those approved; open ones are no failures, withdrawn ones are left out. Noted by sellers"),
            "share", True, frozenset({"account_opening"}),
        ),
        Measure(
            "epr", Text("EPR 达标率", "EPR compliance"),
            Text("每个卖家最近一次核对，没有“须处理”项的为达标；没有核对过的不计", "each seller's last check: none to act on is compliant; sellers without a check are not counted"),
            "share", False, EPR,
        ),
        Measure(
            "acos", Text("ACoS 中位数", "Median ACoS"),
            Text("每个卖家最近一份月报的广告花费 ÷ 广告销售额", "spend ÷ advertised sales in each seller's last monthly report"),
            "share", False, frozenset({"ads_management"}),
        ),
        Measure(
            "cold_start", Text("冷启动天数（中位数）", "Cold start in days (median)"),
            Text("从申请通过到首单；尚未出单的按已等待的天数计入，不当作没有", "from approval to the first sale; shops still waiting count with the days they waited"),
            "days", True, frozenset({"account_opening", "store_operation", "ads_management", "listing_localisation"}),
        ),
        Measure(
            "sla", Text("服务承诺按时率", "Service levels met"),
            Text("已判定的承诺中按时的，按合同分组估计；推翻的不计", "of promises judged, those met; estimated by contracts; reversed verdicts are left out"),
            "share", True,
        ),
        Measure(
            "disputes", Text("争议率", "Disputes"),
            Text("每合同月的争议数：从生效到结束或统计日", "disputes a contract-month, from coming into force to the end or the day counted"),
            "rate", True,
        ),
        Measure(
            "exposure", Text("排序的曝光面", "Reach of the ranking"),
            Text("在列服务商中，期内至少被推荐过一次的；点名的请求不计", "of listed partners, those referred to at least once; requests by name are left out"),
            "share", True,
        ),
    )
}  # fmt: skip
"""By name, in the order in which they are shown."""
