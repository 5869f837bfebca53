"""Facts the report shows before any rule is asked: who collected, who bought, what is unclear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pilotage.engines import law
from pilotage.engines.matching.fit_evidence import OUTSIDE, Evidence, Flow, by, rows_of
from pilotage.engines.matching.fit_findings import Finding, resting_on
from pilotage.engines.matching.fit_registrations import established, ruler_of
from pilotage.engines.matching.fit_seller import SellerProfile
from pilotage.kernel import places
from pilotage.kernel.decimals import plain, rounded
from pilotage.kernel.text import Text

_COLLECTED = Text(
    "{sales} 行销售中，平台代收 {share}%（{part} 行），其余由卖家负责或未注明。",
    "Of {sales} sale rows the platform collected the tax on {share} % ({part} rows); the rest is the"
    " seller's or not stated.",
)
_BUSINESS = Text(
    "{sales} 行销售中，{share}%（{part} 行）的买家提供了税号；号码是否有效在申报时再查。",
    "Of {sales} sale rows {share} % ({part} rows) name a buyer's VAT number; whether it is valid is"
    " checked with the return.",
)
_B2B_SELLER = Text(
    "{ruler}：{part} 行企业买家的销售由卖家自行申报。",
    "{ruler}: {part} rows of sales to business buyers are for the seller to report.",
)
_RETURNED = Text(
    "退货寄到了{country}（{part} 行），此外没有该国存货的记录：是否因此须登记，未找到规定。",
    "Returns arrived in {country} ({part} rows) and nothing else shows stock there: no rule was found"
    " on whether that asks for a registration.",
)
_UNCLEAR = Text(
    "{part} 行销售没有写明由谁代收税款（2020 年的 92 列旧格式没有这一列）。",
    "{part} sale rows do not say who collects the tax (the 92-column layout of 2020 lacks it).",
)
_NO_COUNTRY = Text(
    "{part} 行销售缺少出发国或到达国。", "{part} sale rows lack a country of departure or arrival."
)
_REJECTED = Text(
    "{part} 行无法读取，未计入以下各项。",
    "{part} rows could not be read and are not counted below.",
)
_STOCK = Text("货物曾存放在{country}（{part} 行）。", "Goods lay in {country} ({part} rows).")
_DELIVERED = Text(
    "货物寄达{country}的消费者（{part} 行）。",
    "Goods reached consumers in {country} ({part} rows).",
)
# The scheme a report writes on rows the platform collected → whose law makes it collect.
_COLLECTED_UNDER = {
    "DEEMED_RESELLER": "EU",
    "UK_VOEC-DOMESTIC": "GB",
    "UK_VOEC-IMPORT": "GB",
    "CH_VOEC": "CH",
}
_RULERS = {"EU": Text("欧盟", "European Union"), "GB": Text("英国", "United Kingdom")}
_SETTLE_DOWNLOAD = Text(
    "请在卖家后台下载新版（95 列）报告。",
    "Download the current 95-column report from Seller Central.",
)


def facts(evidence: Evidence, seller: SellerProfile, on: date) -> Iterator[Finding]:
    """Counts and shares, each with its denominator."""
    sales = evidence.sales()
    if sales:
        collected = [f for f in sales if f.collector == "marketplace"]
        rules = [
            law.obligation(ruler, "deemed_supplier", on)
            for ruler in sorted(
                {_COLLECTED_UNDER[f.scheme] for f in collected if f.scheme in _COLLECTED_UNDER}
            )
        ]
        share = _share("SHARE_COLLECTED_BY_PLATFORM", _COLLECTED, collected, sales)
        yield replace(share, trail=resting_on(*rules))
        yield from _business(sales, seller, on)
    for place, flows in evidence.stock().items():
        yield _at("STOCK_LAY", _STOCK, place, flows)
    for place, flows in evidence.delivered_to_consumers().items():
        yield _at("DELIVERED", _DELIVERED, place, flows)


def unclear(evidence: Evidence) -> Iterator[Finding]:
    """What the report does not say, and what would settle it."""
    yield from _returned_elsewhere(evidence)
    unsaid = [f for f in evidence.sales() if f.collector == "unknown"]
    if unsaid:
        yield _unknown("COLLECTOR_NOT_STATED", _UNCLEAR, unsaid, _SETTLE_DOWNLOAD)
    lost = [f for f in evidence.sales() if "" in (f.dep, f.arr)]
    if lost:
        settles = Text("请向平台查询这些订单。", "Ask the platform about these orders.")
        yield _unknown("COUNTRY_MISSING", _NO_COUNTRY, lost, settles)
    if evidence.rejected:
        settles = Text(
            "用 pilotage mill 查看被拒的行与原因。",
            "See the rejected rows and reasons with pilotage mill.",
        )
        says = _REJECTED.with_(part=evidence.rejected)
        yield Finding("ROWS_REJECTED", "unknown", says, settles=settles)


def _business(sales: tuple[Flow, ...], seller: SellerProfile, on: date) -> Iterator[Finding]:
    business = [f for f in sales if f.business]
    yield _share("SHARE_BUSINESS_BUYERS", _BUSINESS, business, sales)
    own = _by_ruler(f for f in business if f.collector == "seller")
    for ruler, flows in own.items():
        if not established(seller, ruler):
            rule, rows = law.obligation(ruler, "b2b_by_seller", on), rows_of(flows)
            says = _B2B_SELLER.with_(ruler=_RULERS[ruler], part=rows.count)
            yield Finding("B2B_BY_SELLER", "fact", says, rows=rows, trail=resting_on(rule))


def _returned_elsewhere(evidence: Evidence) -> Iterator[Finding]:
    returned = [f for f in evidence.flows if f.kind == "return" and f.arr not in ("", OUTSIDE)]
    for country, flows in by(returned, lambda f: law.vat_home(f.arr)).items():
        if country not in evidence.stock() and ruler_of(country):
            rows = rows_of(flows)
            says = _RETURNED.with_(country=places.name(country), part=rows.count)
            settles = Text("请当地税务顾问书面确认。", "A written answer from a tax adviser there.")
            yield Finding(
                "RETURNED_ELSEWHERE", "unknown", says, country, rows=rows, settles=settles
            )


def _by_ruler(flows: Iterable[Flow]) -> Mapping[str, tuple[Flow, ...]]:
    """Flows by whose rules they fall under, where goods leave from; none for the rest of the world."""
    groups = by(flows, lambda f: ruler_of(law.vat_home(f.dep)) or "")
    return {ruler: found for ruler, found in groups.items() if ruler}


def _share(code: str, says: Text, part: list[Flow], whole: tuple[Flow, ...]) -> Finding:
    rows, of = rows_of(part), rows_of(whole).count
    share = plain(rounded(Decimal(100 * rows.count) / Decimal(of), 1))
    return Finding(code, "fact", says.with_(sales=of, share=share, part=rows.count), rows=rows)


def _at(code: str, says: Text, place: str, flows: tuple[Flow, ...]) -> Finding:
    rows = rows_of(flows)
    name = Text("增值税区外", "outside the VAT area") if place == OUTSIDE else places.name(place)
    return Finding(code, "fact", says.with_(country=name, part=rows.count), place, rows=rows)


def _unknown(code: str, says: Text, flows: list[Flow], settles: Text) -> Finding:
    rows = rows_of(flows)
    return Finding(code, "unknown", says.with_(part=rows.count), rows=rows, settles=settles)
